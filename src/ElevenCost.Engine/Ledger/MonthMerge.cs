namespace ElevenCost.Engine.Ledger;

/// <summary>Replaces days of one month. For one thread, used once.</summary>
/// <remarks>
/// Rows that stay are in canonical order already, and taking values into or out of an ordinally sorted dictionary does not change the order
/// of those that remain; so only the rows of replaced days are sorted, a day at a time.
/// </remarks>
internal sealed class MonthMerge
{
    private readonly UsageTable _old;
    private readonly UsageTable _new;
    private readonly IReadOnlyList<DayEntry> _oldDays;
    private readonly IReadOnlyList<SeriesPoint> _oldSeries;
    private readonly DateOnly _first;
    private readonly DayReplacement _replacement;
    private readonly Dictionary<DateOnly, DayEntry> _replaced;

    // The rows of each replaced day, by day number; those of the new table in canonical order.
    private readonly Dictionary<int, int[]> _newRows = [];
    private readonly Dictionary<int, (int Start, int Count)> _oldRows = [];

    /// <summary>Prepares a merge.</summary>
    /// <param name="old">The month as kept; null where none is.</param>
    /// <param name="first">The first day of the month.</param>
    /// <param name="replacement">A replacement that <see cref="ReplacementCheck"/> has passed; its days of other months are passed over.</param>
    public MonthMerge(UsageMonth? old, DateOnly first, DayReplacement replacement)
    {
        _first = first;
        _replacement = replacement;
        _old = old?.Table ?? new UsageTableBuilder().Build();
        _oldDays = old?.Days ?? [];
        _oldSeries = old?.Series ?? [];
        _new = replacement.Table;
        _replaced = replacement.Days.Where(day => IsInMonth(day.Date)).ToDictionary(day => day.Date);
    }

    /// <summary>The days that differ from a reading made after they had ended; known once <see cref="Run"/> has returned.</summary>
    public List<Restatement> Restatements { get; } = [];

    /// <summary>Merges.</summary>
    /// <returns>The new month; null where it would be the same as the old one to the last digit.</returns>
    public UsageMonth? Run(TimeZoneInfo zone)
    {
        FindOldRows();
        SortNewRows();
        var days = new SortedDictionary<DateOnly, DayEntry>(_oldDays.ToDictionary(day => day.Date));
        int[][] fromOldToNew = MapOldToNew();
        bool changed = false;
        foreach (DayEntry entry in _replaced.Values.OrderBy(day => day.Date))
        {
            DayEntry? before = days.GetValueOrDefault(entry.Date);
            DayEntry after = Resolve(entry, before);
            (bool sameDigits, bool sameValues) = TakesNewRows(entry) ? CompareRows(entry.Date, fromOldToNew) : (true, true);
            changed |= before is null || !sameDigits || !DayChange.IsSame(before, after);
            days[entry.Date] = after;
            if (before is not null && DayChange.IsRestatement(before, after, !sameValues, zone))
            {
                Restatements.Add(new Restatement(entry.Date.ToDateTime(TimeOnly.MinValue), before.State == DayState.Final,
                    before.Credits, after.Credits, before.ConsumedCost, after.ConsumedCost));
            }
        }

        SeriesPoint[] series = MergeSeries();
        changed |= !series.SequenceEqual(_oldSeries) || series.Where((point, row) => point.Value.Scale != _oldSeries[row].Value.Scale).Any();
        return changed ? new UsageMonth(_first, [.. days.Values], MergeTable([.. days.Values]), series) : null;
    }

    private static DayEntry Resolve(DayEntry entry, DayEntry? before)
    {
        DayEntry normal = entry with
        {
            SyncedAt = ReplacementCheck.Utc(entry.SyncedAt),
            Dimensions = [.. entry.Dimensions.Distinct().Order()],
        };
        if (entry.State != DayState.Failed)
        {
            return normal;
        }

        return before is null
            ? normal with { Rows = 0, Credits = 0, Requests = null, Minutes = null, ConsumedCost = null }
            : before with { State = DayState.Failed, SyncedAt = normal.SyncedAt, Reason = entry.Reason };
    }

    private static bool TakesNewRows(DayEntry entry) => entry.State != DayState.Failed;

    private bool IsInMonth(DateOnly date) => date.Year == _first.Year && date.Month == _first.Month;

    private void FindOldRows()
    {
        int row = 0;
        foreach (DayEntry day in _oldDays)
        {
            _oldRows[day.Date.DayNumber] = (row, day.Rows);
            row += day.Rows;
        }
    }

    private void SortNewRows()
    {
        var rows = new Dictionary<int, List<int>>();
        foreach (DayEntry entry in _replaced.Values.Where(TakesNewRows))
        {
            rows[entry.Date.DayNumber] = new List<int>(entry.Rows);
        }

        for (int row = 0; row < _new.Count; row++)
        {
            if (rows.TryGetValue(_new.Day[row], out List<int>? day))
            {
                day.Add(row);
            }
        }

        var order = new RowOrder(_new, Array.ConvertAll(_new.Dimensions, column => Ranks(column.Values)));
        foreach ((int day, List<int> unordered) in rows)
        {
            int[] ordered = [.. unordered];
            MemoryExtensions.Sort(ordered.AsSpan(), order);
            _newRows[day] = ordered;
        }
    }

    private static int[] Ranks(string[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(order, (x, y) => string.CompareOrdinal(values[x], values[y]));
        int[] ranks = new int[values.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        return ranks;
    }

    private int[][] MapOldToNew()
    {
        const int absent = -2;
        int[][] map = new int[MonthFileWords.Width][];
        for (int dimension = 0; dimension < map.Length; dimension++)
        {
            string[] values = _new.Dimensions[dimension].Values;
            var places = new Dictionary<string, int>(values.Length, StringComparer.Ordinal);
            for (int place = 0; place < values.Length; place++)
            {
                places[values[place]] = place;
            }

            map[dimension] = Array.ConvertAll(_old.Dimensions[dimension].Values, value => places.GetValueOrDefault(value, absent));
        }

        return map;
    }

    private (bool SameDigits, bool SameValues) CompareRows(DateOnly date, int[][] fromOldToNew)
    {
        (int start, int count) = _oldRows.GetValueOrDefault(date.DayNumber);
        int[] current = _newRows[date.DayNumber];
        if (count != current.Length)
        {
            return (false, false);
        }

        bool sameDigits = true;
        for (int offset = 0; offset < count; offset++)
        {
            int before = start + offset;
            int after = current[offset];
            bool sameValues = _old.Breakdown[before] == _new.Breakdown[after] && _old.Credits[before] == _new.Credits[after]
                && _old.Requests[before] == _new.Requests[after] && _old.Minutes[before] == _new.Minutes[after]
                && _old.ConsumedCost[before] == _new.ConsumedCost[after];
            for (int dimension = 0; sameValues && dimension < fromOldToNew.Length; dimension++)
            {
                int index = _old.Dimensions[dimension].Index[before];
                int mapped = index < 0 ? DimensionColumn.Unknown : fromOldToNew[dimension][index];
                sameValues = mapped == _new.Dimensions[dimension].Index[after];
            }

            if (!sameValues)
            {
                return (false, false);
            }

            sameDigits &= DayChange.IsSame(_old.Minutes[before], _new.Minutes[after])
                && DayChange.IsSame(_old.ConsumedCost[before], _new.ConsumedCost[after]);
        }

        return (sameDigits, true);
    }

    private UsageTable MergeTable(IReadOnlyList<DayEntry> days)
    {
        int count = checked(days.Sum(day => day.Rows));
        var table = new UsageTable
        {
            Count = count,
            Day = new int[count],
            Breakdown = new sbyte[count],
            Dimensions = new DimensionColumn[MonthFileWords.Width],
            Credits = new long[count],
            Requests = new long?[count],
            Minutes = new decimal?[count],
            ConsumedCost = new decimal?[count],
        };
        int target = 0;
        foreach (DayEntry day in days)
        {
            table.Day.AsSpan(target, day.Rows).Fill(day.Date.DayNumber);
            if (_newRows.TryGetValue(day.Date.DayNumber, out int[]? rows))
            {
                foreach (int row in rows)
                {
                    table.Breakdown[target] = _new.Breakdown[row];
                    table.Credits[target] = _new.Credits[row];
                    table.Requests[target] = _new.Requests[row];
                    table.Minutes[target] = _new.Minutes[row];
                    table.ConsumedCost[target] = _new.ConsumedCost[row];
                    target++;
                }
            }
            else
            {
                int start = _oldRows.GetValueOrDefault(day.Date.DayNumber).Start;
                Array.Copy(_old.Breakdown, start, table.Breakdown, target, day.Rows);
                Array.Copy(_old.Credits, start, table.Credits, target, day.Rows);
                Array.Copy(_old.Requests, start, table.Requests, target, day.Rows);
                Array.Copy(_old.Minutes, start, table.Minutes, target, day.Rows);
                Array.Copy(_old.ConsumedCost, start, table.ConsumedCost, target, day.Rows);
                target += day.Rows;
            }
        }

        for (int dimension = 0; dimension < table.Dimensions.Length; dimension++)
        {
            table.Dimensions[dimension] = MergeDimension(days, dimension, count);
        }

        return table;
    }

    private DimensionColumn MergeDimension(IReadOnlyList<DayEntry> days, int dimension, int count)
    {
        DimensionColumn old = _old.Dimensions[dimension];
        DimensionColumn current = _new.Dimensions[dimension];
        int[] index = new int[count];

        // First each value that occurs gets any number, then numbers in ordinal order take their place.
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] oldNumbers = new int[old.Values.Length];
        int[] newNumbers = new int[current.Values.Length];
        Array.Fill(oldNumbers, DimensionColumn.Unknown);
        Array.Fill(newNumbers, DimensionColumn.Unknown);
        int target = 0;
        foreach (DayEntry day in days)
        {
            if (_newRows.TryGetValue(day.Date.DayNumber, out int[]? rows))
            {
                foreach (int row in rows)
                {
                    index[target++] = Number(current.Values, newNumbers, current.Index[row]);
                }
            }
            else
            {
                int start = _oldRows.GetValueOrDefault(day.Date.DayNumber).Start;
                for (int row = start; row < start + day.Rows; row++)
                {
                    index[target++] = Number(old.Values, oldNumbers, old.Index[row]);
                }
            }
        }

        string[] values = new string[numbers.Count];
        foreach ((string value, int number) in numbers)
        {
            values[number] = value;
        }

        int[] ranks = Ranks(values);
        for (int row = 0; row < count; row++)
        {
            index[row] = index[row] < 0 ? DimensionColumn.Unknown : ranks[index[row]];
        }

        Array.Sort(values, StringComparer.Ordinal);
        return new DimensionColumn { Values = values, Index = index };

        int Number(string[] from, int[] known, int place)
        {
            if (place < 0)
            {
                return DimensionColumn.Unknown;
            }

            if (known[place] < 0)
            {
                numbers.TryAdd(from[place], numbers.Count);
                known[place] = numbers[from[place]];
            }

            return known[place];
        }
    }

    private SeriesPoint[] MergeSeries() =>
    [
        .. _oldSeries.Where(point => !_replaced.TryGetValue(point.Date, out DayEntry? entry) || !TakesNewRows(entry))
            .Concat(_replacement.Series.Where(point => _replaced.TryGetValue(point.Date, out DayEntry? entry) && TakesNewRows(entry)))
            .OrderBy(point => point.Date)
            .ThenBy(point => point.Metric, StringComparer.Ordinal)
            .ThenBy(point => point.Breakdown, StringComparer.Ordinal)
            .ThenBy(point => point.Key, StringComparer.Ordinal)
            .ThenBy(point => point.Value)
            .ThenBy(point => point.Value.Scale),
    ];
}

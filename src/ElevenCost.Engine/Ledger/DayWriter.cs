using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>Replaces days of a connection, with their rollups, in the transaction that it is given. For one thread, used once.</summary>
/// <param name="session">The transaction.</param>
/// <param name="connection">The connection's number.</param>
/// <param name="replacement">A replacement that <see cref="ReplacementCheck"/> has passed.</param>
internal sealed class DayWriter(LedgerSession session, int connection, DayReplacement replacement)
{
    private const int Width = 8;
    private const int FirstMeasure = 4 + Width;
    private const int Measures = 8;

    private readonly UsageRollup _rollup = new(connection);
    private readonly IntegerRows _rows = new(LedgerSchema.RowColumns.Count);
    private readonly List<Restatement> _restatements = [];
    private readonly List<DateOnly> _readLater = [];
    private DateTime? _latestReading;

    /// <summary>Replaces them, and merges the names.</summary>
    /// <param name="zone">The zone of the days.</param>
    public ReplacementResult Run(TimeZoneInfo zone)
    {
        _latestReading = LatestReading();
        MergeNames();
        int[][] numbers = Numbers();
        Dictionary<int, List<int>> rowsOfDay = RowsOfDays();
        var order = new RowOrder(replacement.Table);
        ILookup<DateOnly, SeriesPoint> series = replacement.Series.ToLookup(point => point.Date);
        foreach (DayEntry entry in replacement.Days.OrderBy(day => day.Date))
        {
            List<int> rows = rowsOfDay.GetValueOrDefault(entry.Date.DayNumber, []);
            rows.Sort(order);
            Replace(entry, rows, numbers, [.. series[entry.Date]], zone);
        }

        session.Database.Insert(session, "usage_row", LedgerSchema.RowColumns, _rows);
        if (replacement.Rewrites)
        {
            // What is stored may be what nobody synced: no difference to it is taken.
            UsageRollup.Rebuild(session, connection, replacement.Days.Select(day => LedgerSchema.MonthOf(day.Date.DayNumber)).Distinct());
        }
        else
        {
            _rollup.Write(session);
        }

        return new ReplacementResult(_restatements, _readLater);
    }

    /// <summary>The latest instant at which a kept day can have been read; null if every kept instant counts.</summary>
    private DateTime? LatestReading()
    {
        if (replacement.Now is not { } now)
        {
            return null;
        }

        // Of a machine whose clock is behind, the reading of another would lie in the future.
        return (session.Database.ServerTime(session) is { } server && server > now ? server : now) + DayReplacement.ClockTolerance;
    }

    private void MergeNames()
    {
        DateTime? kept = NameTable.ReadAt(session, connection, _latestReading);
        bool isLatest = replacement.Days.Count == 0 || kept is null || replacement.Days.Max(day => ReplacementCheck.Utc(day.SyncedAt)) >= kept;
        NameTable.Merge(session, connection, replacement.Names, isLatest);
    }

    private void Replace(DayEntry entry, List<int> rows, int[][] numbers, SeriesPoint[] series, TimeZoneInfo zone)
    {
        (DayEntry? before, string? contentBefore) = Kept(entry.Date);
        DayEntry asked = entry with { SyncedAt = ReplacementCheck.Utc(entry.SyncedAt), Dimensions = [.. entry.Dimensions.Distinct().Order()] };
        if (before is not null && before.SyncedAt > asked.SyncedAt && !(before.SyncedAt > _latestReading))
        {
            // What was read earlier never replaces what was read later, whichever is written first; a reading in the future is none.
            _readLater.Add(entry.Date);
            return;
        }

        bool isFailed = entry.State == DayState.Failed;
        DayEntry after = !isFailed ? asked
            : before is null ? asked with { Rows = 0, Credits = 0, Requests = null, Minutes = null, ConsumedCost = null }
            : before with { State = DayState.Failed, SyncedAt = asked.SyncedAt, Reason = asked.Reason };
        string content = contentBefore ?? "";
        bool differs = false;
        if (!isFailed)
        {
            int start = _rows.Count;
            AddRows(entry.Date.DayNumber, rows, numbers);
            content = Fingerprint(start);
            differs = content != contentBefore;
            if (before is null || differs || replacement.Rewrites)
            {
                Delete(entry.Date.DayNumber, before);
                RollUp(start);
            }
            else
            {
                _rows.Truncate(start);
            }

            Keep(entry.Date.DayNumber, series);
        }

        if (before is not null && DayChange.IsRestatement(before, after, differs, zone))
        {
            _restatements.Add(new Restatement(entry.Date.ToDateTime(TimeOnly.MinValue), before.State == DayState.Final,
                before.Credits, after.Credits, before.ConsumedCost, after.ConsumedCost));
        }

        if (before is null || !DayChange.IsSame(before, after) || differs)
        {
            Keep(after, content);
        }
    }

    private (DayEntry? Entry, string? Content) Kept(DateOnly date)
    {
        DayEntry? entry = null;
        string? content = null;
        session.Query($"SELECT {string.Join(", ", LedgerSchema.DayColumns)} FROM day WHERE connection = @connection AND day = @day", reader =>
        {
            entry = DayReader.Read(reader);
            content = reader.GetString(LedgerSchema.DayColumns.Count - 1);
        }, ("connection", connection), ("day", date.DayNumber));
        return (entry, content);
    }

    private int[][] Numbers()
    {
        ValueNumbers known = ValueNumbers.Read(session, connection);
        int[][] numbers = [.. replacement.Table.Dimensions.Select((column, dimension) => Array.ConvertAll(column.Values, value => known.Of(dimension, value)))];
        known.Write(session);
        return numbers;
    }

    private Dictionary<int, List<int>> RowsOfDays()
    {
        var rows = new Dictionary<int, List<int>>();
        foreach (DayEntry entry in replacement.Days.Where(day => day.State != DayState.Failed))
        {
            rows[entry.Date.DayNumber] = new List<int>(entry.Rows);
        }

        for (int row = 0; row < replacement.Table.Count; row++)
        {
            if (rows.TryGetValue(replacement.Table.Day[row], out List<int>? day))
            {
                day.Add(row);
            }
        }

        return rows;
    }

    private void AddRows(int day, List<int> rows, int[][] numbers)
    {
        UsageTable table = replacement.Table;
        for (int place = 0; place < rows.Count; place++)
        {
            int row = rows[place];
            Span<long> cells = _rows.Add();
            cells[0] = connection;
            cells[1] = day;
            cells[2] = table.Breakdown[row];
            cells[3] = place;
            for (int dimension = 0; dimension < Width; dimension++)
            {
                int value = table.Dimensions[dimension].Index[row];
                cells[4 + dimension] = value == DimensionColumn.Unknown ? 0 : numbers[dimension][value];
            }

            cells[FirstMeasure] = table.Credits[row];
            cells[FirstMeasure + 1] = table.Requests[row] ?? IntegerRows.Null;
            Put(cells[(FirstMeasure + 2)..], table.Minutes[row], day);
            Put(cells[(FirstMeasure + 5)..], table.ConsumedCost[row], day);
        }
    }

    private void RollUp(int start)
    {
        for (int row = start; row < _rows.Count; row++)
        {
            ReadOnlySpan<long> cells = _rows[row];
            if (cells[2] == UsageTable.FullRecord)
            {
                _rollup.Add((int)cells[1], cells.Slice(4, Width), cells.Slice(FirstMeasure, Measures), 1);
            }
        }
    }

    /// <summary>Takes away what was kept of a day.</summary>
    private void Delete(int day, DayEntry? before)
    {
        if (!replacement.Rewrites && (before is null || before.Rows == 0))
        {
            return;
        }

        if (!replacement.Rewrites)
        {
            TakeAway(day);
        }

        session.Execute("DELETE FROM usage_row WHERE connection = @connection AND day = @day", ("connection", connection), ("day", day));
        session.Execute($"DELETE FROM usage_day_by WHERE connection = @connection AND dimension BETWEEN 0 AND {UsageRollup.Whole} AND day = @day",
            ("connection", connection), ("day", day));
    }

    private void TakeAway(int day)
    {
        long[] values = new long[Width];
        long[] measures = new long[Measures];
        session.Query(
            $"SELECT {string.Join(", ", LedgerSchema.RowColumns.Skip(4))} FROM usage_row WHERE connection = @connection AND day = @day AND slice = {UsageTable.FullRecord}",
            reader =>
            {
                for (int column = 0; column < Width; column++)
                {
                    values[column] = reader.GetInt64(column);
                }

                for (int column = 0; column < Measures; column++)
                {
                    measures[column] = reader.LongOrNull(Width + column) ?? IntegerRows.Null;
                }

                _rollup.Add(day, values, measures, -1);
            }, ("connection", connection), ("day", day));
    }

    private void Keep(int day, SeriesPoint[] series)
    {
        session.Execute("DELETE FROM series WHERE connection = @connection AND day = @day", ("connection", connection), ("day", day));
        foreach (SeriesPoint point in series)
        {
            session.Execute(
                "INSERT INTO series (connection, day, metric, breakdown, value_key, value) VALUES (@connection, @day, @metric, @breakdown, @key, @value)",
                ("connection", connection), ("day", day), ("metric", point.Metric), ("breakdown", point.Breakdown), ("key", point.Key),
                ("value", point.Value.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void Keep(DayEntry entry, string content)
    {
        string[] columns = ["connection", .. LedgerSchema.DayColumns];
        long[] minutes = [0, 0, 0];
        long[] cost = [0, 0, 0];
        Put(minutes, entry.Minutes, entry.Date.DayNumber);
        Put(cost, entry.ConsumedCost, entry.Date.DayNumber);
        object?[] values =
        [
            connection, entry.Date.DayNumber, LedgerText.Of(entry.State), LedgerText.Of(entry.SyncedAt), LedgerText.Of(entry.Source), entry.Currency,
            DimensionSet.Of(entry.Dimensions).Bits, (long)entry.Rows, entry.Credits, entry.Requests, .. minutes.Select(OrNull), .. cost.Select(OrNull), entry.Reason, content,
        ];
        session.Execute(
            $"INSERT INTO day ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))}) "
            + $"ON CONFLICT (connection, day) DO UPDATE SET {string.Join(", ", columns.Skip(2).Select(column => $"{column} = excluded.{column}"))}",
            [.. columns.Zip(values)]);

        static object? OrNull(long value) => value == IntegerRows.Null ? null : value;
    }

    private string Fingerprint(int start)
    {
        var content = new ContentMix();
        for (int row = start; row < _rows.Count; row++)
        {
            // Without connection and day, which are the same in all of them, and the row's place.
            ReadOnlySpan<long> cells = _rows[row];
            content.Add(cells[2], cells[4..]);
        }

        return content.ToString();
    }

    private static void Put(Span<long> cells, decimal? value, int day)
    {
        if (value is not { } known)
        {
            cells[..3].Fill(IntegerRows.Null);
            return;
        }

        if (Math.Abs(known) > ScaledDecimal.Limit)
        {
            throw LedgerErrors.FigureTooLarge(DateOnly.FromDayNumber(day), known.ToString(CultureInfo.InvariantCulture));
        }

        var scaled = ScaledDecimal.Of(known);
        cells[0] = scaled.Nano;
        cells[1] = scaled.E19;
        cells[2] = scaled.E28;
    }
}

using System.Data.Common;
using System.Text;

namespace ElevenCost.Engine.Ledger;

/// <summary>Answers a <see cref="SumQuestion"/> out of the smallest table that holds the answer: summed by SQL, or by <see cref="StreamedSums"/>.</summary>
/// <remarks>
/// Whole months come from sums by month, whole days by at most one dimension from sums by day, everything else from the rows. A month is whole
/// where no kept day of it is outside the run that it lies in.
/// </remarks>
/// <param name="session">The transaction.</param>
/// <param name="connection">The connection's number.</param>
/// <param name="question">What is asked.</param>
/// <param name="receive">Receives the groups.</param>
internal sealed class SumReader(LedgerSession session, int connection, SumQuestion question, SumReceiver receive)
{
    /// <summary>A sum in 64 bits is bounded by the days of a year (<see cref="ScaledDecimal.Limit"/>): longer runs are summed in parts.</summary>
    private const int MostDays = 366;

    /// <summary>Days that do not count are read with others only if they are few; a month between two months is not.</summary>
    private const int MostGap = 8;

    private const int MostDaysOfMonth = 31;

    /// <summary>The place of a day that is in no slot.</summary>
    private const int Between = -1;

    private static readonly string RowSums = AsIntegers(
        "count(*)", "sum(u.credits)", "sum(u.requests)", "count(u.requests)", "sum(u.minutes_nano)", SumOfFew("minutes_e19"), SumOfFew("minutes_e28"),
        "count(u.minutes_nano)", "sum(u.cost_nano)", SumOfFew("cost_e19"), SumOfFew("cost_e28"), "count(u.cost_nano)", "sum(u.credits) FILTER (WHERE u.cost_nano IS NULL)");

    private static readonly string RollupSums = AsIntegers([.. SchemaMigration.SumColumns.Select(column => column switch
    {
        "row_count" or "requests_known" or "minutes_known" or "cost_known" => $"sum(CAST(u.{column} AS integer))",
        "credits" or "requests" or "minutes_nano" or "cost_nano" => $"sum(u.{column})",
        _ => SumOfFew(column),
    })]);

    private static readonly string RollupColumns = string.Join(", ", SchemaMigration.SumColumns.Select(column => "u." + column));

    private readonly int[] _groupBy = [.. question.GroupBy.ToArray().Select(UsageTable.IndexOf)];
    private readonly int[] _values = new int[UsageTable.RecordDimensions.Count];

    /// <summary>Reads the answer.</summary>
    public void Run()
    {
        if (question.Slots.Count == 0)
        {
            return;
        }

        DimensionSet needed = question.Filters.Aggregate(question.GroupBy, (set, filter) => set | DimensionSet.At(filter.Dimension));
        int? single = needed.Count == 0 ? UsageRollup.Whole : needed.Count == 1 ? needed.FirstIndex : null;
        var months = new List<DaySlot>();
        var days = new List<DaySlot>();
        Split(months, days);
        if (single is { } dimension)
        {
            Ask("usage_month_by", "month", Only(months), RollupSums, dimension);
            Ask("usage_day_by", "day", days.Where(IsFull), RollupSums, dimension);
            Ask("usage_row", "day", days.Where(slot => !IsFull(slot)), RowSums, null);
            return;
        }

        Ask("usage_month", "month", Only(months), RollupSums, null);
        Ask("usage_row", "day", days, RowSums, null);

        static IEnumerable<DaySlot> Only(List<DaySlot> slots) => slots;
    }

    private static bool IsFull(DaySlot slot) => slot.Slice == UsageTable.FullRecord;

    /// <summary>Parts the runs into months that are whole and days that are not.</summary>
    private void Split(List<DaySlot> months, List<DaySlot> days)
    {
        DateOnly first = FirstOf(question.Slots[0].First);
        DateOnly last = FirstOf(question.Slots[^1].Last).AddMonths(1).AddDays(-1);
        HashSet<DateOnly> kept = [.. session.List(
            "SELECT day FROM day WHERE connection = @connection AND day BETWEEN @first AND @last AND row_count > 0",
            reader => DateOnly.FromDayNumber(reader.GetInt32(0)), ("connection", connection), ("first", first.DayNumber), ("last", last.DayNumber))];
        foreach (DaySlot slot in question.Slots)
        {
            if (!IsFull(slot) || slot.First == slot.Last)
            {
                days.Add(slot);
                continue;
            }

            DateOnly? from = slot.First;
            for (DateOnly month = FirstOf(slot.First); month <= slot.Last; month = month.AddMonths(1))
            {
                DateOnly end = month.AddMonths(1).AddDays(-1);
                bool isWhole = new DateRange(month, end).EachDay().All(day => (day >= slot.First && day <= slot.Last) || !kept.Contains(day));
                if (isWhole)
                {
                    Close(month.AddDays(-1));
                    from = null;
                    Append(months, slot with { First = month, Last = month });
                }
                else
                {
                    from ??= month;
                }
            }

            Close(slot.Last);

            void Close(DateOnly before)
            {
                if (from is { } begin && begin <= before)
                {
                    days.Add(slot with { First = begin, Last = before });
                }
            }
        }
    }

    /// <summary>Adds a month to the run before it where both are of one slot.</summary>
    private static void Append(List<DaySlot> months, DaySlot month)
    {
        if (months.Count > 0 && months[^1] is var before && before.Slot == month.Slot && before.Last.AddMonths(1) == month.First
            && before.First.AddMonths(12) > month.First)
        {
            months[^1] = before with { Last = month.Last };
        }
        else
        {
            months.Add(month);
        }
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    private void Ask(string table, string period, IEnumerable<DaySlot> slots, string sums, int? dimension)
    {
        // A statement a slice, so that the key of the rows is used up to the slice.
        foreach (IGrouping<sbyte, DaySlot> same in slots.SelectMany(Years).GroupBy(slot => table == "usage_row" ? slot.Slice : UsageTable.FullRecord))
        {
            Ask(new SumSource(table, period, dimension, table == "usage_row" ? same.Key : null), [.. same], sums);
        }
    }

    private static IEnumerable<DaySlot> Years(DaySlot slot)
    {
        for (DateOnly first = slot.First; first <= slot.Last; first = first.AddDays(MostDays))
        {
            DateOnly last = first.AddDays(MostDays - 1);
            yield return slot with { First = first, Last = last < slot.Last ? last : slot.Last };
        }
    }

    private void Ask(SumSource source, DaySlot[] slots, string sums)
    {
        if (new StreamedSums(session, connection, question, receive).TryRun(source, slots))
        {
            return;
        }

        for (int first = 0; first < slots.Length;)
        {
            int next = first + 1;
            while (next < slots.Length && slots[next].First.DayNumber - slots[next - 1].Last.DayNumber <= (source.Period == "month" ? MostDaysOfMonth : MostGap))
            {
                next++;
            }

            AskRun(source, slots[first..next], sums);
            first = next;
        }
    }

    private void AskRun(SumSource source, DaySlot[] slots, string sums)
    {
        string[] columns = [.. _groupBy.Select(source.ColumnOf)];
        int[] places = PlacesOf(slots);
        int start = slots[0].First.DayNumber;
        if (source.Slice is not null)
        {
            // Rows alone: for what rollups sum up to, PostgreSQL takes less time in the order of the groups than with more memory (2026-11-29).
            session.Database.RaiseMemory(session);
        }

        bool isOne = slots.Length == 1;
        bool isEachPeriod = Array.TrueForAll(slots, slot => slot.First == slot.Last);

        // The place is looked up by day: a join with the slots would keep PostgreSQL from reading a table in parallel.
        string[] keys = isOne ? columns
            : [isEachPeriod ? $"u.{source.Period}" : $"(CAST('{{{string.Join(',', places)}}}' AS integer[]))[u.{source.Period} - {start} + 1]", .. columns];

        // Each row of a rollup is one group, if the question groups by the dimension of the rollup.
        bool isSummed = isEachPeriod && source.Dimension is { } dimension && (dimension == UsageRollup.Whole || columns.Length > 0);
        var sql = new StringBuilder("SELECT ").AppendJoin(", ", keys.Append(isSummed ? RollupColumns : sums));
        source.AppendFrom(sql, connection, slots[0].First, slots[^1].Last, question.Filters);
        if (keys.Length > 0 && !isSummed)
        {
            sql.Append(" GROUP BY ").AppendJoin(", ", isOne ? columns : ["1", .. columns]);
        }

        session.Query(sql.ToString(), reader =>
        {
            int place = isOne ? 0 : isEachPeriod ? places[reader.GetInt32(0) - start] : reader.GetInt32(0);
            if (place == Between || Number(reader, keys.Length) == 0)
            {
                return;
            }

            for (int column = 0; column < columns.Length; column++)
            {
                _values[_groupBy[column]] = reader.GetInt32(keys.Length - columns.Length + column);
            }

            receive(slots[place].Slot, _values, Sums(reader, keys.Length));
        });
    }

    /// <summary>
    /// The place of the slot of each day from the first on. <see cref="Between"/> for a day between slots; not null, which would make each look-up in
    /// PostgreSQL walk through the places before.
    /// </summary>
    private static int[] PlacesOf(DaySlot[] slots)
    {
        int first = slots[0].First.DayNumber;
        int[] places = new int[slots[^1].Last.DayNumber - first + 1];
        Array.Fill(places, Between);
        for (int slot = 0; slot < slots.Length; slot++)
        {
            Array.Fill(places, slot, slots[slot].First.DayNumber - first, slots[slot].Last.DayNumber - slots[slot].First.DayNumber + 1);
        }

        return places;
    }

    /// <summary>
    /// PostgreSQL sums 64-bit integers into its numeric, which is exact; as integers they come in a third of the time, and one that is over 64 bits fails.
    /// </summary>
    private static string AsIntegers(params string[] sums) => string.Join(", ", sums.Select(sum => $"CAST({sum} AS bigint)"));

    /// <summary>
    /// The sum of a column that is 0 in most rows. PostgreSQL holds the state of each sum of each group, and moves it between its processes: what nothing is
    /// added to has none.
    /// </summary>
    private static string SumOfFew(string column) => $"sum(u.{column}) FILTER (WHERE u.{column} <> 0)";

    // What nothing was added to is null in a sum, and is not read: what a driver takes for a cell counts where results are large.
    private static UsageSums Sums(DbDataReader reader, int first)
    {
        long rows = reader.GetInt64(first);
        long requested = reader.GetInt64(first + 3);
        long timed = reader.GetInt64(first + 7);
        long valued = reader.GetInt64(first + 11);
        return new UsageSums
        {
            Credits = reader.GetInt64(first + 1),
            Requests = requested == 0 ? 0 : reader.GetInt64(first + 2),
            LacksRequests = requested < rows,
            Minutes = timed == 0 ? 0 : Decimal(reader, first + 4),
            LacksMinutes = timed < rows,
            Consumed = valued == 0 ? 0 : Decimal(reader, first + 8),
            ValuedRows = valued,
            UnvaluedRows = rows - valued,
            UnvaluedCredits = valued == rows ? 0 : Number(reader, first + 12),
        };
    }

    private static decimal Decimal(DbDataReader reader, int first) =>
        new ScaledDecimal(reader.GetInt64(first), Number(reader, first + 1), Number(reader, first + 2)).ToDecimal();

    private static long Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);
}

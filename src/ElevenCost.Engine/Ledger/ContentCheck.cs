using System.Numerics;
using System.Runtime.InteropServices;

namespace ElevenCost.Engine.Ledger;

/// <summary>Recomputes what is kept beside the rows of days. For one thread, used once.</summary>
/// <param name="session">The transaction.</param>
/// <param name="connection">The connection's number.</param>
internal sealed class ContentCheck(LedgerSession session, int connection)
{
    // Of the columns of a row without connection and day: slice and place, then what the fingerprint is of.
    private const int FirstCell = 2;

    private readonly Dictionary<int, Day> _days = [];
    private readonly UsageRollup _rollup = new(connection);

    // Months whose sums exceed 64 bits, as those of no sync do: the rollup of their rows is not complete.
    private readonly HashSet<int> _tooLarge = [];

    /// <summary>Checks the kept days of a range.</summary>
    public IReadOnlyList<DayContent> Run(DateRange range)
    {
        int first = LedgerSchema.MonthOf(range.Start.DayNumber);
        int last = DateOnly.FromDayNumber(LedgerSchema.MonthOf(range.End.DayNumber)).AddMonths(1).DayNumber - 1;
        ReadRows(first, last);
        (HashSet<int> days, HashSet<int> months) = _rollup.Differences(session, first, last);
        var contents = new List<DayContent>();
        session.Query(
            $"SELECT {string.Join(", ", LedgerSchema.DayColumns)} FROM day WHERE connection = @connection AND day BETWEEN @first AND @last ORDER BY day",
            reader =>
            {
                DayEntry entry = DayReader.Read(reader);
                int number = entry.Date.DayNumber;
                Day day = _days.GetValueOrDefault(number);
                string stored = reader.GetString(LedgerSchema.DayColumns.Count - 1);
                BigInteger credits = day.Credits ?? 0;
                var changes = new List<string>();
                AddIf(entry.Rows != day.Rows || (stored.Length > 0 && stored != day.Content.ToString()), "its rows");
                AddIf(entry.Credits != credits, "its credits");
                int month = LedgerSchema.MonthOf(number);
                AddIf(days.Contains(number) && !_tooLarge.Contains(month), "its sums by day");
                AddIf(months.Contains(month) || _tooLarge.Contains(month), "the sums of its month");
                contents.Add(new DayContent(entry.Date, entry.Credits, credits <= long.MaxValue && credits >= long.MinValue ? (long)credits : null, changes));

                void AddIf(bool differs, string what)
                {
                    if (differs)
                    {
                        changes.Add(what);
                    }
                }
            }, ("connection", connection), ("first", range.Start.DayNumber), ("last", range.End.DayNumber));
        return contents;
    }

    private void ReadRows(int first, int last)
    {
        long[] cells = new long[LedgerSchema.RowColumns.Count - 2];
        session.Query(
            $"SELECT {string.Join(", ", LedgerSchema.RowColumns.Skip(1))} FROM usage_row WHERE connection = @connection AND day BETWEEN @first AND @last",
            reader =>
            {
                int number = reader.GetInt32(0);
                for (int column = 0; column < cells.Length; column++)
                {
                    cells[column] = reader.LongOrNull(1 + column) ?? IntegerRows.Null;
                }

                ReadOnlySpan<long> values = cells.AsSpan(FirstCell, LedgerSchema.DimensionColumns.Count);
                ReadOnlySpan<long> measures = cells.AsSpan(FirstCell + LedgerSchema.DimensionColumns.Count);
                ref Day day = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, number, out _);
                day.Rows++;
                day.Content.Add(cells[0], cells.AsSpan(FirstCell));
                if (cells[0] is UsageTable.FullRecord or UsageTable.TotalSlice)
                {
                    day.Credits = (day.Credits ?? 0) + measures[0];
                }

                try
                {
                    if (cells[0] == UsageTable.FullRecord)
                    {
                        _rollup.Add(number, values, measures, 1);
                    }
                }
                catch (OverflowException)
                {
                    _tooLarge.Add(LedgerSchema.MonthOf(number));
                }
            }, ("connection", connection), ("first", first), ("last", last));
    }

    private struct Day
    {
        public int Rows;
        public BigInteger? Credits;
        public ContentMix Content;
    }
}

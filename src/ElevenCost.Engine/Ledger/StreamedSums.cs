using System.Text;

namespace ElevenCost.Engine.Ledger;

/// <summary>Sums rows as they come, in the order of their days, where the database is one in process.</summary>
/// <param name="session">The transaction.</param>
/// <param name="connection">The connection's number.</param>
/// <param name="question">What is asked.</param>
/// <param name="receive">Receives the groups.</param>
internal sealed class StreamedSums(LedgerSession session, int connection, SumQuestion question, SumReceiver receive)
{
    // In the order of SchemaMigration.SumColumns. What a row lacks is null there, and 0 here.
    private static readonly string[] RollupSums = [.. SchemaMigration.SumColumns.Select(column => $"u.{column}")];
    private static readonly string[] RowSums =
    [
        "1", "u.credits", "u.requests", "u.requests IS NOT NULL", "u.minutes_nano", "u.minutes_e19", "u.minutes_e28", "u.minutes_nano IS NOT NULL",
        "u.cost_nano", "u.cost_e19", "u.cost_e28", "u.cost_nano IS NOT NULL", "CASE WHEN u.cost_nano IS NULL THEN u.credits ELSE 0 END",
    ];

    private readonly int[] _groupBy = [.. question.GroupBy.ToArray().Select(UsageTable.IndexOf)];
    private readonly SumTable _table = new(question.GroupBy.Count);
    private readonly int[] _key = new int[question.GroupBy.Count];
    private readonly int[] _values = new int[UsageTable.RecordDimensions.Count];
    private DaySlot _slot;
    private int _count;

    /// <summary>Sums the rows of a table.</summary>
    /// <param name="source">The table.</param>
    /// <param name="slots">The days or months, in order, without overlap.</param>
    /// <returns>False if the database sums itself.</returns>
    public bool TryRun(SumSource source, IReadOnlyList<DaySlot> slots)
    {
        string[] columns = [$"u.{source.Period}", .. _groupBy.Select(source.ColumnOf), .. source.Slice is null ? RollupSums : RowSums];
        for (int first = 0; first < slots.Count;)
        {
            int next = first + 1;
            while (next < slots.Count && slots[next].First == (source.Period == "month" ? slots[next - 1].Last.AddMonths(1) : slots[next - 1].Last.AddDays(1)))
            {
                next++;
            }

            var from = new StringBuilder();
            source.AppendFrom(from, connection, slots[first].First, slots[next - 1].Last, question.Filters);
            DaySlot[] run = [.. slots.Skip(first).Take(next - first)];
            _slot = run[0];
            if (!session.Database.TryReadRows(session, columns, from.ToString(), cells => Add(cells, run)))
            {
                return false;
            }

            Flush();
            first = next;
        }

        return true;
    }

    private void Add(ReadOnlySpan<long> cells, DaySlot[] slots)
    {
        if ((_count++ & 0xFFF) == 0)
        {
            session.CancellationToken.ThrowIfCancellationRequested();
        }

        int day = (int)cells[0];
        if (day < _slot.First.DayNumber || day > _slot.Last.DayNumber)
        {
            // Rows come in the order of the tables' keys, which begin with the day: each slot once.
            Flush();
            _slot = SlotOf(day, slots);
        }

        for (int place = 0; place < _key.Length; place++)
        {
            _key[place] = (int)cells[1 + place];
        }

        try
        {
            Add(ref _table.Of(_key), cells[(1 + _key.Length)..]);
        }
        catch (OverflowException e)
        {
            throw LedgerErrors.SumTooLarge(session.Database.Location, e);
        }
    }

    private static DaySlot SlotOf(int day, DaySlot[] slots) => Array.Find(slots, slot => slot.Last.DayNumber >= day);

    private static void Add(ref StoredSums sums, ReadOnlySpan<long> cells)
    {
        checked
        {
            long rows = cells[0];
            sums.Credits += cells[1];
            sums.Requests += cells[2];
            sums.LacksRequests |= cells[3] < rows;
            sums.Minutes = new ScaledDecimal(sums.Minutes.Nano + cells[4], sums.Minutes.E19 + cells[5], sums.Minutes.E28 + cells[6]);
            sums.LacksMinutes |= cells[7] < rows;
            sums.Consumed = new ScaledDecimal(sums.Consumed.Nano + cells[8], sums.Consumed.E19 + cells[9], sums.Consumed.E28 + cells[10]);
            sums.ValuedRows += cells[11];
            sums.UnvaluedRows += rows - cells[11];
            sums.UnvaluedCredits += cells[12];
        }
    }

    private void Flush()
    {
        for (int group = 0; group < _table.Count; group++)
        {
            ReadOnlySpan<int> values = _table.ValuesOf(group);
            for (int place = 0; place < _groupBy.Length; place++)
            {
                _values[_groupBy[place]] = values[place];
            }

            ref readonly StoredSums sums = ref _table.SumsOf(group);
            if (sums.ValuedRows + sums.UnvaluedRows > 0)
            {
                receive(_slot.Slot, _values, sums.ToUsageSums());
            }
        }

        _table.Clear();
    }
}

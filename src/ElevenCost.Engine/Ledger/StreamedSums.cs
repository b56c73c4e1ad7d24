using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Ledger;

/// <summary>Sums rows as they come, in the order of their days, where the database is one in process.</summary>
/// <param name="session">The transaction.</param>
/// <param name="connection">The connection's number.</param>
/// <param name="question">What is asked.</param>
/// <param name="receive">Receives the groups.</param>
internal sealed class StreamedSums(LedgerSession session, int connection, SumQuestion question, SumReceiver receive)
{
    private const int LacksRequests = 1;
    private const int LacksMinutes = 2;
    private const int IsFine = 4;
    private const int LacksValue = 8;

    // Credits, requests, minutes, value, rows, flags; then what is only read if a flag says so: rows with a value, credits without one, digits after the ninth.
    private const string RollupSums =
        "u.credits, u.requests, u.minutes_nano, u.cost_nano, u.row_count, "
        + "(u.requests_known < u.row_count) + 2 * (u.minutes_known < u.row_count) "
        + "+ 4 * ((u.minutes_e19 | u.minutes_e28 | u.cost_e19 | u.cost_e28) <> 0) + 8 * (u.cost_known < u.row_count), "
        + "u.cost_known, u.unvalued_credits, u.minutes_e19, u.minutes_e28, u.cost_e19, u.cost_e28";

    private const string RowSums =
        "u.credits, u.requests, u.minutes_nano, u.cost_nano, 1, "
        + "(u.requests IS NULL) + 2 * (u.minutes_nano IS NULL) "
        + "+ 4 * (coalesce(u.minutes_e19 | u.minutes_e28, 0) <> 0 OR coalesce(u.cost_e19 | u.cost_e28, 0) <> 0) + 8 * (u.cost_nano IS NULL), "
        + "0, u.credits, u.minutes_e19, u.minutes_e28, u.cost_e19, u.cost_e28";

    private readonly int[] _groupBy = [.. question.GroupBy.ToArray().Select(UsageTable.IndexOf)];
    private readonly SumTable _table = new(question.GroupBy.Count);
    private readonly int[] _values = new int[UsageTable.RecordDimensions.Count];

    /// <summary>Sums the rows of a table.</summary>
    /// <param name="source">The table.</param>
    /// <param name="slots">The days or months, in order, without overlap.</param>
    /// <returns>False if the database sums itself.</returns>
    public bool TryRun(SumSource source, IReadOnlyList<DaySlot> slots)
    {
        for (int first = 0; first < slots.Count;)
        {
            int next = first + 1;
            while (next < slots.Count && slots[next].First == (source.Period == "month" ? slots[next - 1].Last.AddMonths(1) : slots[next - 1].Last.AddDays(1)))
            {
                next++;
            }

            using IntegerCursor? cursor = session.Database.ReadRows(session, Sql(source, slots[first].First, slots[next - 1].Last));
            if (cursor is null)
            {
                return false;
            }

            Sum(cursor, slots, first);
            first = next;
        }

        return true;
    }

    private string Sql(SumSource source, DateOnly first, DateOnly last)
    {
        var sql = new StringBuilder();
        sql.Append("SELECT ").AppendJoin(", ", _groupBy.Select(source.ColumnOf).Prepend("u." + source.Period).Append(source.Slice is null ? RollupSums : RowSums));
        source.AppendFrom(sql, connection, first, last, question.Filters);

        // The order of the tables' keys: nothing is sorted for it.
        return sql.Append(CultureInfo.InvariantCulture, $" ORDER BY u.{source.Period}").ToString();
    }

    /// <summary>Sums rows that come in the order of the slots.</summary>
    private void Sum(IntegerCursor cursor, IReadOnlyList<DaySlot> slots, int place)
    {
        int last = slots[place].Last.DayNumber;
        Span<int> values = stackalloc int[_groupBy.Length];
        for (int count = 0; cursor.Read(); count++)
        {
            if ((count & 0xFFF) == 0)
            {
                session.CancellationToken.ThrowIfCancellationRequested();
            }

            while (cursor[0] > last)
            {
                Flush(slots[place].Slot);
                last = slots[++place].Last.DayNumber;
            }

            for (int column = 0; column < values.Length; column++)
            {
                values[column] = (int)cursor[1 + column];
            }

            try
            {
                Add(ref _table.Of(values), cursor, 1 + values.Length);
            }
            catch (OverflowException e)
            {
                throw LedgerErrors.SumTooLarge(session.Database.Location, e);
            }
        }

        Flush(slots[place].Slot);
    }

    private static void Add(ref StoredSums sums, IntegerCursor cursor, int first)
    {
        checked
        {
            long credits = cursor[first];
            long rows = cursor[first + 4];
            long flags = cursor[first + 5];
            sums.Credits += credits;
            sums.Requests += cursor[first + 1];
            sums.LacksRequests |= (flags & LacksRequests) != 0;
            sums.LacksMinutes |= (flags & LacksMinutes) != 0;
            bool isFine = (flags & IsFine) != 0;
            sums.Minutes = new ScaledDecimal(
                sums.Minutes.Nano + cursor[first + 2], isFine ? sums.Minutes.E19 + cursor[first + 8] : sums.Minutes.E19, isFine ? sums.Minutes.E28 + cursor[first + 9] : sums.Minutes.E28);
            sums.Consumed = new ScaledDecimal(
                sums.Consumed.Nano + cursor[first + 3], isFine ? sums.Consumed.E19 + cursor[first + 10] : sums.Consumed.E19, isFine ? sums.Consumed.E28 + cursor[first + 11] : sums.Consumed.E28);
            long valued = (flags & LacksValue) == 0 ? rows : cursor[first + 6];
            sums.ValuedRows += valued;
            sums.UnvaluedRows += rows - valued;
            sums.UnvaluedCredits += valued == rows ? 0 : cursor[first + 7];
        }
    }

    private void Flush(int slot)
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
                receive(slot, _values, sums.ToUsageSums());
            }
        }

        _table.Clear();
    }
}

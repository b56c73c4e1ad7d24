using System.Runtime.InteropServices;

namespace ElevenCost.Engine.Ledger;

/// <summary>Adds up what a replacement changes of the rollups, so that each of their rows is written once. For one thread.</summary>
/// <param name="connection">The connection's number.</param>
internal sealed class UsageRollup(int connection)
{
    /// <summary>The rollup by no dimension: a day's or a month's whole.</summary>
    public const int Whole = 8;

    private const int Width = 8;

    private readonly Dictionary<Combination, int> _combinations = [];
    private readonly Dictionary<(int Dimension, int Period, int Value), int> _byDay = [];
    private readonly Dictionary<(int Dimension, int Period, int Value), int> _byMonth = [];
    private readonly IntegerRows _month = new(LedgerSchema.MonthColumns.Count);
    private readonly IntegerRows _dayBy = new(LedgerSchema.DayByColumns.Count);
    private readonly IntegerRows _monthBy = new(LedgerSchema.MonthByColumns.Count);
    private readonly HashSet<int> _months = [];

    /// <summary>Adds a full record, or takes it away.</summary>
    /// <param name="day">The day.</param>
    /// <param name="values">The numbers of the dimension values; 0 is the unknown.</param>
    /// <param name="measures">Credits, requests, minutes and value as in <c>usage_row</c>.</param>
    /// <param name="sign">1 to add the row, -1 to take it away. Days are only added to: what was kept of a day is deleted.</param>
    public void Add(int day, ReadOnlySpan<long> values, ReadOnlySpan<long> measures, int sign)
    {
        int month = LedgerSchema.MonthOf(day);
        _months.Add(month);
        var key = new Combination(month, (int)values[0], (int)values[1], (int)values[2], (int)values[3], (int)values[4], (int)values[5], (int)values[6], (int)values[7]);
        ref int row = ref CollectionsMarshal.GetValueRefOrAddDefault(_combinations, key, out bool exists);
        if (!exists)
        {
            row = _month.Count;
            Span<long> cells = _month.Add();
            cells[0] = connection;
            cells[1] = month;
            values[..Width].CopyTo(cells[2..]);
        }

        Add(_month.At(row)[(2 + Width)..], measures, sign);
        for (int dimension = 0; dimension <= Width; dimension++)
        {
            int value = dimension == Whole ? 0 : (int)values[dimension];
            Add(_byMonth, _monthBy, dimension, month, value, measures, sign);
            if (sign > 0)
            {
                Add(_byDay, _dayBy, dimension, day, value, measures, sign);
            }
        }
    }

    /// <summary>Writes the changes.</summary>
    public void Write(LedgerSession session)
    {
        LedgerDatabase database = session.Database;
        database.Insert(session, "usage_day_by", LedgerSchema.DayByColumns, _dayBy);
        database.Insert(session, "usage_month_by", LedgerSchema.MonthByColumns, _monthBy,
            LedgerSchema.AddOnConflict("usage_month_by", ["connection", "dimension", "month", "value_no"]));
        database.Insert(session, "usage_month", LedgerSchema.MonthColumns, _month,
            LedgerSchema.AddOnConflict("usage_month", ["connection", "month", .. LedgerSchema.DimensionColumns]));
        foreach (int month in _months)
        {
            session.Execute("DELETE FROM usage_month WHERE connection = @connection AND month = @month AND row_count = 0", ("connection", connection), ("month", month));
            session.Execute(
                "DELETE FROM usage_month_by WHERE connection = @connection AND dimension BETWEEN 0 AND 8 AND month = @month AND row_count = 0",
                ("connection", connection), ("month", month));
        }
    }

    /// <summary>Computes the sums of whole months anew from the rows, and stores them in place of those that were stored.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="months">The months, by the numbers of their first days.</param>
    public static void Rebuild(LedgerSession session, int connection, IEnumerable<int> months)
    {
        foreach (int month in months)
        {
            int last = DateOnly.FromDayNumber(month).AddMonths(1).DayNumber - 1;
            (string, object?)[] range = [("connection", connection), ("first", month), ("last", last)];
            session.Execute($"DELETE FROM usage_day_by WHERE connection = @connection AND dimension BETWEEN 0 AND {Whole} AND day BETWEEN @first AND @last", range);
            session.Execute($"DELETE FROM usage_month_by WHERE connection = @connection AND dimension BETWEEN 0 AND {Whole} AND month BETWEEN @first AND @last", range);
            session.Execute("DELETE FROM usage_month WHERE connection = @connection AND month BETWEEN @first AND @last", range);
            var rollup = new UsageRollup(connection);
            long[] cells = new long[LedgerSchema.RowColumns.Count - 4];
            session.Query(
                $"SELECT day, {string.Join(", ", LedgerSchema.RowColumns.Skip(4))} FROM usage_row "
                + $"WHERE connection = @connection AND day BETWEEN @first AND @last AND slice = {UsageTable.FullRecord}",
                reader =>
                {
                    for (int column = 0; column < cells.Length; column++)
                    {
                        cells[column] = reader.LongOrNull(1 + column) ?? IntegerRows.Null;
                    }

                    rollup.Add(reader.GetInt32(0), cells.AsSpan(0, Width), cells.AsSpan(Width), 1);
                }, range);
            rollup.Write(session);
        }
    }

    /// <summary>The days and the months, by the numbers of their first days, whose stored sums are not those that were added here.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="first">The first day of whole months, all of whose rows were added.</param>
    /// <param name="last">The last day of them.</param>
    public (HashSet<int> Days, HashSet<int> Months) Differences(LedgerSession session, int first, int last)
    {
        HashSet<int> months = Changed("usage_month", LedgerSchema.MonthColumns, _month, "");
        months.UnionWith(Changed("usage_month_by", LedgerSchema.MonthByColumns, _monthBy, $"dimension BETWEEN 0 AND {Whole} AND "));
        return (Changed("usage_day_by", LedgerSchema.DayByColumns, _dayBy, $"dimension BETWEEN 0 AND {Whole} AND "), months);

        HashSet<int> Changed(string table, IReadOnlyList<string> columns, IntegerRows computed, string condition)
        {
            int period = columns.ToList().FindIndex(column => column is "day" or "month");
            var expected = new Dictionary<int, ContentMix>();
            for (int row = 0; row < computed.Count; row++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(expected, (int)computed[row][period], out _).Add(0, computed[row]);
            }

            var stored = new Dictionary<int, ContentMix>();
            long[] cells = new long[columns.Count];
            session.Query($"SELECT {string.Join(", ", columns)} FROM {table} WHERE connection = @connection AND {condition}{columns[period]} BETWEEN @first AND @last",
                reader =>
                {
                    for (int column = 0; column < cells.Length; column++)
                    {
                        cells[column] = reader.GetInt64(column);
                    }

                    CollectionsMarshal.GetValueRefOrAddDefault(stored, (int)cells[period], out _).Add(0, cells);
                }, ("connection", connection), ("first", first), ("last", last));
            return [.. expected.Keys.Union(stored.Keys).Where(of => expected.GetValueOrDefault(of).ToString() != stored.GetValueOrDefault(of).ToString())];
        }
    }

    private void Add(
        Dictionary<(int Dimension, int Period, int Value), int> places, IntegerRows rows, int dimension, int period, int value, ReadOnlySpan<long> measures, int sign)
    {
        ref int row = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (dimension, period, value), out bool exists);
        if (!exists)
        {
            row = rows.Count;
            Span<long> cells = rows.Add();
            cells[0] = connection;
            cells[1] = dimension;
            cells[2] = period;
            cells[3] = value;
        }

        Add(rows.At(row)[4..], measures, sign);
    }

    // In the order of SchemaMigration.SumColumns, from the measures of usage_row: credits, requests, three of minutes, three of value.
    private static void Add(Span<long> sums, ReadOnlySpan<long> measures, int sign)
    {
        checked
        {
            sums[0] += sign;
            sums[1] += sign * measures[0];
            if (measures[1] != IntegerRows.Null)
            {
                sums[2] += sign * measures[1];
                sums[3] += sign;
            }

            if (measures[2] != IntegerRows.Null)
            {
                sums[4] += sign * measures[2];
                sums[5] += sign * measures[3];
                sums[6] += sign * measures[4];
                sums[7] += sign;
            }

            if (measures[5] != IntegerRows.Null)
            {
                sums[8] += sign * measures[5];
                sums[9] += sign * measures[6];
                sums[10] += sign * measures[7];
                sums[11] += sign;
            }
            else
            {
                sums[12] += sign * measures[0];
            }
        }
    }

    private readonly record struct Combination(int Month, int A, int B, int C, int D, int E, int F, int G, int H);
}

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

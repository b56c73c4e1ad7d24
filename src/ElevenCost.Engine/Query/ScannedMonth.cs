using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>A month of a connection, with what of it answers a query. Immutable.</summary>
/// <param name="Usage">The month.</param>
/// <param name="Days">For each day of the month, from the first: what counts; null for a day that does not.</param>
/// <param name="Filters">What passes.</param>
internal sealed record ScannedMonth(UsageMonth Usage, DayPlan?[] Days, PassingValues[] Filters)
{
    /// <summary>Whether a row counts: its day does, by rows of its kind, and it passes.</summary>
    public bool Takes(int row)
    {
        UsageTable table = Usage.Table;
        if (Days[table.Day[row] - Usage.First.DayNumber] is not { } day || table.Breakdown[row] != day.Breakdown)
        {
            return false;
        }

        foreach (PassingValues filter in Filters)
        {
            if (!filter.Takes(table, row))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What of a day counts, and where. Immutable.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Breakdown">Which rows count: full records, the total slice, or the slice of one dimension.</param>
/// <param name="PricedAs">How they are priced.</param>
internal sealed record DayPlan(DateOnly Bucket, sbyte Breakdown, PricedAs PricedAs);

/// <summary>Which of a month's values of a dimension pass a filter. Immutable.</summary>
/// <param name="Dimension">The index of the dimension in <see cref="UsageTable.RecordDimensions"/>.</param>
/// <param name="Passes">For each value whether it passes; the last place is for the unknown.</param>
internal sealed record PassingValues(int Dimension, bool[] Passes)
{
    /// <summary>Whether a row passes.</summary>
    public bool Takes(UsageTable table, int row)
    {
        int value = table.Dimensions[Dimension].Index[row];
        return Passes[value == DimensionColumn.Unknown ? Passes.Length - 1 : value];
    }
}

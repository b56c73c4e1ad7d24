namespace ElevenCost.Engine.Ledger;

/// <summary>The canonical order of rows of one day, which depends on their content alone.</summary>
/// <param name="table">The table that the row numbers are of.</param>
/// <param name="ranks">A dimension each: from an index into the table's values to its rank among them in ordinal order.</param>
internal readonly struct RowOrder(UsageTable table, int[][] ranks) : IComparer<int>
{
    /// <summary>Compares two rows by breakdown, dimension values (unknown first), and measures (unknown first).</summary>
    public int Compare(int x, int y)
    {
        int order = table.Breakdown[x].CompareTo(table.Breakdown[y]);
        for (int dimension = 0; order == 0 && dimension < ranks.Length; dimension++)
        {
            int[] index = table.Dimensions[dimension].Index;
            order = Rank(ranks[dimension], index[x]).CompareTo(Rank(ranks[dimension], index[y]));
        }

        return order != 0 ? order : CompareMeasures(x, y);
    }

    private static int Rank(int[] ranks, int index) => index < 0 ? DimensionColumn.Unknown : ranks[index];

    // Only rows that agree in every dimension come here: rare, but their order must be of their content too.
    private int CompareMeasures(int x, int y)
    {
        int order = table.Credits[x].CompareTo(table.Credits[y]);
        order = order != 0 ? order : Nullable.Compare(table.Requests[x], table.Requests[y]);
        order = order != 0 ? order : Compare(table.Minutes[x], table.Minutes[y]);
        return order != 0 ? order : Compare(table.ConsumedCost[x], table.ConsumedCost[y]);
    }

    // 1.0 and 1.00 are the same number and other text.
    private static int Compare(decimal? x, decimal? y)
    {
        int order = Nullable.Compare(x, y);
        return order == 0 && x is { } left && y is { } right ? left.Scale.CompareTo(right.Scale) : order;
    }
}

namespace ElevenCost.Engine.Ledger;

/// <summary>The order in which the rows of a day are stored: by slice, then by their values, the unknown first. It depends on their content alone.</summary>
internal sealed class RowOrder : IComparer<int>
{
    private readonly UsageTable _table;
    private readonly int[][] _ranks;

    public RowOrder(UsageTable table)
    {
        _table = table;
        _ranks = [.. table.Dimensions.Select(column => Ranks(column.Values))];
    }

    /// <summary>Compares two rows; those that agree in every dimension by their credits.</summary>
    public int Compare(int x, int y)
    {
        int order = _table.Breakdown[x].CompareTo(_table.Breakdown[y]);
        for (int dimension = 0; order == 0 && dimension < _ranks.Length; dimension++)
        {
            int[] index = _table.Dimensions[dimension].Index;
            order = Rank(_ranks[dimension], index[x]).CompareTo(Rank(_ranks[dimension], index[y]));
        }

        return order != 0 ? order : _table.Credits[x].CompareTo(_table.Credits[y]);
    }

    private static int Rank(int[] ranks, int index) => index == DimensionColumn.Unknown ? -1 : ranks[index];

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
}

using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>The rows of a table that pass a filter, with their values as numbers of their own: a table's index plus one, 0 for the unknown.</summary>
internal sealed class TableRows
{
    private readonly UsageTable _table;
    private readonly (int Dimension, bool[] Passes)[] _filters;

    public TableRows(UsageTable table, UsageFilter filter, NameBook names)
    {
        _table = table;
        Values = [.. table.Dimensions.Select(column => (string?[])[null, .. column.Values])];
        _filters = [.. filter.For(Values, names).Select(values =>
        {
            bool[] passes = new bool[Values[values.Dimension].Length];
            foreach (int number in values.Numbers)
            {
                passes[number] = true;
            }

            return (values.Dimension, passes);
        })];
    }

    /// <summary>The values by number, a list a dimension; place 0 is null, the unknown.</summary>
    public string?[][] Values { get; }

    /// <summary>Whether a row passes.</summary>
    public bool Passes(int row)
    {
        foreach ((int dimension, bool[] passes) in _filters)
        {
            if (!passes[_table.Dimensions[dimension].Index[row] + 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The numbers of a row's values.</summary>
    public void NumbersOf(int row, Span<int> numbers)
    {
        for (int dimension = 0; dimension < numbers.Length; dimension++)
        {
            numbers[dimension] = _table.Dimensions[dimension].Index[row] + 1;
        }
    }

    /// <summary>A row as sums of one.</summary>
    public UsageSums SumsOf(int row) => new()
    {
        Credits = _table.Credits[row],
        Requests = _table.Requests[row] ?? 0,
        LacksRequests = _table.Requests[row] is null,
        Minutes = _table.Minutes[row] ?? 0,
        LacksMinutes = _table.Minutes[row] is null,
        Consumed = _table.ConsumedCost[row] ?? 0,
        ValuedRows = _table.ConsumedCost[row] is null ? 0 : 1,
        UnvaluedRows = _table.ConsumedCost[row] is null ? 1 : 0,
        UnvaluedCredits = _table.ConsumedCost[row] is null ? _table.Credits[row] : 0,
    };
}

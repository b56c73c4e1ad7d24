using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>The filters of a query, compiled once; each month's dictionaries are looked at, not its rows.</summary>
internal sealed class UsageFilter
{
    private readonly List<Compiled> _filters = [];

    public UsageFilter(IReadOnlyList<DimensionFilter> filters)
    {
        foreach (DimensionFilter filter in filters)
        {
            _filters.Add(new Compiled(filter.Dimension, [.. filter.Patterns.Select(pattern => WildcardPattern.Parse(pattern))], filter.Exclude));
            RecordDimensions |= UsageTable.IndexOf(filter.Dimension) is >= 0 and int index ? DimensionSet.At(index) : default;
        }
    }

    /// <summary>The record dimensions that are filtered by.</summary>
    public DimensionSet RecordDimensions { get; }

    /// <summary>Whether cost centers are filtered by.</summary>
    public bool TakesCenters => _filters.Exists(filter => filter.Dimension == Dimension.CostCenter);

    /// <summary>Whether a cost center passes.</summary>
    public bool TakesCenter(string center) =>
        _filters.Where(filter => filter.Dimension == Dimension.CostCenter)
            .All(filter => filter.Patterns.Any(pattern => pattern.IsMatch(center) || NamePattern.IsNameOf(pattern, center)) != filter.Exclude);

    /// <summary>Whether a connection's usage is asked for at all.</summary>
    public bool Takes(string connection) =>
        _filters.Where(filter => filter.Dimension == Dimension.Connection)
            .All(filter => filter.Patterns.Any(pattern => pattern.IsMatch(connection)) != filter.Exclude);

    /// <summary>For each filtered dimension, which of a month's values pass; the last place is for the unknown, which only an exclusion lets pass.</summary>
    public PassingValues[] For(UsageTable table, NameBook names) =>
    [
        .. _filters.Where(filter => UsageTable.IndexOf(filter.Dimension) >= 0).Select(filter =>
        {
            int dimension = UsageTable.IndexOf(filter.Dimension);
            string[] values = table.Dimensions[dimension].Values;
            bool[] passes = new bool[values.Length + 1];
            NamePattern[] patterns = [.. filter.Patterns.Select(pattern => NamePattern.Among(pattern, DimensionLabel.Known(filter.Dimension, values, names)))];
            for (int value = 0; value < values.Length; value++)
            {
                string[] shown = [values[value], DimensionLabel.Of(filter.Dimension, values[value], names)!, .. DimensionLabel.GroupsOf(filter.Dimension, values[value])];
                passes[value] = patterns.Any(pattern => shown.Any(pattern.IsMatch)) != filter.Exclude;
            }

            passes[values.Length] = filter.Exclude;
            return new PassingValues(dimension, passes);
        }),
    ];

    private sealed record Compiled(Dimension Dimension, WildcardPattern[] Patterns, bool Exclude);
}

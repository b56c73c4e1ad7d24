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

    /// <summary>For each filtered dimension the numbers that pass; 0, the unknown, only passes an exclusion.</summary>
    /// <param name="values">The values by number, a list a dimension; place 0 is null, the unknown.</param>
    /// <param name="names">The names of the values.</param>
    public IReadOnlyList<ValueFilter> For(string?[][] values, NameBook names) =>
    [
        .. _filters.Where(filter => UsageTable.IndexOf(filter.Dimension) >= 0).Select(filter =>
        {
            int dimension = UsageTable.IndexOf(filter.Dimension);
            string?[] known = values[dimension];
            NamePattern[] patterns = [.. filter.Patterns.Select(pattern => NamePattern.Among(pattern, DimensionLabel.Known(filter.Dimension, known.OfType<string>(), names)))];
            return new ValueFilter(dimension, [.. Enumerable.Range(0, known.Length).Where(number => Passes(filter, patterns, known[number], names))]);
        }),
    ];

    private static bool Passes(Compiled filter, NamePattern[] patterns, string? value, NameBook names)
    {
        if (value is null)
        {
            return filter.Exclude;
        }

        string[] shown = [value, DimensionLabel.Of(filter.Dimension, value, names)!, .. DimensionLabel.GroupsOf(filter.Dimension, value)];
        return patterns.Any(pattern => shown.Any(pattern.IsMatch)) != filter.Exclude;
    }

    private sealed record Compiled(Dimension Dimension, WildcardPattern[] Patterns, bool Exclude);
}

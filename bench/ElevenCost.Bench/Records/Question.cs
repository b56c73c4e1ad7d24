using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;

namespace ElevenCost.Bench.Records;

/// <summary>A question that every contender answers. Immutable.</summary>
/// <param name="Granularity">The length of a bucket: a day, week, month, or all.</param>
/// <param name="GroupBy">What sums are by.</param>
/// <param name="Limit">What the answer is compared with.</param>
internal sealed record Question(Granularity Granularity, Dimension[] GroupBy, Limit Limit)
{
    /// <summary>A value for each dimension that is filtered by.</summary>
    public IReadOnlyList<(Dimension Dimension, string Value)> Filters { get; init; } = [];

    /// <summary>The questions over a workspace's year.</summary>
    public static Question[] All(MadeUsage usage) =>
    [
        new(Granularity.Total, [], Limit.AheadOfParquet),
        new(Granularity.Day, [Dimension.Model], Limit.AheadOfParquet),
        .. Engine.Ledger.UsageTable.RecordDimensions.Select(dimension => new Question(Granularity.Month, [dimension], Limit.AheadOfParquet)),
        new(Granularity.Month, [Dimension.Product, Dimension.Model, Dimension.Source], Limit.AheadOfParquet),
        new(Granularity.Month, [Dimension.Model, Dimension.ApiKey, Dimension.Region], Limit.AheadOfParquet),
        new(Granularity.Month, [Dimension.ApiKey, Dimension.Voice, Dimension.User], Limit.AheadOfParquet),
        .. Engine.Ledger.UsageTable.RecordDimensions.Where(dimension => dimension != Dimension.Model)
            .Select(dimension => new Question(Granularity.Day, [dimension], Limit.ThreeTimesParquet)),
        new(Granularity.Day, [], Limit.Rows) { Filters = [(Dimension.Model, usage.FilteredModel), (Dimension.ApiKey, usage.FilteredKey)] },
        new(Granularity.Week, [Dimension.Product, Dimension.Model], Limit.Rows),
        new(Granularity.Day, [Dimension.Model, Dimension.Group], Limit.Rows),
        new(Granularity.Month, [Dimension.Product, Dimension.Model, Dimension.Group, Dimension.Source], Limit.Rows),
    ];

    /// <summary>The question to ElevenCost: what <c>Get-ElevenLabsCost</c> asks without a cost basis.</summary>
    public CostQuery ToCostQuery() => new()
    {
        Range = MadeUsage.Year,
        Granularity = Granularity,
        GroupBy = GroupBy,
        Filters = [.. Filters.Select(filter => new DimensionFilter(filter.Dimension, [filter.Value]))],
    };

    public override string ToString()
    {
        string buckets = Granularity == Granularity.Total ? "" : Granularity.ToString().ToLowerInvariant();
        string groups = string.Join(", ", GroupBy.Select(NameOf));
        string by = groups.Length == 0 && buckets.Length == 0 ? "total" : "by " + string.Join(" and ", new[] { groups, buckets }.Where(part => part.Length > 0));
        return by + (Filters.Count == 0 ? "" : $", of one {string.Join(" and one ", Filters.Select(filter => NameOf(filter.Dimension)))}");
    }

    private static string NameOf(Dimension dimension) => dimension == Dimension.ApiKey ? "API key" : dimension.ToString().ToLowerInvariant();
}

using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tables;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Charts;

/// <summary>A row of bars: a group, or all that are not shown by themselves. Immutable.</summary>
/// <param name="Label">Its name; null for the rest.</param>
/// <param name="Groups">How many groups it is: 1 but for the rest.</param>
/// <param name="Cost">The cost; null if none of it has a price.</param>
/// <param name="Credits">Credits.</param>
/// <param name="UnpricedCredits">Credits without a price.</param>
internal sealed record ChartGroup(string? Label, int Groups, decimal? Cost, long Credits, long UnpricedCredits)
{
    private const string Unknown = "(unknown)";
    private const int ShownOfId = 8;

    /// <summary>Rows of one currency, the dearest first, those without a price behind them, and the rest as one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="result">The rows of all currencies.</param>
    /// <param name="groupBy">What they are grouped by.</param>
    /// <param name="top">How many are shown by themselves.</param>
    public static IReadOnlyList<ChartGroup> Of(IReadOnlyList<CostRecord> rows, CostResult result, IReadOnlyList<Dimension> groupBy, int top)
    {
        // Two keys of one name are two rows, and differ only in their IDs.
        HashSet<string?> ambiguous = groupBy.Contains(Dimension.ApiKey)
            ? [.. ResultTables.SharedNames(result.Rows.Select(row => (row.ApiKey, row.ApiKeyId)))]
            : [];
        ChartGroup[] groups =
        [
            .. rows.Select(row => new ChartGroup(LabelOf(row, groupBy, ambiguous.Contains(row.ApiKey)), 1, row.Cost, row.Credits, row.UnpricedCredits))
                .OrderByDescending(row => row.Cost ?? decimal.MinValue).ThenByDescending(row => row.Credits).ThenBy(row => row.Label, StringComparer.Ordinal),
        ];
        ChartGroup[] rest = groups[Math.Min(top, groups.Length)..];
        return rest.Length == 0 ? groups :
        [
            .. groups[..top],
            new ChartGroup(null, rest.Length, rest.Any(row => row.Cost is not null) ? rest.Sum(row => row.Cost ?? 0) : null,
                rest.Sum(row => row.Credits), rest.Sum(row => row.UnpricedCredits)),
        ];
    }

    private static string LabelOf(CostRecord row, IReadOnlyList<Dimension> groupBy, bool needsId)
    {
        var labels = GroupLabels.Of(row, groupBy);
        return string.Join(" / ", groupBy.Select(dimension => (labels.LabelOf(dimension) ?? Unknown)
            + (dimension == Dimension.ApiKey && needsId && row.ApiKeyId is { } id ? $" {id[..Math.Min(ShownOfId, id.Length)]}" : "")));
    }
}

namespace ElevenCost.Engine.Attribution;

/// <summary>The fields of a rule, by the names that CSV and the ledger have.</summary>
internal static class RuleFields
{
    /// <summary>The fields that the ledger and CSV store, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Kept { get; } =
    [
        nameof(CostCenterRule.Name), nameof(CostCenterRule.Shares), nameof(CostCenterRule.Priority), .. Criteria, nameof(CostCenterRule.From),
        nameof(CostCenterRule.To), nameof(CostCenterRule.FeeSplit), nameof(CostCenterRule.Note),
    ];

    /// <summary>The fields that a list adds to a rule; readers of rules ignore them.</summary>
    public static IReadOnlyList<string> Computed { get; } = [nameof(CostCenterRule.State), nameof(CostCenterRule.Credits)];

    /// <summary>The criteria, named as their dimensions.</summary>
    public static IReadOnlyList<string> Criteria =>
    [
        nameof(Dimension.Connection), nameof(Dimension.Product), nameof(Dimension.Model), nameof(Dimension.ApiKey), nameof(Dimension.Voice),
        nameof(Dimension.User), nameof(Dimension.Group), nameof(Dimension.Source), nameof(Dimension.Region),
    ];

    /// <summary>A field's value as text; null if it is not set, or has its default.</summary>
    public static string? TextOf(CostCenterRule rule, string name) => name switch
    {
        nameof(CostCenterRule.Name) => rule.Name,
        nameof(CostCenterRule.Shares) => rule.Shares,
        nameof(CostCenterRule.Priority) => rule.Priority == 0 ? null : rule.Priority.ToString(System.Globalization.CultureInfo.InvariantCulture),
        nameof(CostCenterRule.From) => Day(rule.From),
        nameof(CostCenterRule.To) => Day(rule.To),
        nameof(CostCenterRule.FeeSplit) => rule.FeeSplit?.ToString(),
        nameof(CostCenterRule.Note) => rule.Note,
        _ => Criterion(rule, Enum.Parse<Dimension>(name)),
    };

    /// <summary>The pattern of a rule on a dimension; null if it has none.</summary>
    public static string? Criterion(CostCenterRule rule, Dimension dimension) => dimension switch
    {
        Dimension.Connection => rule.Connection,
        Dimension.Product => rule.Product,
        Dimension.Model => rule.Model,
        Dimension.ApiKey => rule.ApiKey,
        Dimension.Voice => rule.Voice,
        Dimension.User => rule.User,
        Dimension.Group => rule.Group,
        Dimension.Source => rule.Source,
        Dimension.Region => rule.Region,
        _ => null,
    };

    private static string? Day(DateTime? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

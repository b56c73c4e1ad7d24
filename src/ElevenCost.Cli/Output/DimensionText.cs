namespace ElevenCost.Cli.Output;

/// <summary>Dimensions in a table.</summary>
internal static class DimensionText
{
    private const string Unknown = "(unknown)";
    private const int ShownKeyId = 6;

    public static string Header(Dimension dimension) => dimension switch
    {
        Dimension.ApiKey => "API key",
        Dimension.CostCenter => "Cost center",
        _ => dimension.ToString(),
    };

    /// <summary>Names that several keys have: their rows would look alike.</summary>
    public static HashSet<string> SharedKeyNames(IEnumerable<(string? Name, string? Id)> keys) =>
        [.. keys.Where(key => key.Name is not null).Distinct().GroupBy(key => key.Name!).Where(same => same.Skip(1).Any()).Select(same => same.Key)];

    /// <summary>A label; that of a key with the beginning of its ID if others share the name.</summary>
    public static string WithKeyId(string label, Dimension dimension, string? apiKeyId, HashSet<string> sharedKeys) =>
        dimension == Dimension.ApiKey && apiKeyId is { Length: > 0 } id && sharedKeys.Contains(label) ? $"{label} ({id[..Math.Min(ShownKeyId, id.Length)]})" : label;

    public static string Of(CostRecord row, Dimension dimension) => (dimension switch
    {
        Dimension.Product => row.Product,
        Dimension.Model => row.Model,
        Dimension.ApiKey => row.ApiKey,
        Dimension.Voice => row.Voice,
        Dimension.User => row.User,
        Dimension.Group => row.Group,
        Dimension.Source => row.Source,
        Dimension.Region => row.Region,
        Dimension.CostCenter => row.CostCenter,
        _ => row.Connection,
    }) ?? Unknown;

    public static string Of(UsageRecord row, Dimension dimension) => (dimension switch
    {
        Dimension.Product => row.Product,
        Dimension.Model => row.Model,
        Dimension.ApiKey => row.ApiKey,
        Dimension.Voice => row.Voice,
        Dimension.User => row.User,
        Dimension.Group => row.Group,
        Dimension.Source => row.Source,
        Dimension.Region => row.Region,
        Dimension.CostCenter => row.CostCenter,
        _ => row.Connection,
    }) ?? Unknown;

    public static string Of(GroupedRecord row, Dimension dimension) => row.LabelOf(dimension) ?? Unknown;
}

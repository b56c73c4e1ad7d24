namespace ElevenCost.Cli.Output;

/// <summary>Dimensions in a table.</summary>
internal static class DimensionText
{
    private const string Unknown = "(unknown)";

    public static string Header(Dimension dimension) => dimension switch
    {
        Dimension.ApiKey => "API key",
        Dimension.CostCenter => "Cost center",
        _ => dimension.ToString(),
    };

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

    public static string Of(GroupedRecord row, Dimension dimension) => (dimension switch
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
}

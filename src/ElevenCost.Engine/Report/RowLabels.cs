namespace ElevenCost.Engine.Report;

/// <summary>What a report shows of a row.</summary>
internal static class RowLabels
{
    /// <summary>The label of a dimension; null if the row is not grouped by it, or it is unknown.</summary>
    public static string? LabelOf(this GroupedRecord row, Dimension dimension) => dimension switch
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
    };

    /// <summary>Key, model and user behind an anomaly; the voice, which is an ID without a name, only if it is all that is known. Null if nothing is.</summary>
    public static string? Drivers(this CostAnomaly row) =>
        string.Join(", ", new[] { row.DriverApiKey, row.DriverModel, row.DriverUser }.Where(driver => !string.IsNullOrEmpty(driver))) is { Length: > 0 } drivers ? drivers : row.DriverVoice;
}

namespace ElevenCost.Engine.Export;

/// <summary>The columns of forecasts, anomalies and comparisons: the same names, in the same order, in CSV and JSON.</summary>
public static class TrendColumns
{
    /// <summary>Forecasts.</summary>
    public static IReadOnlyList<ExportColumn<CostForecast>> Forecasts { get; } =
    [
        .. Labels<CostForecast>(),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("Actual", row => ExportValue.Of(row.Actual)),
        new("Expected", row => ExportValue.Of(row.Expected)),
        new("Low80", row => ExportValue.Of(row.Low80)),
        new("High80", row => ExportValue.Of(row.High80)),
        new("Low95", row => ExportValue.Of(row.Low95)),
        new("High95", row => ExportValue.Of(row.High95)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("CostBasis", row => ExportValue.OfName<CostBasis>(row.CostBasis)),
        new("EstimatedDays", row => ExportValue.Of(row.EstimatedDays)),
        new("HistoryDays", row => ExportValue.Of(row.HistoryDays)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("ExpectedCredits", row => ExportValue.Of(row.ExpectedCredits)),
        new("Completeness", row => ExportValue.OfName<Completeness>(row.Completeness)),
        new("UnpricedCredits", row => ExportValue.Of(row.UnpricedCredits)),
    ];

    /// <summary>Anomalies.</summary>
    public static IReadOnlyList<ExportColumn<CostAnomaly>> Anomalies { get; } =
    [
        .. Labels<CostAnomaly>(),
        new("Kind", row => ExportValue.OfName<AnomalyKind>(row.Kind)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("Cost", row => ExportValue.Of(row.Cost)),
        new("ExpectedCost", row => ExportValue.Of(row.ExpectedCost)),
        new("Difference", row => ExportValue.Of(row.Difference)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("CostBasis", row => ExportValue.OfName<CostBasis>(row.CostBasis)),
        new("Score", row => ExportValue.Of(row.Score)),
        new("DriverApiKey", row => ExportValue.Of(row.DriverApiKey)),
        new("DriverModel", row => ExportValue.Of(row.DriverModel)),
        new("DriverUser", row => ExportValue.Of(row.DriverUser)),
        new("DriverVoice", row => ExportValue.Of(row.DriverVoice)),
        new("Completeness", row => ExportValue.OfName<Completeness>(row.Completeness)),
    ];

    /// <summary>Comparisons.</summary>
    public static IReadOnlyList<ExportColumn<CostComparison>> Comparisons { get; } =
    [
        .. Labels<CostComparison>(),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("PreviousFrom", row => ExportValue.OfDay(row.PreviousFrom)),
        new("PreviousTo", row => ExportValue.OfDay(row.PreviousTo)),
        new("Cost", row => ExportValue.Of(row.Cost)),
        new("PreviousCost", row => ExportValue.Of(row.PreviousCost)),
        new("Change", row => ExportValue.Of(row.Change)),
        new("ChangePercent", row => ExportValue.Of(row.ChangePercent)),
        new("ShareOfChangePercent", row => ExportValue.Of(row.ShareOfChangePercent)),
        new("Volume", row => ExportValue.Of(row.Volume)),
        new("Mix", row => ExportValue.Of(row.Mix)),
        new("Price", row => ExportValue.Of(row.Price)),
        new("New", row => ExportValue.Of(row.New)),
        new("Gone", row => ExportValue.Of(row.Gone)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("CostBasis", row => ExportValue.OfName<CostBasis>(row.CostBasis)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("PreviousCredits", row => ExportValue.Of(row.PreviousCredits)),
        new("UnpricedCredits", row => ExportValue.Of(row.UnpricedCredits)),
        new("Completeness", row => ExportValue.OfName<Completeness>(row.Completeness)),
        new("Groups", row => ExportValue.Of(row.Groups)),
    ];

    private static IEnumerable<ExportColumn<T>> Labels<T>()
        where T : GroupedRecord =>
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Product", row => ExportValue.Of(row.Product)),
        new("Model", row => ExportValue.Of(row.Model)),
        new("ApiKey", row => ExportValue.Of(row.ApiKey)),
        new("ApiKeyId", row => ExportValue.Of(row.ApiKeyId)),
        new("Voice", row => ExportValue.Of(row.Voice)),
        new("User", row => ExportValue.Of(row.User)),
        new("Group", row => ExportValue.Of(row.Group)),
        new("Source", row => ExportValue.Of(row.Source)),
        new("Region", row => ExportValue.Of(row.Region)),
        new("CostCenter", row => ExportValue.Of(row.CostCenter)),
    ];
}

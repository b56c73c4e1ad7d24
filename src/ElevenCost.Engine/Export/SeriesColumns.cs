namespace ElevenCost.Engine.Export;

/// <summary>The columns of exported series.</summary>
public static class SeriesColumns
{
    /// <summary>Series.</summary>
    public static IReadOnlyList<ExportColumn<SeriesRecord>> Series { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Date", row => ExportValue.OfBucket(row.Date, row.StartedAt)),
        new("Metric", row => ExportValue.OfName<SeriesMetric>(row.Metric)),
        new("Breakdown", row => ExportValue.OfName<SeriesBreakdown>(row.Breakdown)),
        new("Key", row => ExportValue.Of(row.Key)),
        new("Label", row => ExportValue.Of(row.Label)),
        new("Value", row => ExportValue.Of(row.Value)),
        new("Unit", row => ExportValue.Of(row.Unit)),
        new("Source", row => ExportValue.OfName<SeriesSource>(row.Source)),
        new("StartedAt", row => ExportValue.OfInstant(row.StartedAt)),
        new("EndDate", row => ExportValue.OfDay(row.EndDate)),
    ];
}

namespace ElevenCost.Engine.Export;

/// <summary>The columns of an exported reconciliation.</summary>
public static class ReconciliationColumns
{
    /// <summary>Comparisons.</summary>
    public static IReadOnlyList<ExportColumn<ReconciliationRecord>> Reconciliation { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Check", row => ExportValue.OfName<ReconciliationCheck>(row.Check)),
        new("Breakdown", row => ExportValue.OfName(row.Breakdown)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("LeftName", row => ExportValue.Of(row.LeftName)),
        new("Left", row => ExportValue.Of(row.Left)),
        new("RightName", row => ExportValue.Of(row.RightName)),
        new("Right", row => ExportValue.Of(row.Right)),
        new("Difference", row => ExportValue.Of(row.Difference)),
        new("Unit", row => ExportValue.Of(row.Unit)),
        new("Passed", row => row.Passed is { } passed ? ExportValue.Of(passed) : default),
        new("Cause", row => ExportValue.OfName<DifferenceCause>(row.Cause)),
        new("Explanation", row => ExportValue.Of(row.Explanation)),
    ];

    /// <summary>Checks.</summary>
    public static IReadOnlyList<ExportColumn<ReconciliationSummary>> Checks { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Check", row => ExportValue.OfName<ReconciliationCheck>(row.Check)),
        new("Passed", row => row.Passed is { } passed ? ExportValue.Of(passed) : default),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("Agreed", row => ExportValue.Of(row.Agreed)),
        new("Differed", row => ExportValue.Of(row.Differed)),
        new("NotCompared", row => ExportValue.Of(row.NotCompared)),
        new("Difference", row => ExportValue.Of(row.Difference)),
        new("Unit", row => ExportValue.Of(row.Unit)),
        new("DifferenceOn", row => ExportValue.OfDay(row.DifferenceOn)),
        new("Breakdown", row => ExportValue.OfName(row.Breakdown)),
        new("Cause", row => ExportValue.OfName<DifferenceCause>(row.Cause)),
        new("Explanation", row => ExportValue.Of(row.Explanation)),
    ];
}

namespace ElevenCost.Engine.Report;

/// <summary>The errors of reports: id, text and remedy of each in one place. Those of the file are of exports.</summary>
internal static class ReportErrors
{
    internal static readonly ErrorKind ReportNotBuilt = new(FailureCategory.Configuration,
        "This build of ElevenCost has no report: Node.js was missing when it was built.",
        "Install Node.js 18 or later with npm, build again, or install a released version.");

    /// <summary><c>ReportNotBuilt</c>.</summary>
    public static ElevenCostException NotBuilt() => new(ReportNotBuilt,
        "This build of ElevenCost has no report: Node.js was missing when it was built.",
        "Install Node.js 18 or later with npm, build again, or install a released version.");
}

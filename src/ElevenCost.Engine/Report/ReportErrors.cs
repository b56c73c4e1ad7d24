namespace ElevenCost.Engine.Report;

/// <summary>The errors of reports: id, text and remedy of each in one place.</summary>
internal static class ReportErrors
{
    internal static readonly ErrorKind ReportFileExists = new(FailureCategory.Usage,
        "The file of the report exists. Nothing was written.",
        "Give another path, or replace it: `-Force`, or `--force`.");

    internal static readonly ErrorKind ReportNotBuilt = new(FailureCategory.Configuration,
        "This build of ElevenCost has no report: Node.js was missing when it was built.",
        "Install Node.js 18 or later with npm, build again, or install a released version.");

    internal static readonly ErrorKind ReportNotWritable = new(FailureCategory.Usage,
        "The report can't be written there: the folder is missing, the path is a folder, or you may not write to it.",
        "Give the path of a file in a folder that exists and that you may write to.");

    /// <summary><c>ReportNotBuilt</c>.</summary>
    public static ElevenCostException NotBuilt() => new(ReportNotBuilt,
        "This build of ElevenCost has no report: Node.js was missing when it was built.",
        "Install Node.js 18 or later with npm, build again, or install a released version.");

    /// <summary><c>ReportFileExists</c>.</summary>
    public static ElevenCostException FileExists(string path) => new(ReportFileExists,
        $"The file '{path}' exists. Nothing was written.", "Give another path, or replace it: -Force, or --force.");

    /// <summary><c>ReportNotWritable</c>.</summary>
    public static ElevenCostException NotWritable(string path, Exception cause) => new(ReportNotWritable,
        $"The report '{path}' cannot be written: {cause.Message}", "Give the path of a file in a folder that exists and that you may write to.", cause);
}

namespace ElevenCost.Engine;

/// <summary>The kinds of warnings that several folders make.</summary>
internal static class EngineWarnings
{
    internal static readonly WarningKind DaysFailed = new(
        "Some days do not add up, so sums are a lower bound.",
        "Sync again; `Get-ElevenLabsCoverage -State Failed` shows the reason.");
}

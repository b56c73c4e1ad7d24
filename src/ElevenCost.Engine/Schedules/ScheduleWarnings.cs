namespace ElevenCost.Engine.Schedules;

/// <summary>The kinds of warnings of schedules.</summary>
internal static class ScheduleWarnings
{
    internal static readonly WarningKind EnvironmentFileReadableByOthers = new(
        "Other users of the machine can read the file with the environment variables of scheduled runs.",
        "On Linux and macOS, run `chmod 600` on it.");
}

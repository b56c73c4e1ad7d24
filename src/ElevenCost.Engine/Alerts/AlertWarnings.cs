namespace ElevenCost.Engine.Alerts;

/// <summary>The kinds of warnings of alerts.</summary>
internal static class AlertWarnings
{
    internal static readonly WarningKind AlertFileReadableByOthers = new(
        "Other users of the machine can read the file with the address of an alert.",
        "On Linux and macOS, run `chmod 600` on it.");

    internal static readonly WarningKind AlertNotChecked = new(
        "Something could not be read, so no alert was sent about it; the warning says what and why.",
        "Fix what the warning names, or leave the topic out with `Set-ElevenLabsAlert -Topic`.");

    internal static readonly WarningKind DigestIncomplete = new(
        "The credits left could not be read, so the digest lacks them.",
        "Fix what the warning names.");
}

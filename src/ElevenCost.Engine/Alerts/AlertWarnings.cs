namespace ElevenCost.Engine.Alerts;

/// <summary>The kinds of warnings of alerts.</summary>
internal static class AlertWarnings
{
    internal static readonly WarningKind AlertFileReadableByOthers = new(
        "Other users of the machine can read the file with the address of an alert.",
        "Close it, with `chmod 600` on Linux and macOS.");

    internal static readonly WarningKind AlertNotChecked = new(
        "Something could not be read, so no alert was sent about it; the warning says what and why.",
        "See to what it names, or leave the topic out with `Set-ElevenLabsAlert -Topic`.");

    internal static readonly WarningKind DigestIncomplete = new(
        "The credits left could not be read, so the digest lacks them.",
        "See to what the warning names.");
}

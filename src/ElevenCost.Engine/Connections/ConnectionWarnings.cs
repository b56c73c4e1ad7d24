namespace ElevenCost.Engine.Connections;

/// <summary>The kinds of warnings of connections and their keys.</summary>
internal static class ConnectionWarnings
{
    internal static readonly WarningKind KeyFileReadableByOthers = new(
        "Other users of the machine can read the file with the key.",
        "On Linux and macOS, run `chmod 600` on it.");

    internal static readonly WarningKind ResultsLack = new(
        "The key that was connected may not read everything; the warning says what results will lack.",
        "Give the key the permissions that the warning names, if you need them.");
}

namespace ElevenCost.Engine.Connections;

/// <summary>The kinds of warnings of connections and their keys.</summary>
internal static class ConnectionWarnings
{
    internal static readonly WarningKind KeyFileReadableByOthers = new(
        "Other users of the machine can read the file with the key.",
        "On Linux and macOS, run `chmod 600` on it.");

    internal static readonly WarningKind ResultsLack = new(
        "Some data cannot be read with the key that was connected. The warning lists what results will not contain.",
        "Give the key the permissions that the warning names, if you need them.");
}

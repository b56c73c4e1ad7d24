namespace ElevenCost.Engine.Connections;

/// <summary>The kinds of warnings of connections and their keys.</summary>
internal static class ConnectionWarnings
{
    internal static readonly WarningKind ConnectionEdited = new(
        "Settings of a connection that can change costs were edited in `connections.json` outside ElevenCost; the warning names them. They are used.",
        "If they are right, confirm them with `Set-ElevenLabsConnection NAME` or `elevencost connection set NAME`. Otherwise, correct the file.");

    internal static readonly WarningKind KeyFileReadableByOthers = new(
        "Other users of the machine can read the file with the key.",
        "On Linux and macOS, run `chmod 600` on it.");

    internal static readonly WarningKind ResultsLack = new(
        "Some data cannot be read with the key that was connected. The warning lists what results will not contain.",
        "Give the key the permissions that the warning names, if you need them.");

    /// <summary><c>ConnectionEdited</c>.</summary>
    internal static Warning Edited(string path, string connection, IReadOnlyList<string> fields) => new(ConnectionEdited,
        $"Settings of the connection '{connection}' were edited in '{path}' outside ElevenCost: {string.Join(", ", fields)}. They can change costs. "
        + $"If they are right, confirm them: {Advice.Of($"Set-ElevenLabsConnection {connection}", $"elevencost connection set {connection}")}. Otherwise, correct the file.");
}

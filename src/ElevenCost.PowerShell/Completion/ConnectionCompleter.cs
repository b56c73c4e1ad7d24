using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the names of connections.</summary>
public sealed class ConnectionCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        session.KnownConnections.ReadAll().Select(connection => (connection.Name, $"{connection.Name}: {connection.BaseUri.Host}, {connection.TimeZone}"));
}

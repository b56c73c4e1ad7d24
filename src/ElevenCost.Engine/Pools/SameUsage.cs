using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pools;

/// <summary>Connections that are asked for together and read the same usage, so that a sum over them counts it more than once.</summary>
internal static class SameUsage
{
    /// <summary>The warning of them, whatever a cost is based on.</summary>
    /// <param name="connections">What is asked for.</param>
    /// <param name="ledger">Where their subscriptions were stored, which report whose usage each reads.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null if nothing proves that any two read the same.</returns>
    /// <exception cref="ElevenCostException">What the ledger throws.</exception>
    public static async Task<Warning?> FindAsync(IReadOnlyList<Connection> connections, IUsageLedger ledger, CancellationToken cancellationToken)
    {
        if (connections.Count < 2)
        {
            return null;
        }

        var members = new List<PoolMember>();
        foreach (Connection connection in connections)
        {
            members.Add(new PoolMember(connection, await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken)));
        }

        string[] twice = [.. members.Where(member => members.Exists(other => other != member && other.SharesUsage(member)))
            .Select(member => member.Connection.Name).Order(StringComparer.Ordinal)];
        return twice.Length == 0 ? null : new Warning(PoolWarnings.UsageCountedTwice,
            $"{string.Join(", ", twice)}: they read the usage of one workspace, so their sum counts usage and cost twice. Use one of them.");
    }
}

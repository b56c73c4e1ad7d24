using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Connections;

/// <summary>The connections whose usage can be asked for: those of this machine, and those that a shared ledger knows, which have no key here.</summary>
/// <param name="store">The connections of this machine; of two with one name, this machine's is meant.</param>
/// <param name="ledger">Opens the ledger.</param>
/// <param name="stopping">Ends the reading of a shared ledger.</param>
public sealed class KnownConnections(ConnectionStore store, Func<IUsageLedger> ledger, CancellationToken stopping) : IConnectionSource
{
    /// <inheritdoc/>
    public IReadOnlyList<Connection> ReadAll()
    {
        IReadOnlyList<Connection> own = store.ReadAll();
        IUsageLedger usage = ledger();
        if (!usage.IsShared)
        {
            return own;
        }

        var names = new HashSet<string>(own.Select(connection => connection.Name), StringComparer.OrdinalIgnoreCase);
        Connection[] others = [.. usage.ReadConnectionsAsync(stopping).GetAwaiter().GetResult()
            .Where(connection => ConnectionName.Mistake(connection.Name) is null && names.Add(connection.Name))];
        if (own.Count == 0 && others.Length > 0)
        {
            others[0] = others[0] with { IsDefault = true };
        }

        return [.. own, .. others];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Connection> Resolve(IReadOnlyCollection<string> patterns) => ConnectionStore.Resolve(patterns, ReadAll());
}

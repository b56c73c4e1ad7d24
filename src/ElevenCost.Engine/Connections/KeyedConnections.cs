namespace ElevenCost.Engine.Connections;

/// <summary>The connections of this machine, for what needs a key: one that only the ledger knows is an error that says so.</summary>
/// <param name="store">The connections of this machine.</param>
/// <param name="known">Those with the ledger's. Asked only if a name is none of this machine's.</param>
public sealed class KeyedConnections(ConnectionStore store, KnownConnections known) : IConnectionSource
{
    /// <inheritdoc/>
    public IReadOnlyList<Connection> ReadAll() => store.ReadAll();

    /// <inheritdoc/>
    /// <exception cref="ElevenCostException"><c>KeyNotOnThisMachine</c>: only the ledger knows the connection; or as the interface says.</exception>
    public IReadOnlyList<Connection> Resolve(IReadOnlyCollection<string> patterns)
    {
        IReadOnlyList<Connection> own = store.ReadAll();
        if (own.Count > 0 && patterns.All(pattern => own.Any(connection => WildcardPattern.Parse(pattern).IsMatch(connection.Name))))
        {
            return ConnectionStore.Resolve(patterns, own);
        }

        return known.Resolve(patterns).FirstOrDefault(connection => connection.KeySource == KeySource.None) is { } keyless
            ? throw ConnectionErrors.NoKeyHere(keyless.Name)
            : ConnectionStore.Resolve(patterns, own);
    }
}

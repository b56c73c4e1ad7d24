using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Connections;

/// <summary>Makes connections: what they are to be, whether their key works, and the remembering.</summary>
/// <param name="store">Where connections are remembered.</param>
/// <param name="ledger">The ledger: a connection whose days are stored cannot change to days that differ.</param>
/// <param name="time">The clock.</param>
public sealed class ConnectionSetup(ConnectionStore store, IUsageLedger ledger, TimeProvider time)
{
    /// <summary>The connection of that name as stored; null if there is none.</summary>
    /// <exception cref="ElevenCostException">The name is not valid, or the file of connections cannot be read.</exception>
    public Connection? Find(string name)
    {
        ConnectionName.Check(name);
        return store.ReadAll().FirstOrDefault(connection => connection.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the connection would be. Nothing is stored, nothing is sent.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>ConnectionNameNotValid</c>, <c>AddressGivenTwice</c>, <c>BaseUriNotValid</c>, <c>RegionNotFound</c>, <c>TimeZoneNotFound</c>, or what is
    /// kept of the connection does not fit: <c>LedgerTimeZoneMismatch</c>, <c>LedgerOfAnotherWorkspace</c>, <c>LedgerOfDemo</c>.
    /// </exception>
    public async Task<Connection> DescribeAsync(ConnectionRequest request, CancellationToken cancellationToken)
    {
        Connection? known = Find(request.Name);
        KeySource source = request.KeySource ?? known?.KeySource ?? throw new ArgumentException("A new connection needs a source of its key.", nameof(request));
        bool sourceStays = request.KeySource is null;
        var connection = new Connection
        {
            Name = known?.Name ?? request.Name,
            BaseUri = Address(request) ?? known?.BaseUri ?? Regions.BaseUriOf(Regions.Global),
            TimeZone = request.TimeZone ?? known?.TimeZone ?? "UTC",
            Scope = request.Scope ?? known?.Scope ?? ConnectionScope.Workspace,
            KeySource = source,
            KeyPath = sourceStays ? known?.KeyPath : request.KeyPath,
            SecretName = sourceStays ? known?.SecretName : request.SecretName,
            Vault = sourceStays ? known?.Vault : request.Vault,
            Dimensions = known?.Dimensions ?? UsageTable.RecordDimensions,
            CreatedAt = known?.CreatedAt ?? time.GetUtcNow().UtcDateTime,
            Billing = request.Billing is { } billing ? ConnectionSettings.Terms(known?.Billing ?? [], billing, null) : known?.Billing ?? [],
            Balance = known?.Balance,
            BalanceCurrency = known?.BalanceCurrency,
            BalanceAsOf = known?.BalanceAsOf,
        };
        DayZone.Find(connection.TimeZone);
        if (known is not null)
        {
            await RefuseAnotherLedgerAsync(connection, known, cancellationToken);
        }

        return connection;
    }

    /// <summary>The connection with what its key may do. Nothing is remembered.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="capabilities">What <see cref="ConnectionProbe"/> found.</param>
    /// <exception cref="ElevenCostException">The key could not be validated; the error is that of the API.</exception>
    public static Connection Accept(Connection connection, IReadOnlyList<Capability> capabilities) =>
        ConnectionProbe.KeyFailure(capabilities) is { } failed
            ? throw ConnectionErrors.NotConnected(connection.Name, failed)
            : connection with { Capabilities = capabilities };

    /// <summary>Changes the settings of a connection.</summary>
    /// <param name="name">The connection's name.</param>
    /// <param name="settings">What to change.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the connection as it was.</param>
    /// <returns>The changed connection.</returns>
    /// <exception cref="ElevenCostException">
    /// <c>ConnectionNotFound</c>, <c>SettingMissing</c>, <c>BalanceNotValid</c>, <c>LedgerOfAnotherWorkspace</c>, or a file cannot be read or written.
    /// </exception>
    public async Task<Connection> SetAsync(string name, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Scope is { } scope && Find(name) is { } kept)
        {
            await RefuseAnotherLedgerAsync(kept with { Scope = scope }, kept, cancellationToken);
        }

        IReadOnlyList<SubscriptionSnapshot> seen = settings.Balance is null ? [] : await ledger.ReadSnapshotsAsync(name, cancellationToken);
        return await store.ChangeAsync(
            name, known => settings.ApplyTo(known, seen is [.., { } last] ? last.Currency : null, DayZone.Find(known.TimeZone).Today(time)), cancellationToken);
    }

    private static Uri? Address(ConnectionRequest request) => (request.BaseUri, request.Region) switch
    {
        ({ }, { }) => throw ConnectionErrors.BothAddressAndRegion(request.BaseUri, request.Region),
        ({ } text, null) => BaseAddress.Parse(text),
        (null, { } region) => Regions.BaseUriOf(region),
        _ => null,
    };

    private async Task RefuseAnotherLedgerAsync(Connection connection, Connection known, CancellationToken cancellationToken)
    {
        bool otherZone = known.TimeZone != connection.TimeZone;
        bool otherUsage = (known.KeySource == KeySource.Demo) != (connection.KeySource == KeySource.Demo);
        bool otherWorkspace = known.Scope != connection.Scope || known.BaseUri != connection.BaseUri;
        if ((!otherZone && !otherUsage && !otherWorkspace) || (await ledger.ReadDaysAsync(known.Name, null, cancellationToken)).Count == 0)
        {
            return;
        }

        throw otherZone
            ? ConnectionErrors.OtherTimeZone(known, connection.TimeZone)
            : otherWorkspace && !otherUsage
            ? ConnectionErrors.OtherWorkspace(known)
            : ConnectionErrors.DemoAndReal(known);
    }
}

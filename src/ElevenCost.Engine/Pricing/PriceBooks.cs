using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;

namespace ElevenCost.Engine.Pricing;

/// <summary>Makes the price books of connections. Safe for several threads.</summary>
/// <param name="remembered">Every connection, among which those of one pool of credits are found; null if a connection is priced by itself alone.</param>
public sealed class PriceBooks(Func<IReadOnlyList<Connection>>? remembered = null)
{
    /// <summary>The prices of a connection as of now: later changes of the ledger do not reach a book that was handed out.</summary>
    /// <exception cref="ElevenCostException"><c>TimeZoneNotFound</c>, or what the ledger throws.</exception>
    public async Task<IPriceBook> ForAsync(Connection connection, IUsageLedger ledger, CancellationToken cancellationToken) =>
        await MakeAsync(connection, ledger, cancellationToken);

    /// <summary>The price of the plan that a connection has on a day, with the entry that it comes from.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="ledger">Where its subscription was kept.</param>
    /// <param name="day">The day, in the connection's zone.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">As <see cref="ForAsync"/>.</exception>
    public async Task<PriceInForce> InForceAsync(Connection connection, IUsageLedger ledger, DateOnly day, CancellationToken cancellationToken)
    {
        EntryInForce found = (await MakeAsync(connection, ledger, cancellationToken)).EntryOn(day);
        return new PriceInForce(found.Entry?.ToPrice(found.Currency) is { } price ? price with { InForceFor = connection.Name } : null, found.IsAssumed, found.Reason)
        {
            Undecided = found.Undecided,
        };
    }

    /// <summary>The prices of a connection as of one snapshot of its subscription, wherever it was read.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="seen">The snapshot.</param>
    /// <param name="kept">Those that were stored before it, which may report what it does not.</param>
    /// <param name="ledger">Where the user's own prices are stored.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">As <see cref="ForAsync"/>.</exception>
    internal static async Task<PriceBook> ForSnapshotAsync(
        Connection connection, SubscriptionSnapshot seen, IReadOnlyList<SubscriptionSnapshot> kept, IUsageLedger ledger, CancellationToken cancellationToken) =>
        new(connection.Name, DayZone.Find(connection.TimeZone), [.. kept.Where(before => before.At < seen.At), seen], await ReadOverlayAsync(ledger, cancellationToken),
            stated: connection.Billing);

    private async Task<PriceBook> MakeAsync(Connection connection, IUsageLedger ledger, CancellationToken cancellationToken)
    {
        PriceOverlay overlay = await ReadOverlayAsync(ledger, cancellationToken);
        var own = new PoolMember(connection, await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken));
        var others = new List<PoolMember>();
        foreach (Connection other in (remembered?.Invoke() ?? []).Where(other => !string.Equals(other.Name, connection.Name, StringComparison.OrdinalIgnoreCase)))
        {
            others.Add(new PoolMember(other, await ledger.ReadSnapshotsAsync(other.Name, cancellationToken)));
        }

        (CreditPool pool, IReadOnlyList<PoolMember> members) = PoolMember.PoolOf(own, others);
        return new PriceBook(connection.Name, DayZone.Find(connection.TimeZone), PoolMember.SnapshotsOf(members), overlay, pool, connection.Billing);
    }

    private static async Task<PriceOverlay> ReadOverlayAsync(IUsageLedger ledger, CancellationToken cancellationToken) =>
        new(await new DefinitionStore<PriceEntry>(ledger, PriceKind.Instance).ReadAsync(cancellationToken));
}

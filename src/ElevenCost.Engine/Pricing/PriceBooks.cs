using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;

namespace ElevenCost.Engine.Pricing;

/// <summary>Makes the price books of connections. Safe for several threads.</summary>
/// <param name="home">The folder that may hold the user's own prices, <c>prices.json</c>.</param>
/// <param name="remembered">Every connection, among which those of one pool of credits are found; null where a connection is priced by itself alone.</param>
public sealed class PriceBooks(Home home, Func<IReadOnlyList<Connection>>? remembered = null)
{
    private readonly string _path = Path.Combine(home.Path, PriceOverlay.FileName);

    // Compared by content, not by time: the file is small, and a time stamp misses a change within its resolution.
    private volatile ReadOverlay? _read;

    /// <summary>The prices of a connection as of now: later changes of the file or the ledger do not reach a book that was handed out.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>PriceFileNotValid</c>, <c>PriceFileNotReadable</c>, <c>TimeZoneNotFound</c>, or what the ledger throws.
    /// </exception>
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
    /// <param name="kept">Those that were kept before it, which may tell what it does not.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">As <see cref="ForAsync"/>, but for the ledger.</exception>
    internal async Task<PriceBook> ForSnapshotAsync(
        Connection connection, SubscriptionSnapshot seen, IReadOnlyList<SubscriptionSnapshot> kept, CancellationToken cancellationToken) =>
        new(connection.Name, DayZone.Find(connection.TimeZone), [.. kept.Where(before => before.At < seen.At), seen], await ReadOverlayAsync(cancellationToken), _path,
            stated: connection.Billing);

    private async Task<PriceBook> MakeAsync(Connection connection, IUsageLedger ledger, CancellationToken cancellationToken)
    {
        PriceOverlay overlay = await ReadOverlayAsync(cancellationToken);
        var own = new PoolMember(connection, await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken));
        var others = new List<PoolMember>();
        foreach (Connection other in (remembered?.Invoke() ?? []).Where(other => !string.Equals(other.Name, connection.Name, StringComparison.OrdinalIgnoreCase)))
        {
            others.Add(new PoolMember(other, await ledger.ReadSnapshotsAsync(other.Name, cancellationToken)));
        }

        (CreditPool pool, IReadOnlyList<PoolMember> members) = PoolMember.PoolOf(own, others);
        return new PriceBook(connection.Name, DayZone.Find(connection.TimeZone), PoolMember.SnapshotsOf(members), overlay, _path, pool, connection.Billing);
    }

    private async Task<PriceOverlay> ReadOverlayAsync(CancellationToken cancellationToken)
    {
        if (await PriceFile.ReadBytesAsync(_path, cancellationToken) is not { } bytes)
        {
            return PriceOverlay.Empty;
        }

        ReadOverlay? read = _read;
        if (read is null || !read.Bytes.AsSpan().SequenceEqual(bytes))
        {
            read = new ReadOverlay(bytes, PriceFile.Parse(bytes, _path));
            _read = read;
        }

        return read.Overlay;
    }

    private sealed record ReadOverlay(byte[] Bytes, PriceOverlay Overlay);
}

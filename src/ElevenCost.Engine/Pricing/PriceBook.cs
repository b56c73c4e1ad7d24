using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>The prices of one connection. Immutable.</summary>
internal sealed class PriceBook : IPriceBook
{
    private const string MonthlyPeriod = "monthly_period";

    private readonly string _connection;
    private readonly PriceOverlay _overlay;
    private readonly string _overlayPath;

    // The days on which a subscription was seen, in order, and the last one seen on each. A snapshot taken before the end of a day is
    // one taken on that day or an earlier one, so whole days are enough to find the plan in force.
    private readonly DateOnly[] _seen;
    private readonly SubscriptionSnapshot[] _plans;

    /// <summary>Keeps what the answers depend on.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="zone">The zone of its days.</param>
    /// <param name="snapshots">Its subscription snapshots in order of time.</param>
    /// <param name="overlay">The user's own prices.</param>
    /// <param name="overlayPath">Where they are, or would be.</param>
    public PriceBook(
        string connection, TimeZoneInfo zone, IReadOnlyList<SubscriptionSnapshot> snapshots, PriceOverlay overlay, string overlayPath)
    {
        _connection = connection;
        _overlay = overlay;
        _overlayPath = overlayPath;
        var byDay = new SortedDictionary<DateOnly, SubscriptionSnapshot>();
        foreach (SubscriptionSnapshot snapshot in snapshots)
        {
            byDay[zone.DayOf(new DateTimeOffset(DateTime.SpecifyKind(snapshot.At, DateTimeKind.Utc)))] = snapshot;
        }

        _seen = [.. byDay.Keys];
        _plans = [.. byDay.Values];
    }

    /// <inheritdoc/>
    public PlanRateAnswer PlanRateOn(DateOnly day)
    {
        if (_plans.Length == 0)
        {
            return Unknown($"The plan of connection '{_connection}' is not known, because its subscription was never read: " +
                $"sync it first.");
        }

        int found = Array.BinarySearch(_seen, day);
        int inForce = found >= 0 ? found : ~found - 1;
        if (inForce >= 0)
        {
            return Price(_plans[inForce], day);
        }

        PlanRateAnswer answer = Price(_plans[0], day);
        return answer.Rate is { } rate ? new(rate with { Version = rate.Version + " (plan assumed)" }, null) : answer;
    }

    private PlanRateAnswer Price(SubscriptionSnapshot snapshot, DateOnly day)
    {
        // An absent period or currency contradicts nothing: accounts on the default have been seen without either.
        string period = snapshot.BillingPeriod ?? MonthlyPeriod;
        if (_overlay.Find(snapshot.Tier, _connection, period, day) is { } own)
        {
            return Known(own, own.Currency);
        }

        string plan = $"tier '{snapshot.Tier}' ({period})";
        PriceEntry? entry = PriceCatalog.Find(snapshot.Tier, day);
        if (entry is null)
        {
            return Unknown($"The price catalog {PriceCatalog.VersionId} does not know {plan}: " +
                $"put its price and credits per month in '{_overlayPath}'.");
        }

        if (entry.MonthlyPrice is null)
        {
            return Unknown($"There is no public price of {plan}: " +
                $"put the price and credits per month of your contract in '{_overlayPath}'.");
        }

        if (entry.IsOf(PriceCatalog.FreeTier))
        {
            return Known(entry, snapshot.Currency ?? entry.Currency);
        }

        string currency = snapshot.Currency ?? entry.Currency;
        if (period != entry.BillingPeriod)
        {
            return Unknown($"Only the monthly price of {plan} is public, in {entry.Currency}: " +
                $"put what you pay per month, in {currency}, and the credits per month in '{_overlayPath}'.");
        }

        return string.Equals(currency, entry.Currency, StringComparison.OrdinalIgnoreCase)
            ? Known(entry, entry.Currency)
            : Unknown($"The price of {plan} is only known in {entry.Currency}, and the subscription is paid in {currency}: " +
                $"put the price per month in {currency} and the credits per month in '{_overlayPath}'.");
    }

    private static PlanRateAnswer Known(PriceEntry entry, string currency) =>
        new(new PlanRate(entry.MonthlyPrice!.Value, entry.MonthlyCredits!.Value, currency, entry.Version), null);

    private static PlanRateAnswer Unknown(string reason) => new(null, reason);
}

using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;

namespace ElevenCost.Engine.Pricing;

/// <summary>The prices of one connection. Immutable.</summary>
internal sealed class PriceBook : IPriceBook
{
    private readonly string _connection;
    private readonly TimeZoneInfo _zone;
    private readonly IReadOnlyList<SubscriptionSnapshot> _snapshots;
    private readonly PriceOverlay _overlay;
    private readonly string _overlayPath;
    private readonly ResetCalendar _resets;

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
    /// <param name="pool">The pool of credits that it draws on; null where no other connection was looked at.</param>
    public PriceBook(
        string connection, TimeZoneInfo zone, IReadOnlyList<SubscriptionSnapshot> snapshots, PriceOverlay overlay, string overlayPath, CreditPool? pool = null)
    {
        Pool = pool;
        _connection = connection;
        _zone = zone;
        _snapshots = snapshots;
        _overlay = overlay;
        _overlayPath = overlayPath;
        _resets = new ResetCalendar(snapshots);
        var byDay = new SortedDictionary<DateOnly, SubscriptionSnapshot>();
        foreach (SubscriptionSnapshot snapshot in snapshots)
        {
            byDay[DayOf(snapshot.At)] = snapshot;
        }

        _seen = [.. byDay.Keys];
        _plans = [.. byDay.Values];
    }

    /// <inheritdoc/>
    public CreditPool? Pool { get; }

    /// <inheritdoc/>
    public DateOnly? FirstSeen => _seen.Length == 0 ? null : _seen[0];

    /// <inheritdoc/>
    public PlanRateAnswer PlanRateOn(DateOnly day)
    {
        if (_plans.Length == 0)
        {
            return Unknown(NeverSeen());
        }

        return RateOf(_plans[Math.Max(0, InForce(day))], day);
    }

    /// <inheritdoc/>
    public BillingMonth? BillingMonthOf(DateOnly day)
    {
        if (!_resets.IsKnown)
        {
            return null;
        }

        // The month in force when the day ends: the day of a reset counts to the month that begins on it.
        (DateTime start, DateTime end, DateTime fullEnd) = _resets.MonthOf(_zone.StartOf(day.AddDays(1)).UtcDateTime.AddTicks(-1));
        var days = new DateRange(DayOf(start), DayOf(end).AddDays(-1));

        // The reset that a snapshot tells says which month it saw, even where the month's first instant is an hour off.
        SubscriptionSnapshot[] within = [.. _snapshots.Where(snapshot =>
            snapshot.NextResetAt is { } reset ? ResetCalendar.IsSame(reset, fullEnd) : snapshot.At >= start && snapshot.At < end)];
        return new BillingMonth(
            start, end, days, DayOf(fullEnd).DayNumber - days.Start.DayNumber, PlansOf(days, within),
            within.LastOrDefault(snapshot => snapshot.CreditLimit > 0)?.CreditLimit);
    }

    /// <summary>The entry that prices the plan in force on a day, and its currency; null, and the reason, where there is none.</summary>
    public (PriceEntry? Entry, string? Currency, bool IsAssumed, string? Reason) EntryOn(DateOnly day)
    {
        if (_plans.Length == 0)
        {
            return (null, null, false, NeverSeen());
        }

        int inForce = InForce(day);
        (PriceEntry? entry, string? currency, string? reason) = Find(_plans[Math.Max(0, inForce)], day);
        return (entry, currency, inForce < 0, reason);
    }

    /// <summary>What the plan in force on a day holds. Its credits are the same in every currency and billing period; its overage rate is not.</summary>
    public PlanTerms TermsOn(DateOnly day)
    {
        if (_plans.Length == 0)
        {
            return PlanTerms.Unknown;
        }

        SubscriptionSnapshot plan = _plans[Math.Max(0, InForce(day))];
        PriceEntry? entry = Named(plan, day);
        PlanRate? rate = RateOf(plan, day).Rate;
        return new PlanTerms(entry?.MonthlyCredits, rate?.OveragePer1000Credits, rate?.OveragePer1000Credits is null ? null : rate.Currency, entry?.Version);
    }

    private static PlanRateAnswer Unknown(string reason) => new(null, reason);

    private static bool IsSamePlan(SubscriptionSnapshot left, SubscriptionSnapshot right) =>
        string.Equals(left.Tier, right.Tier, StringComparison.OrdinalIgnoreCase)
        && (left.BillingPeriod ?? BillingPeriodWords.Monthly) == (right.BillingPeriod ?? BillingPeriodWords.Monthly)
        && left.Currency == right.Currency;

    private DateOnly DayOf(DateTime utc) => _zone.DayOf(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));

    private string NeverSeen() => $"The plan of connection '{_connection}' is not known, because its subscription was never read: " +
        "sync it first.";

    /// <summary>The last day on which the subscription was seen, up to a day; -1 where that is before the first.</summary>
    private int InForce(DateOnly day)
    {
        int found = Array.BinarySearch(_seen, day);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>
    /// A plan that the first snapshot within a month sees is taken to hold since the month's reset, when plans are renewed; one that a later
    /// snapshot sees, from the day it was seen on.
    /// </summary>
    private List<BilledPlan> PlansOf(DateRange days, SubscriptionSnapshot[] within)
    {
        SubscriptionSnapshot plan = within.Length > 0 ? within[0] : _plans[Math.Max(0, InForce(days.Start))];
        DateOnly from = days.Start;
        var plans = new List<BilledPlan>();
        foreach (SubscriptionSnapshot seen in within)
        {
            DateOnly day = DayOf(seen.At);
            if (IsSamePlan(seen, plan))
            {
                continue;
            }

            // On the month's first day, or twice on one day: the later one holds.
            if (day > from && day <= days.End)
            {
                plans.Add(new BilledPlan(new DateRange(from, day.AddDays(-1)), RateOf(plan, from)));
                from = day;
            }

            plan = seen;
        }

        plans.Add(new BilledPlan(new DateRange(from, days.End), RateOf(plan, from)));
        return plans;
    }

    private PlanRateAnswer RateOf(SubscriptionSnapshot snapshot, DateOnly day)
    {
        (PriceEntry? entry, string? currency, string? reason) = Find(snapshot, day);
        if (entry is null)
        {
            return Unknown(reason!);
        }

        bool isAssumed = day < _seen[0];
        return new PlanRateAnswer(
            new PlanRate(
                entry.MonthlyPrice!.Value, entry.MonthlyCredits!.Value, currency!, entry.Version + (isAssumed ? " (plan assumed)" : ""),
                entry.OveragePer1000Credits ?? (entry.IsFromCatalog && entry.IsOf(PriceCatalog.FreeTier) ? 0 : null), isAssumed),
            null);
    }

    /// <summary>The user's own price of a plan, else the catalogue's, whatever it is paid in; null where neither knows it.</summary>
    private PriceEntry? Named(SubscriptionSnapshot snapshot, DateOnly day) =>
        _overlay.Find(snapshot.Tier, _connection, snapshot.BillingPeriod ?? BillingPeriodWords.Monthly, day) ?? PriceCatalog.Find(snapshot.Tier, day);

    private (PriceEntry? Entry, string? Currency, string? Reason) Find(SubscriptionSnapshot snapshot, DateOnly day)
    {
        // An absent period or currency contradicts nothing: accounts on the default have been seen without either.
        string period = snapshot.BillingPeriod ?? BillingPeriodWords.Monthly;
        PriceEntry? entry = Named(snapshot, day);
        if (entry is { IsFromCatalog: false })
        {
            return (entry, entry.Currency, null);
        }

        string plan = $"tier '{snapshot.Tier}' ({period})";
        if (entry is null)
        {
            return None($"The price catalog {PriceCatalog.VersionId} does not know {plan}: " +
                $"put its price and credits per month in '{_overlayPath}'.");
        }

        if (entry.MonthlyPrice is null)
        {
            return None($"There is no public price of {plan}: " +
                $"put the price and credits per month of your contract in '{_overlayPath}'.");
        }

        string currency = snapshot.Currency ?? entry.Currency;
        if (entry.IsOf(PriceCatalog.FreeTier))
        {
            return (entry, currency, null);
        }

        if (period != entry.BillingPeriod)
        {
            return None($"Only the monthly price of {plan} is public, in {entry.Currency}: " +
                $"put what you pay per month, in {currency}, and the credits per month in '{_overlayPath}'.");
        }

        return string.Equals(currency, entry.Currency, StringComparison.OrdinalIgnoreCase)
            ? (entry, entry.Currency, null)
            : None($"The price of {plan} is only known in {entry.Currency}, and the subscription is paid in {currency}: " +
                $"put the price per month in {currency} and the credits per month in '{_overlayPath}'.");

        static (PriceEntry?, string?, string?) None(string reason) => (null, null, reason);
    }
}

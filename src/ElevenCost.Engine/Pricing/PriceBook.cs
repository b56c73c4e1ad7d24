using System.Globalization;
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
    private readonly ResetCalendar _resets;
    private readonly BillingTerms _billing;

    // The days on which a subscription was seen, in order, and the last one seen on each. A snapshot taken before the end of a day is
    // one taken on that day or an earlier one, so whole days are enough to find the plan in force.
    private readonly DateOnly[] _seen;
    private readonly SubscriptionSnapshot[] _plans;

    /// <summary>Keeps what the answers depend on.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="zone">The zone of its days.</param>
    /// <param name="snapshots">Its subscription snapshots in order of time.</param>
    /// <param name="overlay">The user's own prices.</param>
    /// <param name="pool">The pool of credits that it draws on; null if no other connection was looked at.</param>
    /// <param name="stated">The generation of billing as the user set it; null for what the snapshots report.</param>
    public PriceBook(
        string connection, TimeZoneInfo zone, IReadOnlyList<SubscriptionSnapshot> snapshots, PriceOverlay overlay, CreditPool? pool = null,
        IReadOnlyList<BillingTerm>? stated = null)
    {
        Pool = pool;
        _connection = connection;
        _zone = zone;
        _snapshots = snapshots;
        _overlay = overlay;
        _resets = new ResetCalendar(snapshots);
        _billing = new BillingTerms(snapshots, DayOf, stated ?? []);
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
    public PriceOverlay OwnPrices => _overlay;

    /// <inheritdoc/>
    public DateOnly? FirstSeen => _seen.Length == 0 ? null : _seen[0];

    /// <inheritdoc/>
    public SubscriptionSnapshot? SubscriptionOn(DateOnly day) => _plans.Length == 0 ? null : _plans[Math.Max(0, InForce(day))];

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

        // The reset that a snapshot reports says which month it saw, even where the month's first instant is an hour off.
        SubscriptionSnapshot[] within = [.. _snapshots.Where(snapshot =>
            snapshot.NextResetAt is { } reset ? ResetCalendar.IsSame(reset, fullEnd) : snapshot.At >= start && snapshot.At < end)];
        List<BilledPlan> plans = PlansOf(days, within);

        // On Pay As You Go the limit can be 0 (fact of the API, seen 2026): then nothing was rolled over.
        long? limit = within.LastOrDefault(snapshot => snapshot.IncludedCredits > 0)?.IncludedCredits
            ?? (within.Length > 0 && plans[^1].Price.Rate is { Billing: BillingGeneration.PayAsYouGo } drawn ? drawn.MonthlyCredits : null);
        return new BillingMonth(start, end, days, DayOf(fullEnd).DayNumber - days.Start.DayNumber, plans, limit);
    }

    /// <summary>The entry that prices the plan in force on a day, and its currency; null, and the reason, where there is none.</summary>
    public EntryInForce EntryOn(DateOnly day)
    {
        if (_plans.Length == 0)
        {
            return new EntryInForce(null, null, false, NeverSeen());
        }

        int inForce = InForce(day);
        Found found = Find(_plans[Math.Max(0, inForce)], day);
        PriceEntry? entry = Common(found);
        return new EntryInForce(entry, found.Currency, inForce < 0, entry is null ? found.Reason ?? Undecided(found) : null)
        {
            Undecided = entry is not null && found.Entries.Count > 1 ? Undecided(found) : null,
        };
    }

    /// <summary>What the plan in force on a day holds. Its credits are the same in every currency and billing period; its overage rate is not.</summary>
    public PlanTerms TermsOn(DateOnly day)
    {
        if (_plans.Length == 0)
        {
            return PlanTerms.Unknown;
        }

        SubscriptionSnapshot plan = _plans[Math.Max(0, InForce(day))];
        IReadOnlyList<PriceEntry> entries = Named(plan, day);
        Found found = Find(plan, day);
        PlanRateAnswer answer = RateOf(plan, day);
        long?[] credits = [.. entries.Select(entry => entry.MonthlyCredits).Distinct()];
        PriceEntry? named = Common(new Found(entries, null, null));
        return new PlanTerms(
            credits.Length == 1 ? credits[0] : null, answer.Rate?.OveragePer1000Credits, answer.Rate is null ? null : answer.Rate.Currency, named?.Version)
        {
            Billing = named?.Billing,
            BillingReason = named?.Reason?.Text,
            Undecided = found.Entries.Count > 1 ? Undecided(found) : null,
            DrawnPerCredit = answer.Rate is { Billing: BillingGeneration.PayAsYouGo } rate ? rate.BeyondPerCredit : null,
        };
    }

    private static PlanRateAnswer Unknown(string reason) => new(null, reason);

    private static bool IsSamePlan(SubscriptionSnapshot left, SubscriptionSnapshot right) =>
        string.Equals(left.Tier, right.Tier, StringComparison.OrdinalIgnoreCase)
        && (left.BillingPeriod ?? BillingPeriodWords.Monthly) == (right.BillingPeriod ?? BillingPeriodWords.Monthly)
        && left.Currency == right.Currency;

    private DateOnly DayOf(DateTime utc) => _zone.DayOf(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));

    private string NeverSeen() => $"The plan of connection '{_connection}' is not known, because no sync has read its subscription: " +
        "sync it first.";

    /// <summary>The command that sets a price.</summary>
    private static string SetCommand(string tier) => Advice.Of($"Set-ElevenLabsPrice {tier}", $"elevencost price set {tier}");

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
        Found found = Find(snapshot, day);
        if (found.Entries.Count == 0)
        {
            return Unknown(found.Reason!);
        }

        bool isAssumed = day < _seen[0];
        PlanRate[] possible = found.Entries.Count == 1 ? [] : [.. found.Entries.Select(Rate)];
        return Common(found) is { } entry
            ? new PlanRateAnswer(Rate(entry), null, possible)
            : new PlanRateAnswer(null, Undecided(found), possible);

        PlanRate Rate(PriceEntry entry)
        {
            bool isDrawn = entry.Billing == BillingGeneration.PayAsYouGo;
            return new PlanRate(
                entry.MonthlyPrice!.Value, entry.MonthlyCredits!.Value, found.Currency!, entry.Version + (isAssumed ? " (plan assumed)" : ""),
                isDrawn ? 0 : entry.OveragePer1000Credits ?? (entry.IsFromCatalog && entry.IsOf(PriceCatalog.FreeTier) ? 0 : null), isAssumed,
                entry.Billing, isDrawn ? entry.OveragePer1000Credits : null);
        }
    }

    /// <summary>
    /// The entry, if it is one; of several what they have in common, if that is price and credits: then what is undecided is use beyond the plan.
    /// </summary>
    private static PriceEntry? Common(Found found)
    {
        if (found.Entries.Count <= 1)
        {
            return found.Entries is [{ } only] ? only : null;
        }

        PriceEntry first = found.Entries[0];
        return found.Entries.All(entry => entry.MonthlyPrice == first.MonthlyPrice && entry.MonthlyCredits == first.MonthlyCredits)
            ? first with { Billing = null, Reason = null, OveragePer1000Credits = null, Version = $"catalog {PriceCatalog.VersionId}/{first.Tier} (billing undecided)" }
            : null;
    }

    private string Undecided(Found found)
    {
        string amounts = string.Join(", or ", found.Entries.Select(entry => string.Create(CultureInfo.InvariantCulture,
            $"{entry.MonthlyPrice:0.00} {found.Currency} for {entry.MonthlyCredits:N0} credits a month {(entry.Billing == BillingGeneration.PayAsYouGo ? "on Pay As You Go, and beyond them the balance is drawn at that rate" : "on usage-based billing" + (entry.OveragePer1000Credits is { } rate ? string.Create(CultureInfo.InvariantCulture, $", and {rate:0.00##} for 1,000 beyond them") : ""))}")));
        bool isOfBoth = found.Entries.Select(entry => entry.Billing).Distinct().Count() > 1;
        return $"ElevenLabs' reports do not show how tier '{found.Entries[0].Tier}' of connection '{_connection}' is billed: {amounts}. " + (isOfBoth
            ? $"Set it: {Advice.Of($"Set-ElevenLabsConnection {_connection} -Billing PayAsYouGo|UsageBased", $"elevencost connection set {_connection} --billing pay-as-you-go|usage-based")}."
            : $"Set the one that you pay: {SetCommand(found.Entries[0].Tier)}.");
    }

    /// <summary>
    /// The user's own price of a plan, else those of the catalogue that no evidence speaks against, whatever they are paid in; none where neither
    /// knows it.
    /// </summary>
    private IReadOnlyList<PriceEntry> Named(SubscriptionSnapshot snapshot, DateOnly day)
    {
        (BillingGeneration Billing, BillingReason Reason)? known = _billing.Of(snapshot, day);
        IReadOnlyList<PriceEntry> listed = PriceCatalog.FindAll(snapshot.Tier, day);
        if (_overlay.Find(snapshot.Tier, _connection, snapshot.BillingPeriod ?? BillingPeriodWords.Monthly, day) is { } own)
        {
            return [WithBilling(own, _billing.StatedOn(day) ?? BillingOf(own) ?? known ?? Only(BillingEvidence.Decide(snapshot, listed)))];
        }

        IReadOnlyList<PriceEntry> paidAlike = [.. listed.Where(entry => string.Equals(entry.Currency, snapshot.Currency ?? entry.Currency, StringComparison.OrdinalIgnoreCase))];
        BillingDecision decision = BillingEvidence.Decide(snapshot, paidAlike.Count > 0 ? paidAlike : listed, known);

        // Of one price and rate each, whatever the entries are called.
        return [.. decision.Entries
            .DistinctBy(entry => (entry.MonthlyPrice, entry.MonthlyCredits, entry.OveragePer1000Credits, entry.Billing))
            .Select(entry => decision.Reason is { } reason && decision.Billing is not null
                ? entry with { Reason = reason, Version = $"{entry.Version} {reason.Code}" }
                : entry)];

        static (BillingGeneration, BillingReason)? BillingOf(PriceEntry own) =>
            own.Billing is { } said ? (said, new BillingReason("", "your own price says so"))
            : own.OveragePer1000Credits is not null ? (BillingGeneration.UsageBased, new BillingReason("", "your own price has an overage rate"))
            : null;

        static (BillingGeneration, BillingReason)? Only(BillingDecision decision) =>
            decision.Billing is { } billing ? (billing, decision.Reason ?? new BillingReason("", "the plan has no other")) : null;

        static PriceEntry WithBilling(PriceEntry own, (BillingGeneration Billing, BillingReason Reason)? billing) => billing is not { } decided ? own
            : own with
            {
                Billing = decided.Billing,
                Reason = decided.Reason,
                Version = own.Version + (decided.Billing == BillingGeneration.PayAsYouGo ? $" pay-as-you-go {decided.Reason.Code}".TrimEnd() : ""),
            };
    }

    private Found Find(SubscriptionSnapshot snapshot, DateOnly day)
    {
        // An absent period or currency contradicts nothing: accounts on the default have been seen without either.
        string period = snapshot.BillingPeriod ?? BillingPeriodWords.Monthly;
        IReadOnlyList<PriceEntry> entries = Named(snapshot, day);
        if (entries is [{ IsFromCatalog: false } own])
        {
            return new Found(entries, own.Currency, null);
        }

        string plan = $"tier '{snapshot.Tier}' ({period})";
        if (entries.Count == 0)
        {
            return None($"The price catalog {PriceCatalog.VersionId} has no {plan}: " +
                $"set its price and credits per month with {SetCommand(snapshot.Tier)}.");
        }

        PriceEntry entry = entries[0];
        if (entry.MonthlyPrice is null)
        {
            return None($"There is no public price of {plan}: " +
                $"set the price and credits per month of your contract with {SetCommand(snapshot.Tier)}.");
        }

        string currency = snapshot.Currency ?? entry.Currency;
        if (entry.IsOf(PriceCatalog.FreeTier))
        {
            return new Found(entries, currency, null);
        }

        if (period != entry.BillingPeriod)
        {
            return None($"Only the monthly price of {plan} is public, in {entry.Currency}: " +
                $"set what you pay per month, in {currency}, and the credits per month with {SetCommand(snapshot.Tier)}.");
        }

        return string.Equals(currency, entry.Currency, StringComparison.OrdinalIgnoreCase)
            ? new Found(entries, entry.Currency, null)
            : None($"The price of {plan} is only known in {entry.Currency}, and the subscription is paid in {currency}: " +
                $"set the price per month in {currency} and the credits per month with {SetCommand(snapshot.Tier)}.");

        static Found None(string reason) => new([], null, reason);
    }

    /// <param name="Entries">The prices that the plan may have: one where it is decided, none where none is known.</param>
    /// <param name="Currency">What it is paid in; null if no price is known.</param>
    /// <param name="Reason">Why no price is known; null if one is.</param>
    private sealed record Found(IReadOnlyList<PriceEntry> Entries, string? Currency, string? Reason);
}

/// <summary>The entry that prices a plan on a day. Immutable.</summary>
/// <param name="Entry">The entry; null if there is none, or several and nothing decides which.</param>
/// <param name="Currency">What it is paid in; null if unknown.</param>
/// <param name="IsAssumed">Whether the plan is the one that was seen first, after the day.</param>
/// <param name="Reason">Why there is no entry; null if there is one.</param>
internal sealed record EntryInForce(PriceEntry? Entry, string? Currency, bool IsAssumed, string? Reason)
{
    /// <summary>What of the entry is undecided, with both possible amounts; null if nothing is.</summary>
    public string? Undecided { get; init; }
}

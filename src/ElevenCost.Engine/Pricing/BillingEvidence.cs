using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>The catalogue entries that a subscription may have, and its generation of billing, as far as the evidence decides. Immutable.</summary>
/// <param name="Billing">The generation; null if it makes no difference, or is not decided.</param>
/// <param name="Reason">What decided it; null if nothing did, or had to.</param>
/// <param name="Entries">The entries that no evidence speaks against, in order of the catalogue; empty for an unknown tier.</param>
internal sealed record BillingDecision(BillingGeneration? Billing, BillingReason? Reason, IReadOnlyList<PriceEntry> Entries);

/// <summary>
/// Decides which of a tier's catalogue entries a subscription has. The API names no generation of billing, so signs decide, the strongest first: a
/// weaker sign never overrules a stronger one, and what no sign decides stays undecided.
/// </summary>
internal static class BillingEvidence
{
    private const decimal Cents = 100;

    /// <summary>Decides by one snapshot.</summary>
    /// <param name="seen">The subscription.</param>
    /// <param name="entries">The entries of its tier on a day; empty for an unknown tier.</param>
    /// <param name="known">The generation that is known already, by the user or another snapshot, and what decided it; null if none is.</param>
    public static BillingDecision Decide(SubscriptionSnapshot seen, IReadOnlyList<PriceEntry> entries, (BillingGeneration Billing, BillingReason Reason)? known = null)
    {
        if (entries.Count == 0)
        {
            // Nothing to compare with: only what speaks of a generation itself decides.
            (BillingGeneration Billing, BillingReason Reason)? found = known ?? Signs(seen, [], hasOverage: false).Cast<(BillingGeneration, BillingReason)?>().FirstOrDefault();
            return new BillingDecision(found?.Billing, found?.Reason, []);
        }

        var narrowing = new Narrowing(entries);
        if (known is { } fixedOne)
        {
            narrowing.Keep(entry => entry.Billing == fixedOne.Billing, fixedOne.Reason);
        }

        if (InvoiceOf(seen) is { } invoice)
        {
            narrowing.Keep(entry => Explains(entry, seen, invoice), new BillingReason("by invoice",
                string.Create(CultureInfo.InvariantCulture, $"the next invoice is {invoice:0.00} {seen.Currency} before tax")), isProof: true);
        }

        if (seen.CycleCredits is > 0 and { } cycle)
        {
            narrowing.Keep(entry => entry.MonthlyCredits == cycle, new BillingReason("by plan credits",
                string.Create(CultureInfo.InvariantCulture, $"the plan's credits are {cycle:N0} a month")), isProof: true);
        }

        bool hasOverage = entries.Any(entry => entry is { Billing: BillingGeneration.UsageBased, OveragePer1000Credits: not null });
        foreach ((BillingGeneration billing, BillingReason reason) in Signs(seen, entries, hasOverage))
        {
            narrowing.Keep(entry => entry.Billing == billing, reason);
        }

        if (seen.CreditLimit > 0)
        {
            narrowing.Keep(entry => entry.MonthlyCredits is null || entry.MonthlyCredits <= seen.CreditLimit, null);
        }

        return narrowing.Result();
    }

    private static IEnumerable<(BillingGeneration Billing, BillingReason Reason)> Signs(SubscriptionSnapshot seen, IReadOnlyList<PriceEntry> entries, bool hasOverage)
    {
        if (entries.Count > 0 && entries.All(entry => entry.Billing is null))
        {
            yield break;
        }

        if (seen.PrepaidCredits > 0 || seen.PrepaidCreditsUsed > 0)
        {
            yield return (BillingGeneration.PayAsYouGo, new BillingReason("by prepaid credits", "the subscription counts prepaid credits"));
        }

        if (seen.OverageCreditsUsed > 0)
        {
            yield return (BillingGeneration.UsageBased, new BillingReason("by overage credits", "the subscription counts credits of usage-based overage"));
        }

        if (seen.CurrentOverage > 0)
        {
            yield return (BillingGeneration.UsageBased, new BillingReason("by overage", string.Create(CultureInfo.InvariantCulture,
                $"the subscription has an overage of {seen.CurrentOverage:0.00} {seen.OverageCurrency}")));
        }

        if (seen.OverageAllowed == true)
        {
            yield return (BillingGeneration.UsageBased, new BillingReason("by overage limit", seen.OverageLimit is { } limit
                ? string.Create(CultureInfo.InvariantCulture, $"the subscription allows {limit:N0} credits of overage")
                : "the subscription allows overage without a limit"));
        }

        if (seen.CanExtendLimit == true)
        {
            yield return (BillingGeneration.UsageBased, new BillingReason("by entitlement", "the workspace is entitled to usage-based overage"));
        }
        else if (seen.CanExtendLimit == false && hasOverage)
        {
            // Starter is never entitled: there the flag reveals nothing.
            yield return (BillingGeneration.PayAsYouGo, new BillingReason("by entitlement", "the workspace is not entitled to usage-based overage"));
        }
    }

    /// <summary>The next invoice in whole money; null if it is not reported, or is another plan's.</summary>
    private static decimal? InvoiceOf(SubscriptionSnapshot seen) =>
        seen.PendingTier is null && seen.PendingKind is null && seen.NextInvoiceCents is > 0 and { } cents ? cents / Cents : null;

    private static bool Explains(PriceEntry entry, SubscriptionSnapshot seen, decimal invoice)
    {
        if (entry.MonthlyPrice is not { } price || BillingPeriodWords.Months(seen.BillingPeriod) is not { } months
            || !string.Equals(entry.Currency, seen.Currency ?? entry.Currency, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        decimal fee = price * months;
        decimal overage = entry.Billing == BillingGeneration.UsageBased ? seen.CurrentOverage ?? 0 : 0;
        return invoice == fee || invoice == fee + overage;
    }

    /// <summary>Takes entries away that a sign speaks against, unless it speaks against all that are left.</summary>
    private sealed class Narrowing(IReadOnlyList<PriceEntry> entries)
    {
        private IReadOnlyList<PriceEntry> _left = entries;
        private BillingReason? _reason;
        private bool _isProven;

        public void Keep(Func<PriceEntry, bool> speaksFor, BillingReason? reason, bool isProof = false)
        {
            IReadOnlyList<PriceEntry> kept = [.. _left.Where(speaksFor)];
            if (kept.Count == 0 || kept.Count == _left.Count)
            {
                return;
            }

            bool wasOpen = IsOpen(_left.Where(entry => !entry.IsOnlyIfProven || _isProven));
            _left = kept;

            // A former price is proven only where nothing else explains what was seen.
            _isProven |= isProof && kept.All(entry => entry.IsOnlyIfProven);
            if (wasOpen && !IsOpen(Usual()))
            {
                _reason = reason;
            }
        }

        public BillingDecision Result()
        {
            IReadOnlyList<PriceEntry> usual = Usual();
            return new BillingDecision(IsOpen(usual) ? null : usual[0].Billing, _reason, usual);
        }

        private static bool IsOpen(IEnumerable<PriceEntry> some) => some.Select(entry => entry.Billing).Distinct().Take(2).Count() > 1;

        private IReadOnlyList<PriceEntry> Usual()
        {
            PriceEntry[] usual = [.. _left.Where(entry => !entry.IsOnlyIfProven)];
            return usual.Length > 0 && !_isProven ? usual : _left;
        }
    }
}

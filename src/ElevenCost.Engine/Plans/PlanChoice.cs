using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Plans;

/// <summary>A plan that an account may have: a tier in one generation of billing, paid in one billing period. Its price depends on the day. Immutable.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="PlanName">Its name.</param>
/// <param name="Billing">The generation of billing; null if there is only one.</param>
/// <param name="Period">The billing period as the API names it.</param>
/// <param name="Variant">A former price; null for the usual one.</param>
/// <param name="Currency">What it is paid in.</param>
internal sealed record PlanChoice(string Tier, string PlanName, BillingGeneration? Billing, string Period, string? Variant, string Currency)
{
    /// <summary>The plans that the catalogue has on a day, but for prices that few accounts have kept, and those that the user's own prices add.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="own">The user's own prices.</param>
    /// <param name="day">The day.</param>
    public static IReadOnlyList<PlanChoice> On(string connection, PriceOverlay own, DateOnly day)
    {
        PriceEntry[] listed = [.. PriceCatalog.Entries.Where(entry => entry.HoldsOn(day) && entry.IsSold && !entry.IsOnlyIfProven)];
        string[] tiers = [.. listed.Select(entry => entry.Tier).Concat(own.Entries.Where(entry => entry.HoldsOn(day)).Select(entry => entry.Tier)).Distinct(StringComparer.OrdinalIgnoreCase)];
        var choices = new List<PlanChoice>();
        foreach (string tier in tiers)
        {
            PriceEntry[] ofTier = [.. listed.Where(entry => entry.IsOf(tier))];
            foreach (string period in BillingPeriodWords.All)
            {
                choices.AddRange(Of(tier, period, ofTier, own.Find(tier, connection, period, day)));
            }
        }

        return choices;
    }

    /// <summary>The price on a day; or none, and why.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="own">The user's own prices.</param>
    /// <param name="day">The day.</param>
    public (PriceEntry? Entry, string? Reason) PriceOn(string connection, PriceOverlay own, DateOnly day)
    {
        PriceEntry[] ofTier = [.. PriceCatalog.FindAll(Tier, day).Where(entry => entry.Billing is null || Billing is null || entry.Billing == Billing)];
        PriceEntry? listed = Variant is null ? ofTier.FirstOrDefault(entry => entry.Variant is null)
            : ofTier.FirstOrDefault(entry => entry.Variant == Variant) ?? ofTier.FirstOrDefault(entry => entry.Variant is null);
        if (Variant is null && own.Find(Tier, connection, Period, day) is { } mine && (GenerationOf(mine) is not { } said || said == Billing))
        {
            return (mine with
            {
                PlanName = PlanName, Billing = Billing, RolloverMonths = listed?.RolloverMonths ?? MonthsOfPaidPlan(mine), IsCapped = listed is { IsCapped: true } && mine.OveragePer1000Credits is null,
            }, null);
        }

        string set = $"set it with {Advice.Of($"Set-ElevenLabsPrice {Tier}", $"elevencost price set {Tier}")}";
        return listed switch
        {
            null => (null, string.Create(CultureInfo.InvariantCulture, $"The catalogue has no such plan on {day:yyyy-MM-dd}.")),
            { MonthlyPrice: null } => (null, $"The price of {PlanName} is not public: {set}."),
            _ when listed.BillingPeriod != Period => (null, $"Only the monthly price of {PlanName} is public: {set}, with the billing period."),
            _ => (listed, null),
        };
    }

    /// <summary>The rate that an entry makes.</summary>
    public static PlanRate RateOf(PriceEntry entry)
    {
        bool isDrawn = entry.Billing == BillingGeneration.PayAsYouGo;
        return new PlanRate(
            entry.MonthlyPrice!.Value, entry.MonthlyCredits!.Value, entry.Currency, entry.Version, isDrawn || entry.IsCapped ? 0 : entry.OveragePer1000Credits,
            Billing: entry.Billing, DrawnPer1000Credits: isDrawn ? entry.OveragePer1000Credits : null);
    }

    private static IEnumerable<PlanChoice> Of(string tier, string period, PriceEntry[] listed, PriceEntry? own)
    {
        PriceEntry? named = listed.FirstOrDefault();
        bool isMonthly = period == BillingPeriodWords.Monthly;
        if (own is not null && (isMonthly || own.BillingPeriod is not null))
        {
            // A price that says nothing of billing holds for every generation of its tier.
            BillingGeneration?[] generations = GenerationOf(own) is { } said ? [said] : [.. listed.Select(entry => entry.Billing).Distinct().DefaultIfEmpty(null)];
            foreach (BillingGeneration? billing in generations)
            {
                yield return new PlanChoice(tier, named?.PlanName ?? tier, billing, period, null, own.Currency);
            }

            listed = [.. listed.Where(entry => entry.Variant is not null || !generations.Contains(entry.Billing))];
        }

        if (isMonthly)
        {
            foreach (PriceEntry entry in listed)
            {
                yield return new PlanChoice(tier, entry.PlanName, entry.Billing, period, entry.Variant, entry.Currency);
            }
        }
        else if (period == BillingPeriodWords.Of(BillingPeriod.Annual) && own is null && named is { MonthlyPrice: > 0 })
        {
            yield return new PlanChoice(tier, named.PlanName, null, period, null, named.Currency);
        }
    }

    private static BillingGeneration? GenerationOf(PriceEntry own) => own.Billing ?? (own.OveragePer1000Credits is null ? null : BillingGeneration.UsageBased);

    private static int MonthsOfPaidPlan(PriceEntry own) => own.MonthlyPrice > 0 ? PriceCatalog.Entries.Max(entry => entry.RolloverMonths) : 0;
}

using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Plans;

/// <summary>Prices every plan for the usage of one account.</summary>
/// <param name="connection">The connection.</param>
/// <param name="book">Its prices.</param>
/// <param name="usage">The usage.</param>
internal sealed class AccountPlans(Connection connection, IPriceBook book, PlanUsage usage)
{
    private const string NoForecast = "There is no forecast: too few finished days are known. Sync more days.";

    private readonly PeriodUsage _last = usage.Periods[^1];

    // Without a forecast there is no usage that anything could be priced for.
    private readonly bool _isUnknown = usage.Forecast is { Low80: null };

    private DateOnly PricedOn => _last.Month.Days.Start;

    /// <summary>The plan that the account has, then all others in the order of the catalogue.</summary>
    public IReadOnlyList<PricedPlan> All()
    {
        PricedPlan own = Own();
        return
        [
            own,
            .. PlanChoice.On(connection.Name, book.OwnPrices, PricedOn)
                .Select(choice => Price(choice, own)).OfType<PricedPlan>(),
        ];
    }

    private PricedPlan Own()
    {
        SubscriptionSnapshot?[] seen = [.. usage.Periods.Select(period => book.SubscriptionOn(period.Month.Days.End))];
        string tier = seen[^1]?.Tier ?? "";
        string name = string.Join(" / ", seen.Select(NameOf).Distinct(StringComparer.OrdinalIgnoreCase));
        PlanRate? rate = _last.Month.Plans[^1].Price.Rate;
        BillingPeriod? period = BillingPeriodWords.Read(seen[^1]?.BillingPeriod ?? BillingPeriodWords.Monthly);
        if (usage.Forecast is not { } forecast)
        {
            return new PricedPlan(tier, name, rate?.Billing, period, PlanState.Current, [.. usage.Periods.Select(PlanPeriod.Had)]);
        }

        if (rate is null || _isUnknown)
        {
            return new PricedPlan(tier, name, rate?.Billing, period, PlanState.Current, [PlanPeriod.WithoutPrice(_last, _isUnknown ? NoForecast : _last.Month.Plans[^1].Price.Reason!)]);
        }

        PriceEntry? listed = PriceCatalog.FindAll(tier, PricedOn).FirstOrDefault(entry => rate.Billing is null || entry.Billing is null || entry.Billing == rate.Billing);
        int months = listed?.RolloverMonths ?? 0;
        long rollover = usage.Earlier.Aggregate(0L, (so, before) => Left(rate.MonthlyCredits, months, so, before));
        bool isCapped = listed is { IsCapped: true } && rate.OveragePer1000Credits is null or 0 && rate.Billing != BillingGeneration.PayAsYouGo;
        return new PricedPlan(tier, name, rate.Billing, period, PlanState.Current, [PlanPeriod.With(_last, rate, rollover, isCapped)])
        {
            Bounds = forecast is { Low80: { } low, High80: { } high } ? [.. new[] { low, high }.Select(bound => PlanPeriod.With(bound, rate, rollover, isCapped))] : [],
        };
    }

    private string NameOf(SubscriptionSnapshot? seen) => seen is null ? "(unknown)" : PriceCatalog.Find(seen.Tier, PricedOn)?.PlanName ?? seen.Tier;

    /// <summary>What is left to roll over when a period ends; nothing where not all of its usage is known.</summary>
    private static long Left(long credits, int months, long rollover, PeriodUsage usage) =>
        usage.Completeness == Completeness.Partial ? 0 : Math.Clamp(credits + rollover - usage.Credits, 0, credits * months);

    /// <summary>A plan with its prices; null if it is the one that the account has.</summary>
    private PricedPlan? Price(PlanChoice choice, PricedPlan own)
    {
        var periods = new List<PlanPeriod>();
        var bounds = new List<PlanPeriod>();
        PriceEntry? entry = null;
        bool isOwn = own.Tier.Equals(choice.Tier, StringComparison.OrdinalIgnoreCase);
        long rollover = 0;
        foreach (PeriodUsage period in usage.Earlier.Concat(usage.Periods))
        {
            bool isCompared = usage.Periods.Contains(period);
            (entry, string? reason) = choice.PriceOn(connection.Name, book.OwnPrices, period.Month.Days.Start);
            entry = entry is { IsFromCatalog: true } && entry.IsOf(PriceCatalog.FreeTier) && own.Periods[^1].Currency is { Length: > 0 } currency ? entry with { Currency = currency } : entry;
            if (isCompared)
            {
                isOwn &= IsHad(period, entry, choice.Period, own);
                periods.Add(entry is null || _isUnknown ? PlanPeriod.WithoutPrice(period, reason ?? NoForecast) : PlanPeriod.With(period, PlanChoice.RateOf(entry), rollover, entry.IsCapped));
                bounds.AddRange(entry is null || usage.Forecast is not { Low80: { } low, High80: { } high } ? []
                    : new[] { low, high }.Select(bound => PlanPeriod.With(bound, PlanChoice.RateOf(entry), rollover, entry.IsCapped)));
            }

            rollover = entry is null ? 0 : Left(entry.MonthlyCredits!.Value, entry.RolloverMonths, rollover, period);
        }

        BillingPeriod? paid = BillingPeriodWords.Read(entry is { IsFromCatalog: false } ? entry.BillingPeriod : choice.Period);
        return isOwn ? null : new PricedPlan(choice.Tier, choice.PlanName, choice.Billing, paid, StateOf(choice, own), periods)
        {
            Entry = entry, Bounds = bounds, IsFormer = choice.Variant is not null,
        };
    }

    /// <summary>Whether a price is the one that the account had for the whole of a period.</summary>
    private static bool IsHad(PeriodUsage period, PriceEntry? entry, string paid, PricedPlan own) =>
        (entry is { IsFromCatalog: false, BillingPeriod: null } || BillingPeriodWords.Read(paid) == own.Period)
        && period.Month.Plans is [{ Price: { IsUndecided: false } had }]
        && (had.Rate is { } rate
            ? entry is not null && rate.MonthlyPrice == entry.MonthlyPrice && rate.MonthlyCredits == entry.MonthlyCredits && rate.Currency == entry.Currency && rate.Billing == entry.Billing
            : entry is null);

    private PlanState StateOf(PlanChoice choice, PricedPlan own)
    {
        // A switch to Pay As You Go is for good (public reports since 2026-05); Enterprise has usage-based billing alone.
        bool hasBoth = PriceCatalog.FindAll(choice.Tier, PricedOn).Any(entry => entry.Billing == BillingGeneration.PayAsYouGo);
        return choice.Variant is not null || (hasBoth && choice.Billing == BillingGeneration.UsageBased && own.Billing == BillingGeneration.PayAsYouGo)
            ? PlanState.Closed
            : PlanState.Available;
    }
}

using System.Globalization;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Plans;

/// <summary>Lists the assumptions behind the amounts of a row.</summary>
/// <param name="usage">The usage.</param>
/// <param name="pool">The pool of credits that it is of.</param>
/// <param name="today">Today in the connection's zone.</param>
/// <param name="ownBilling">How the account is billed; null if that is not decided.</param>
internal sealed class PlanAssumptions(PlanUsage usage, CreditPool pool, DateOnly today, BillingGeneration? ownBilling)
{
    /// <summary>The sentences of a row.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="periods">The periods of the row.</param>
    public IEnumerable<string> Of(PricedPlan plan, IReadOnlyList<PlanPeriod> periods) =>
        OfUsage(periods).Concat(plan.State == PlanState.Current && usage.Forecast is null ? OfOwn(periods) : OfPlan(plan, periods));

    private IEnumerable<string> OfUsage(IReadOnlyList<PlanPeriod> periods)
    {
        if (usage.Forecast is { Low80: { } low, High80: { } high } forecast)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"The usage is a forecast from {forecast.HistoryDays} days of history, in 80 of 100 cases between {low.Credits:N0} and {high.Credits:N0} credits.");
        }
        else if (usage.Forecast is null && periods[^1].Usage.Month.Days.End >= today)
        {
            yield return "The last billing period goes on: usage so far, and the whole fee.";
        }

        if (pool.Usage.Count > 1)
        {
            yield return $"The usage of the whole pool of credits counts: {string.Join(", ", pool.Usage.Select(same => same[0].Name).Order(StringComparer.Ordinal))}.";
        }
    }

    private static IEnumerable<string> OfOwn(IReadOnlyList<PlanPeriod> periods)
    {
        yield return "Credits rolled over as ElevenLabs reported them.";
        if (periods.Any(period => period.Usage.Month.Plans.Count > 1 || period.Usage.Month.Days.Days < period.Usage.Month.FullDays))
        {
            yield return "The plan or the reset changed within a billing period: each plan's fee counts for its days.";
        }
    }

    private IEnumerable<string> OfPlan(PricedPlan plan, IReadOnlyList<PlanPeriod> periods)
    {
        if (plan.State != PlanState.Current)
        {
            yield return "The same usage uses the same credits on every plan; features, seats and concurrency are not compared.";
        }

        PlanPeriod last = periods[^1];
        if (last.Fee is null)
        {
            yield break;
        }

        yield return "Prices are before tax and without offers for a first month.";
        long most = Most(plan, last);
        yield return most == 0 ? "No credits roll over."
            : string.Create(CultureInfo.InvariantCulture, $"Unused credits roll over, up to {most:N0}; into {RolledFrom:yyyy-MM-dd} none did.");
        if (plan.Entry?.IsCapped == true)
        {
            yield return "Usage stops at the plan's credits.";
        }
        else if (plan.Billing == BillingGeneration.PayAsYouGo)
        {
            yield return "The prepaid balance never runs out.";
        }
        else if (plan.Billing == BillingGeneration.UsageBased)
        {
            yield return "Overage is allowed without a limit.";
        }

        if (plan.Period is not (null or BillingPeriod.Monthly))
        {
            yield return "The fee is that of one month; it is paid for the whole term at once.";
        }

        if (plan.IsFormer)
        {
            yield return "Only accounts that kept this price from before 2026-05-07 have it.";
        }
        else if (plan is { Billing: BillingGeneration.UsageBased, Entry.IsFromCatalog: true, State: not PlanState.Current })
        {
            yield return ownBilling == BillingGeneration.UsageBased ? "The account stays on usage-based billing when it changes its plan."
                : "Only accounts on usage-based billing can have it, and a switch to Pay As You Go is for good.";
        }
    }

    private DateOnly RolledFrom => (usage.Earlier.Count > 0 ? usage.Earlier[0] : usage.Periods[0]).Month.Days.Start;

    private static long Most(PricedPlan plan, PlanPeriod last) =>
        last.PlanCredits!.Value * (plan.Entry?.RolloverMonths ?? PriceCatalog.FindAll(plan.Tier, last.Usage.Month.Days.Start).Select(entry => entry.RolloverMonths).FirstOrDefault());
}

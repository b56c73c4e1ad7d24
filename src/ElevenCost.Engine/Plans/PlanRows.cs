using System.Globalization;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Plans;

/// <summary>Makes rows of priced plans: rounds, compares with the own plan, and puts them in order.</summary>
/// <param name="connection">The connection.</param>
/// <param name="usage">The usage.</param>
/// <param name="texts">What the amounts take for granted.</param>
internal sealed class PlanRows(Connection connection, PlanUsage usage, PlanAssumptions texts)
{
    /// <summary>The rows over all periods in order, and the same plans by period.</summary>
    /// <param name="plans">The plans, the own one first.</param>
    public (IReadOnlyList<PlanComparison> Rows, IReadOnlyList<PlanComparison> Periods) Of(IReadOnlyList<PricedPlan> plans)
    {
        PricedPlan own = plans[0];
        var rows = plans.Select(plan => (Plan: plan, Row: Row(plan, plan.Periods, own.Periods))).ToList();
        string? currency = rows[0].Row.Currency;
        rows = [.. rows.OrderBy(row => RankOf(row.Row)).ThenBy(row => row.Row.Currency != currency).ThenBy(row => row.Row.Currency, StringComparer.Ordinal).ThenBy(row => row.Row.Cost)
            .ThenBy(row => row.Row.State)];
        PlanComparison[] periods =
        [
            .. Enumerable.Range(0, usage.Periods.Count).SelectMany(index => rows.Select(row => Row(row.Plan, [row.Plan.Periods[index]], [own.Periods[index]]))),
        ];
        return ([.. rows.Select(row => row.Row)], periods);
    }

    private static int RankOf(PlanComparison row) => row switch
    {
        { Cost: null } => 3,
        { State: PlanState.Insufficient } => 2,
        { State: PlanState.Closed } => 1,
        _ => 0,
    };

    private PlanComparison Row(PricedPlan plan, IReadOnlyList<PlanPeriod> periods, IReadOnlyList<PlanPeriod> ownPeriods)
    {
        bool isOneCurrency = IsOneCurrency(periods);
        string? reason = periods.Select(period => period.Reason).FirstOrDefault(why => why is not null)
            ?? (isOneCurrency ? null : "The currency of the plan changed within the billing periods.");
        Fraction? exact = isOneCurrency ? Sum(periods, period => period.Cost) : null;
        Fraction? ownExact = IsOneCurrency(ownPeriods) && isOneCurrency && ownPeriods[0].Currency == periods[0].Currency ? Sum(ownPeriods, period => period.Cost) : null;
        long? notServed = Sum(periods, period => period.NotServed);
        PlanState state = plan.State == PlanState.Current ? PlanState.Current
            : exact is null ? PlanState.Unknown
            : notServed > 0 ? PlanState.Insufficient
            : plan.State;
        decimal? cost = Money(exact);
        decimal? saving = cost is null || notServed > 0 ? null : Money(ownExact) - cost;
        return new PlanComparison
        {
            Connection = connection.Name,
            Plan = plan.Name,
            Tier = plan.Tier,
            Billing = plan.Billing,
            BillingPeriod = plan.Period,
            State = state,
            From = periods[0].Usage.Month.Days.Start.ToDateTime(TimeOnly.MinValue),
            To = periods[^1].Usage.Month.Days.End.ToDateTime(TimeOnly.MinValue),
            Periods = periods.Count,
            IsForecast = usage.Forecast is not null,
            Credits = usage.Forecast is { Low80: null } ? null : periods.Sum(period => period.Usage.Credits),
            PlanCredits = Sum(periods, period => period.PlanCredits),
            RolloverCredits = periods.Count == 1 ? periods[0].Rollover : null,
            CreditsBeyond = Sum(periods, period => period.Beyond),
            CreditsNotServed = notServed,
            Fee = isOneCurrency ? Money(Sum(periods, period => period.Fee)) : null,
            Overage = isOneCurrency ? Money(Sum(periods, period => period.Overage)) : null,
            Drawn = isOneCurrency ? Money(Sum(periods, period => period.Drawn)) : null,
            Cost = cost,
            Low80 = plan.Bounds is [var low, _] ? Money(low.Cost) : null,
            High80 = plan.Bounds is [_, var high] ? Money(high.Cost) : null,
            Currency = isOneCurrency ? periods[0].Currency : null,
            Saving = saving,
            SavingPercent = saving is { } less && Money(ownExact) is > 0 and { } whole ? decimal.Round(less / whole * 100, 1) : null,
            UnusedCredits = Sum(periods, period => period.Unused),
            UnusedCost = isOneCurrency ? Money(Sum(periods, period => period.UnusedCost)) : null,
            PriceVersion = periods.SelectMany(period => period.Versions).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } versions
                ? string.Join(UnitPrice.VersionSeparator, versions) : null,
            Reason = reason ?? (state == PlanState.Insufficient
                ? string.Create(CultureInfo.InvariantCulture, $"{notServed:N0} of {periods.Sum(period => period.Usage.Credits):N0} credits would not have been served: usage stops at the plan's credits.") : null),
            Assumptions = [.. texts.Of(plan, periods)],
            Completeness = periods.Max(period => period.Usage.Completeness),
        };
    }

    private static bool IsOneCurrency(IReadOnlyList<PlanPeriod> periods) => periods.All(period => period.Currency == periods[0].Currency);

    private static decimal? Money(Fraction? amount) => amount is { } exact ? ScaledDecimal.Plain(exact.Rounded(CreditMoney.Decimals)) : null;

    private static Fraction? Sum(IReadOnlyList<PlanPeriod> periods, Func<PlanPeriod, Fraction?> amount) =>
        periods.Aggregate((Fraction?)Fraction.Zero, (sum, period) => sum is { } so && amount(period) is { } more ? so + more : null);

    private static long? Sum(IReadOnlyList<PlanPeriod> periods, Func<PlanPeriod, long?> count) =>
        periods.Any(period => count(period) is null) ? null : periods.Sum(period => count(period)!.Value);
}

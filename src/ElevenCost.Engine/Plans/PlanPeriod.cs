using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Plans;

/// <summary>The usage of one billing period. Immutable.</summary>
/// <param name="Month">The period, with the plan that the account had.</param>
/// <param name="Days">Its days; one day that holds all of it for a forecast.</param>
/// <param name="Credits">Its credits.</param>
/// <param name="Completeness">How far they can be trusted.</param>
internal sealed record PeriodUsage(BillingMonth Month, IReadOnlyList<PoolDay> Days, long Credits, Completeness Completeness);

/// <summary>What a plan costs in one billing period, exactly. Immutable.</summary>
internal sealed record PlanPeriod
{
    /// <summary>The usage.</summary>
    public required PeriodUsage Usage { get; init; }

    /// <summary>The plan's credits; null if unknown.</summary>
    public long? PlanCredits { get; init; }

    /// <summary>Credits rolled over into it; null if unknown.</summary>
    public long? Rollover { get; init; }

    /// <summary>Credits paid beyond plan and rollover; null if unknown.</summary>
    public long? Beyond { get; init; }

    /// <summary>Credits that are not served; null if unknown.</summary>
    public long? NotServed { get; init; }

    /// <summary>The fee; null if unknown.</summary>
    public Fraction? Fee { get; init; }

    /// <summary>The overage; null if unknown.</summary>
    public Fraction? Overage { get; init; }

    /// <summary>What is drawn from the balance; null if unknown.</summary>
    public Fraction? Drawn { get; init; }

    /// <summary>Fee, overage and what is drawn; null if any of it is not known.</summary>
    public Fraction? Cost => Fee is { } fee && Overage is { } overage && Drawn is { } drawn ? fee + overage + drawn : null;

    /// <summary>Credits of the plan that were not used, whether or not they roll over; null if unknown.</summary>
    public long? Unused => PlanCredits is { } plan ? Math.Clamp(plan - Usage.Credits, 0, plan) : null;

    /// <summary>The part of the fee that paid for them; null if unknown.</summary>
    public Fraction? UnusedCost => Fee is { } fee && PlanCredits is > 0 and { } plan ? fee * new Fraction(Unused!.Value, plan) : null;

    /// <summary>ISO 4217 code of the amounts; null if no price is known.</summary>
    public string? Currency { get; init; }

    /// <summary>The prices that the amounts come from; empty if none is known.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>Why the cost is not known; null if it is.</summary>
    public string? Reason { get; init; }

    /// <summary>A period whose plan has no price.</summary>
    public static PlanPeriod WithoutPrice(PeriodUsage usage, string reason) => new() { Usage = usage, Reason = reason };

    /// <summary>What the plan costs that the account had: what <see cref="CostBasis.Amortized"/> sums up to.</summary>
    public static PlanPeriod Had(PeriodUsage usage)
    {
        var cost = new BillingMonthCost(usage.Month, usage.Days);
        if (cost.Reason is { } reason)
        {
            return WithoutPrice(usage, reason);
        }

        long? limit = usage.Month.CreditLimit;
        long included = Math.Max(cost.Quota, limit ?? 0);
        return Of(usage, cost) with
        {
            Rollover = limit is null ? null : included - cost.Quota,
            Beyond = limit is null && usage.Credits > cost.Quota ? null : Math.Max(0, usage.Credits - included),
            NotServed = 0,
            Reason = cost.Beyond is not null ? null
                : usage.Month.IsUndecided ? "Nothing decides whether use beyond the plan is overage or drawn from a prepaid balance: set how the account is billed."
                : !cost.IsRolloverKnown ? "No sync in the billing period has seen how many credits were rolled over."
                : WithoutRate(string.Join(UnitPrice.VersionSeparator, cost.VersionsWithoutOverageRate)),
        };
    }

    /// <summary>What a plan costs at a rate.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="rate">The rate.</param>
    /// <param name="rollover">Credits rolled over into the period.</param>
    /// <param name="isCapped">Whether usage stops at the plan's credits and those rolled over.</param>
    public static PlanPeriod With(PeriodUsage usage, PlanRate rate, long rollover, bool isCapped)
    {
        BillingMonth month = usage.Month with
        {
            Plans = [new BilledPlan(usage.Month.Days, new PlanRateAnswer(rate, null))], CreditLimit = rate.MonthlyCredits + rollover,
        };
        var cost = new BillingMonthCost(month, usage.Days);
        long beyond = Math.Max(0, usage.Credits - rate.MonthlyCredits - rollover);
        return Of(usage, cost) with
        {
            Rollover = rollover,
            Beyond = isCapped ? 0 : beyond,
            NotServed = isCapped ? beyond : 0,
            Reason = cost.Beyond is null ? WithoutRate(rate.Version) : null,
        };
    }

    private static PlanPeriod Of(PeriodUsage usage, BillingMonthCost cost)
    {
        Fraction drawn = cost.DrawnByDay.Aggregate(Fraction.Zero, (sum, day) => sum + day.Drawn);
        return new PlanPeriod
        {
            Usage = usage,
            PlanCredits = cost.Quota,
            Fee = cost.Fee,
            Overage = cost.Beyond is { } beyond ? beyond - drawn : null,
            Drawn = cost.Beyond is null ? null : drawn,
            Currency = cost.Currency,
            Versions = [.. cost.Month.Plans.Select(plan => plan.Price.Rate!.Version).Distinct(StringComparer.Ordinal)],
        };
    }

    private static string WithoutRate(string versions) => $"The overage rate of {versions} is not known: set it with a price of your own.";
}

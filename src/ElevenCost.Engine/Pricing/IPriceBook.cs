using ElevenCost.Engine.Pools;

namespace ElevenCost.Engine.Pricing;

/// <summary>What a plan's credits cost on a day. Immutable.</summary>
/// <param name="MonthlyPrice">The plan's price a month, in <paramref name="Currency"/>; 0 for Free.</param>
/// <param name="MonthlyCredits">The plan's credits a month, without rollover; more than 0.</param>
/// <param name="Currency">ISO 4217 code, upper case.</param>
/// <param name="Version">Names the catalogue entry or override, and says where the plan was assumed.</param>
/// <param name="OveragePer1000Credits">The price of 1,000 credits beyond the plan, in <paramref name="Currency"/>; 0 for Free; null where not known.</param>
/// <param name="IsAssumed">Whether the day lies before the first snapshot of the subscription, so that its plan is the one seen first.</param>
public sealed record PlanRate(
    decimal MonthlyPrice, long MonthlyCredits, string Currency, string Version, decimal? OveragePer1000Credits = null, bool IsAssumed = false);

/// <summary>The plan's price on a day, or why there is none. Immutable.</summary>
/// <param name="Rate">The price; null where none is known.</param>
/// <param name="Reason">Why no price is known, and what to do, in one sentence that names tier and period; null where one is.</param>
public sealed record PlanRateAnswer(PlanRate? Rate, string? Reason);

/// <summary>The prices of one connection: the shipped catalogue, the user's overlay, and the plans that its snapshots saw.</summary>
public interface IPriceBook
{
    /// <summary>The day on which the subscription was first seen: before it the plan is assumed. Null where it never was.</summary>
    DateOnly? FirstSeen { get; }

    /// <summary>The price of the plan in force on a day in the connection's zone. The same day always gets the same answer.</summary>
    PlanRateAnswer PlanRateOn(DateOnly day);

    /// <summary>The billing month that a day counts to; null where no snapshot tells when credits reset.</summary>
    BillingMonth? BillingMonthOf(DateOnly day);

    /// <summary>The pool of credits that the connection draws on; null where nothing was looked for but the connection itself.</summary>
    CreditPool? Pool => null;
}

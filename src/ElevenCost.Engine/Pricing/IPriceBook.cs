using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;

namespace ElevenCost.Engine.Pricing;

/// <summary>What a plan's credits cost on a day. Immutable.</summary>
/// <param name="MonthlyPrice">The plan's price a month, in <paramref name="Currency"/>; 0 for Free.</param>
/// <param name="MonthlyCredits">The plan's credits a month, without rollover; more than 0.</param>
/// <param name="Currency">ISO 4217 code, upper case.</param>
/// <param name="Version">Names the catalogue entry or override, and says where the plan was assumed.</param>
/// <param name="OveragePer1000Credits">The price of 1,000 credits beyond the plan, in <paramref name="Currency"/>; 0 for Free; null if unknown.</param>
/// <param name="IsAssumed">Whether the day lies before the first snapshot of the subscription, so that its plan is the one seen first.</param>
/// <param name="Billing">The generation of billing; null if it makes no difference, as for Free, or nothing decides it.</param>
/// <param name="DrawnPer1000Credits">
/// On <see cref="BillingGeneration.PayAsYouGo"/> the rate at which the balance is drawn beyond the plan, as the user set it; null for the plan's own.
/// </param>
public sealed record PlanRate(
    decimal MonthlyPrice, long MonthlyCredits, string Currency, string Version, decimal? OveragePer1000Credits = null, bool IsAssumed = false,
    BillingGeneration? Billing = null, decimal? DrawnPer1000Credits = null)
{
    private const int CreditsOfRate = 1000;

    /// <summary>What a credit beyond the plan costs, exactly: overage, or drawn from the balance; null if unknown.</summary>
    internal Fraction? BeyondPerCredit =>
        Billing == BillingGeneration.PayAsYouGo && DrawnPer1000Credits is null ? Fraction.Of(MonthlyPrice) * new Fraction(1, MonthlyCredits)
        : (Billing == BillingGeneration.PayAsYouGo ? DrawnPer1000Credits : OveragePer1000Credits) is { } rate ? Fraction.Of(rate) * new Fraction(1, CreditsOfRate)
        : null;
}

/// <summary>The plan's price on a day, or why there is none. Immutable.</summary>
/// <param name="Rate">The price; null if unknown. Without an overage rate where only that depends on an undecided generation of billing.</param>
/// <param name="Reason">Why no price is known, and what to do, in one sentence that names tier and period; null if one is.</param>
/// <param name="Possible">The prices that it may be, where nothing decides which; empty if it is decided, or not known at all.</param>
public sealed record PlanRateAnswer(PlanRate? Rate, string? Reason, IReadOnlyList<PlanRate>? Possible = null)
{
    /// <summary>Whether nothing decides which of several prices the plan has.</summary>
    public bool IsUndecided => Possible is { Count: > 1 };
}

/// <summary>The prices of one connection: the shipped catalogue, the user's overlay, and the plans that its snapshots saw.</summary>
public interface IPriceBook
{
    /// <summary>The day on which the subscription was first seen: before it the plan is assumed. Null if it never was.</summary>
    DateOnly? FirstSeen { get; }

    /// <summary>The price of the plan in force on a day in the connection's zone. The same day always gets the same answer.</summary>
    PlanRateAnswer PlanRateOn(DateOnly day);

    /// <summary>The billing month that a day counts to; null if no snapshot reports when credits reset.</summary>
    BillingMonth? BillingMonthOf(DateOnly day);

    /// <summary>The pool of credits that the connection draws on; null if nothing was looked for but the connection itself.</summary>
    CreditPool? Pool => null;

    /// <summary>The subscription in force on a day, the first one that was seen before that; null if none ever was.</summary>
    SubscriptionSnapshot? SubscriptionOn(DateOnly day) => null;

    /// <summary>The user's own prices, whatever connection they are for.</summary>
    internal PriceOverlay OwnPrices => PriceOverlay.Empty;
}

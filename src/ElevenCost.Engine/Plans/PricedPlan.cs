using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Plans;

/// <summary>A plan with what it costs in each billing period. Immutable.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Name">The plan's name.</param>
/// <param name="Billing">The generation of billing; null if it makes no difference, or is not known.</param>
/// <param name="Period">How often it is paid; null for any.</param>
/// <param name="State">What it is to the account, whatever its cost is.</param>
/// <param name="Periods">Its billing periods.</param>
internal sealed record PricedPlan(string Tier, string Name, BillingGeneration? Billing, BillingPeriod? Period, PlanState State, IReadOnlyList<PlanPeriod> Periods)
{
    /// <summary>The price that holds in the last period; null for the plan that the account has, or if there is none.</summary>
    public PriceEntry? Entry { get; init; }

    /// <summary>Its cost at the bounds of the forecast; empty for past usage.</summary>
    public IReadOnlyList<PlanPeriod> Bounds { get; init; } = [];

    /// <summary>Whether it is a former price.</summary>
    public bool IsFormer { get; init; }
}

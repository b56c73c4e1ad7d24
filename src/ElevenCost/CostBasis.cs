namespace ElevenCost;

/// <summary>Which question a money amount answers. A result never mixes two.</summary>
public enum CostBasis
{
    /// <summary>What the usage was worth at ElevenLabs' prices: the query's <c>total_cost</c>, without the plan fee. Not the invoice.</summary>
    Consumed,

    /// <summary>What the usage took out of the plan: credits x (plan price / plan's monthly credits), with the plan in force that day.</summary>
    PlanRate,

    /// <summary>Who bears the plan fee that is paid anyway: the billing month's fee spread over its usage by credits.</summary>
    Amortized,

    /// <summary>What is paid beyond the plan: credits beyond the quota x the overage rate.</summary>
    Overage,
}

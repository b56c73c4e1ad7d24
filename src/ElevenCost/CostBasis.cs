namespace ElevenCost;

/// <summary>Which question a money amount answers. A result never mixes two.</summary>
/// <remarks>
/// A billing month goes from one reset of the plan's credits to the next. Usage is stored by day, so the day of the reset counts wholly to the
/// month that begins on it.
/// </remarks>
public enum CostBasis
{
    /// <summary>What the usage was worth at ElevenLabs' prices: the query's <c>total_cost</c>, without the plan fee. Not the invoice.</summary>
    Consumed,

    /// <summary>What the usage took out of the plan: credits x (plan price / plan's monthly credits), with the plan in force that day.</summary>
    PlanRate,

    /// <summary>
    /// Who bears the plan fee that is paid anyway: the billing month's fee spread over its usage by credits, so that unused credits are in the
    /// rate too, and overage on top. Over a whole billing month it sums up to fee plus overage. While the month goes on, the whole fee is
    /// spread over the usage so far, and the rows are provisional: the rate falls with every credit that is used.
    /// </summary>
    Amortized,

    /// <summary>
    /// What is paid beyond the plan: credits beyond the plan's and those rolled over x the overage rate, in order of time within the billing
    /// month; within the day on which the credits are used up, every credit bears the same part.
    /// </summary>
    Overage,
}

using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>What is asked about cost. Immutable. Hours have the basis <see cref="CostBasis.Consumed"/> alone.</summary>
public sealed record CostQuery : UsageQuery
{
    /// <summary>The basis; null for <see cref="CostBasis.Consumed"/> where every row has it, else <see cref="CostBasis.PlanRate"/> for all, with a warning.</summary>
    public CostBasis? Basis { get; init; }

    /// <inheritdoc/>
    internal override string MissingDaysMean =>
        Basis == CostBasis.Amortized ? "credits are a lower bound, and each bears more of its month's fee than it should" : base.MissingDaysMean;
}

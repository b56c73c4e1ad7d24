using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Comparisons;

/// <summary>One question over a range and the range before, on one basis. Immutable.</summary>
/// <param name="Query">The question over the range, with the basis of both.</param>
/// <param name="Now">Its answer.</param>
/// <param name="Before">The answer over the range before.</param>
internal sealed record RangePair(CostQuery Query, CostResult Now, CostResult Before)
{
    /// <summary>What the user should know of either, each once.</summary>
    public IReadOnlyList<Warning> Warnings => [.. Now.Warnings.Concat(Before.Warnings).Distinct()];

    /// <summary>The least complete of the days of both ranges.</summary>
    public Completeness Completeness => Now.Completeness > Before.Completeness ? Now.Completeness : Before.Completeness;

    /// <summary>Asks for both ranges.</summary>
    /// <exception cref="ElevenCostException">What a cost query throws.</exception>
    public static async Task<RangePair> QueryAsync(
        CostCalculator costs, IReadOnlyList<Connection> connections, CostQuery query, DateRange previous, CancellationToken cancellationToken)
    {
        CostResult now = await costs.QueryAsync(connections, query, cancellationToken);
        CostResult before = await costs.QueryAsync(connections, query with { Range = previous }, cancellationToken);
        if (now.Basis != before.Basis)
        {
            // Without a basis of the user's, what one range lacks is lacking for both.
            query = query with { Basis = CostBasis.PlanRate };
            now = await costs.QueryAsync(connections, query, cancellationToken);
            before = await costs.QueryAsync(connections, query with { Range = previous }, cancellationToken);
        }

        return new RangePair(query with { Basis = now.Basis }, now, before);
    }
}

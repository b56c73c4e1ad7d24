using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Comparisons;

/// <summary>Compares the cost of two ranges, and explains the change.</summary>
/// <param name="costs">The costs.</param>
public sealed class CostComparer(CostCalculator costs)
{
    private static readonly Dimension[] Kinds = [Dimension.Product, Dimension.Model];

    /// <summary>Compares.</summary>
    /// <exception cref="ElevenCostException">What a cost query throws.</exception>
    public async Task<ComparisonResult> CompareAsync(IReadOnlyList<Connection> connections, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var query = new CostQuery
        {
            Range = options.Range, GroupBy = options.GroupBy, Granularity = Granularity.Total, Basis = options.Basis, Filters = options.Filters,
        };
        CostResult now = await costs.QueryAsync(connections, query, cancellationToken);
        CostResult before = await costs.QueryAsync(connections, query with { Range = options.Previous }, cancellationToken);
        if (now.Basis != before.Basis)
        {
            // Without a basis of the user's, what one range lacks is lacking for both.
            query = query with { Basis = CostBasis.PlanRate };
            now = await costs.QueryAsync(connections, query, cancellationToken);
            before = await costs.QueryAsync(connections, query with { Range = options.Previous }, cancellationToken);
        }

        query = query with { Basis = now.Basis };

        // By kind of usage, too, for the drivers alone: the amounts are those of the grouping that was asked for.
        CostQuery finer = query with { GroupBy = [.. options.GroupBy.Union(Kinds)] };
        List<CostRecord> nowRows = [.. now.Rows];
        List<CostRecord> beforeRows = [.. before.Rows];
        CostResult nowKinds = await costs.QueryAsync(connections, finer, cancellationToken);
        CostResult beforeKinds = await costs.QueryAsync(connections, finer with { Range = options.Previous }, cancellationToken);
        var groups = new ComparedGroups(options.GroupBy, [.. nowRows, .. beforeRows]);
        nowRows.ForEach(row => groups.Of(row).Add(row, isNow: true));
        beforeRows.ForEach(row => groups.Of(row).Add(row, isNow: false));
        foreach (CostRecord row in nowKinds.Rows)
        {
            groups.Of(row).AddKind(row, isNow: true);
        }

        foreach (CostRecord row in beforeKinds.Rows)
        {
            groups.Of(row).AddKind(row, isNow: false);
        }

        Completeness completeness = now.Completeness > before.Completeness ? now.Completeness : before.Completeness;
        List<ComparedGroup> compared = [.. groups.All.Where(group => group.IsAsked)];
        foreach (ComparedGroup group in compared)
        {
            group.Explain();
        }

        var shape = new ComparisonRows(options, now.Basis, completeness, compared);
        return new ComparisonResult(
            now.Basis, options.Range, options.Previous, shape.Rows(), shape.Totals(), [.. now.Warnings.Concat(before.Warnings).Distinct()], completeness);
    }
}

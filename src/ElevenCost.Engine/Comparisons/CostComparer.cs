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
        RangePair pair = await RangePair.QueryAsync(costs, connections, query, options.Previous, cancellationToken);
        query = pair.Query;

        // By kind of usage, too, for the drivers alone: the amounts are those of the grouping that was asked for.
        CostQuery finer = query with { GroupBy = [.. options.GroupBy.Union(Kinds)] };
        List<CostRecord> nowRows = [.. pair.Now.Rows];
        List<CostRecord> beforeRows = [.. pair.Before.Rows];
        CostResult nowKinds = await costs.QueryAsync(connections, finer, cancellationToken);
        CostResult beforeKinds = await costs.QueryAsync(connections, finer with { Range = options.Previous }, cancellationToken);
        var groups = new ComparedGroups(options.GroupBy, [.. nowRows, .. beforeRows]) { IsPreviousKnown = pair.Before.IsAnyDayKnown };
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

        List<ComparedGroup> compared = [.. groups.All.Where(group => group.IsAsked)];
        foreach (ComparedGroup group in compared)
        {
            group.Explain();
        }

        var shape = new ComparisonRows(options, pair.Now.Basis, pair.Completeness, compared);
        return new ComparisonResult(
            pair.Now.Basis, options.Range, options.Previous, shape.Rows(), shape.Totals(), pair.Warnings, pair.Completeness);
    }
}

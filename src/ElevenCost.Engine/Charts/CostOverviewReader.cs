using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Quotas;

namespace ElevenCost.Engine.Charts;

/// <summary>Reads the figures of the charts from the ledger. Sends no request.</summary>
/// <param name="costs">Cost.</param>
/// <param name="quotas">The credits left.</param>
/// <param name="time">The clock.</param>
public sealed class CostOverviewReader(CostCalculator costs, QuotaReader quotas, TimeProvider time)
{
    /// <summary>What is grouped by if nothing else is asked for.</summary>
    public const Dimension UsualGroup = Dimension.Model;

    /// <summary>Reads the figures of some connections.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="query">The range, the grouping, the filters and the basis; buckets are always days.</param>
    /// <param name="failed">Takes what is the matter with one of several connections, from any thread; null if it ends the work.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">What a cost query throws.</exception>
    public async Task<CostOverview> ReadAsync(
        IReadOnlyList<Connection> connections, CostQuery query, Action<Connection, ElevenCostException>? failed, CancellationToken cancellationToken)
    {
        query = query with { GroupBy = query.GroupBy.Count > 0 ? query.GroupBy : [UsualGroup], Granularity = Granularity.Total, Cumulative = false };
        CostResult groups = await costs.QueryAsync(connections, query, failed, cancellationToken);

        // On the basis of the groups, so that bars and days are of one total; what failed has been said.
        CostQuery ofDays = query with { GroupBy = [], Granularity = Granularity.Day, Basis = groups.Basis };
        CostResult daily = await costs.QueryAsync(connections, ofDays, failed is null ? null : static (_, _) => { }, cancellationToken);
        QuotaResult left = await quotas.ReadKeptAsync(connections, cancellationToken);
        return new CostOverview
        {
            At = time.GetUtcNow().UtcDateTime,
            Today = connections.Max(connection => DayZone.Find(connection.TimeZone).Today(time)),
            Query = query,
            Connections = connections,
            Groups = groups,
            Daily = daily,
            Quotas = left.Quotas,
            Warnings = [.. groups.Warnings.Concat(left.Warnings).DistinctBy(warning => (warning.Id, warning.Message))],
        };
    }
}

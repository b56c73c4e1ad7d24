using System.Globalization;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>Answers a cost query by the hour: consumed value alone, for a plan's fee has no hours.</summary>
internal sealed class HourlyCost(IHourSource source, TimeProvider time)
{
    /// <summary>Answers a query whose granularity is the hour.</summary>
    /// <exception cref="ElevenCostException"><c>BasisNotByHour</c>, or what <see cref="HourScan"/> throws.</exception>
    public async Task<CostResult> QueryAsync(
        IReadOnlyList<Connection> connections, CostQuery query, Action<Connection, ElevenCostException>? failed, CancellationToken cancellationToken)
    {
        if (query.Basis is not (null or CostBasis.Consumed))
        {
            throw CostingErrors.NotByHour(query.Basis);
        }

        var reading = new UsageReading { ByConnection = query.GroupsBy(Dimension.Connection), WithEmptyBuckets = !query.GroupsByUsage };
        GroupedUsage usage = await new HourScan(source, query, time).GroupAsync(connections, reading, failed is not null, cancellationToken);
        foreach (UnreadConnection one in usage.Unread)
        {
            failed!(one.Connection, one.Failure);
        }

        var rows = new CostRows(query, CostBasis.Consumed, connections, usage);
        List<Warning> warnings = [.. usage.Warnings];
        if (rows.UnpricedCredits > 0)
        {
            warnings.Add(new Warning(CostingWarnings.CreditsUnpriced, string.Create(CultureInfo.InvariantCulture,
                $"{rows.UnpricedCredits:N0} credits have no price, so no cost includes them. ElevenLabs reported no value for them.")));
        }

        return new CostResult(CostBasis.Consumed, rows, rows.Totals, [.. warnings, .. HourScan.WarningsOf(usage.Unread, connections)], usage.Buckets.Worst);
    }
}

using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Costing;

/// <summary>Streams usage and coverage out of the ledger.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock: days after today are left out.</param>
public sealed class UsageReader(IUsageLedger ledger, TimeProvider time)
{
    /// <summary>
    /// The usage records within the query's range that pass its filters, summed by its groups and buckets where it has any, by connection,
    /// then in order of time; the query's basis and <see cref="CostQuery.Cumulative"/> are ignored.
    /// </summary>
    public IAsyncEnumerable<UsageRecord> ReadAsync(
        IReadOnlyList<Connection> connections, CostQuery query, Action<Warning> warn, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{ledger}{time}{connections}{query}{warn}{cancellationToken}");

    /// <summary>One row a day of the range, missing days too, by connection, then in order of time.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="range">The days; null for the earliest kept day to today.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public IAsyncEnumerable<CoverageRecord> ReadCoverageAsync(
        IReadOnlyList<Connection> connections, DateRange? range, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{ledger}{time}{connections}{range}{cancellationToken}");
}

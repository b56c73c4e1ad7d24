using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Pricing;

/// <summary>A ledger that knows subscription snapshots alone.</summary>
internal sealed class SnapshotLedger(params SubscriptionSnapshot[] snapshots) : IUsageLedger
{
    public Task<IReadOnlyList<SubscriptionSnapshot>> ReadSnapshotsAsync(string connection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SubscriptionSnapshot>>(snapshots);

    public Task<IReadOnlyList<DayEntry>> ReadDaysAsync(string connection, DateRange? range, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<UsageMonth> ReadUsageAsync(string connection, DateRange range, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<NameBook> ReadNamesAsync(string connection, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Restatement>> ReplaceDaysAsync(
        string connection, DayReplacement replacement, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AppendSnapshotAsync(string connection, SubscriptionSnapshot snapshot, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task AppendSyncLogAsync(string connection, SyncResult result, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SyncResult>> ReadSyncLogAsync(string connection, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>Tells how connections fare, out of the ledger's logs.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock.</param>
public sealed class HealthCheck(IUsageLedger ledger, TimeProvider time)
{
    // A nightly sync that failed to run twice.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(48);

    /// <summary>The connection with its plan, its latest sync and its health.</summary>
    /// <exception cref="ElevenCostException">The ledger cannot be read.</exception>
    public async Task<Connection> ReadAsync(Connection connection, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubscriptionSnapshot> snapshots = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
        IReadOnlyList<SyncResult> log = await ledger.ReadSyncLogAsync(connection.Name, cancellationToken);
        SyncResult? latest = log.Count > 0 ? log[^1] : null;
        (ConnectionHealth health, string? message) = Judge(latest);
        return connection with
        {
            Plan = snapshots.Count > 0 ? snapshots[^1].Tier : null,
            LastSyncAt = latest?.StartedAt,
            Health = health,
            HealthMessage = message,
        };
    }

    private (ConnectionHealth Health, string? Message) Judge(SyncResult? latest) => latest switch
    {
        null => (ConnectionHealth.NeverSynced, "Sync it to see its usage."),
        { Error: { } error } => (ConnectionHealth.Failing, $"{error} {latest.Remedy}".TrimEnd()),
        { Succeeded: false } => (ConnectionHealth.Failing, string.Create(CultureInfo.InvariantCulture,
            $"{latest.DaysFailed} days do not add up; the next sync asks for them again.")),
        _ when time.GetUtcNow().UtcDateTime - latest.StartedAt > Fresh => (ConnectionHealth.Stale, string.Create(CultureInfo.InvariantCulture,
            $"The latest sync was {(time.GetUtcNow().UtcDateTime - latest.StartedAt).TotalDays:0} days ago; look whether its schedule still runs.")),
        _ => (ConnectionHealth.Healthy, null),
    };
}

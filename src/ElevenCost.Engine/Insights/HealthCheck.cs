using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Insights;

/// <summary>Tells how connections fare, out of the ledger's logs.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock.</param>
public sealed class HealthCheck(IUsageLedger ledger, TimeProvider time)
{
    // A nightly sync that failed to run twice.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(48);

    // Long enough to be noticed by whoever looks once a month.
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>The connection with its plan, its latest sync and its health.</summary>
    /// <exception cref="ElevenCostException">The ledger cannot be read.</exception>
    public async Task<Connection> ReadAsync(Connection connection, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubscriptionSnapshot> snapshots = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
        IReadOnlyList<SyncResult> log = await ledger.ReadSyncLogAsync(connection.Name, cancellationToken);
        SyncResult? latest = log.Count > 0 ? log[^1] : null;
        (ConnectionHealth health, string? message) = latest is null ? (ConnectionHealth.NeverSynced, "Sync it to see its usage.")
            : OfFailure(latest) ?? OfPlan(snapshots) ?? OfAge(latest) ?? (ConnectionHealth.Healthy, null);
        return connection with
        {
            Plan = snapshots.Count > 0 ? snapshots[^1].Tier : null,
            LastSyncAt = latest?.StartedAt,
            Health = health,
            HealthMessage = message,
        };
    }

    /// <summary>The health as a row beside those of what the key may do: whether the kept data is fresh and the plan is as it was.</summary>
    /// <exception cref="ElevenCostException">The ledger cannot be read.</exception>
    public async Task<Capability> ProbeAsync(Connection connection, CancellationToken cancellationToken)
    {
        Connection read = await ReadAsync(connection, cancellationToken);
        return new Capability(
            connection.Name, "Sync", read.Health == ConnectionHealth.Healthy, Required: false,
            read.HealthMessage ?? string.Create(CultureInfo.InvariantCulture, $"The latest sync, at {read.LastSyncAt:yyyy-MM-dd HH:mm} UTC, succeeded."),
            Remedy: null,
            read.Health == ConnectionHealth.Healthy ? null : read.Health.ToString(),
            time.GetUtcNow().UtcDateTime);
    }

    private static (ConnectionHealth, string?)? OfFailure(SyncResult latest) => latest switch
    {
        { Error: { } error } => (
            latest.ErrorId switch
            {
                "ApiKeyInvalid" or "ApiKeyIdUsed" or "KeyNotValid" => ConnectionHealth.KeyRefused,
                "AccountSuspended" => ConnectionHealth.Suspended,
                "PaymentRequired" => ConnectionHealth.PaymentFailed,
                "MissingPermission" or "AccessDenied" or "WorkspaceNotFound" => ConnectionHealth.NoAccess,
                _ => ConnectionHealth.Failing,
            },
            $"{error} {latest.Remedy}".TrimEnd()),
        { Succeeded: false } => (ConnectionHealth.Failing, string.Create(CultureInfo.InvariantCulture,
            $"{latest.DaysFailed} days do not add up; the next sync asks for them again.")),
        _ => null,
    };

    private (ConnectionHealth, string?)? OfPlan(IReadOnlyList<SubscriptionSnapshot> snapshots) =>
        snapshots.Count == 0 ? null
        : BillingStanding.Of(snapshots[^1]) is { } standing ? (standing.Health, $"{standing.Message} {standing.Remedy}")
        : Downgrade(snapshots) is { } downgrade ? (ConnectionHealth.PlanDowngraded, downgrade)
        : null;

    /// <summary>A change to a smaller plan within the last weeks; null where there was none.</summary>
    private string? Downgrade(IReadOnlyList<SubscriptionSnapshot> snapshots)
    {
        SubscriptionSnapshot now = snapshots[^1];
        SubscriptionSnapshot? before = snapshots.LastOrDefault(snapshot => snapshot.Tier != now.Tier);
        if (before is null)
        {
            return null;
        }

        SubscriptionSnapshot first = snapshots.First(snapshot => snapshot.At > before.At);
        return time.GetUtcNow().UtcDateTime - first.At <= Recent
            && CreditsOf(before) is { } credits && CreditsOf(now) is { } fewer && fewer < credits
            ? string.Create(CultureInfo.InvariantCulture,
                $"The plan went from {before.Tier} to {now.Tier}, seen on {first.At:yyyy-MM-dd}: {fewer:N0} credits a month instead of {credits:N0}. Look at the subscription if that was not meant.")
            : null;
    }

    private static long? CreditsOf(SubscriptionSnapshot snapshot) =>
        PriceCatalog.Find(snapshot.Tier, DateOnly.FromDateTime(snapshot.At))?.MonthlyCredits;

    private (ConnectionHealth, string?)? OfAge(SyncResult latest)
    {
        TimeSpan age = time.GetUtcNow().UtcDateTime - latest.StartedAt;
        return age <= Fresh ? null : (ConnectionHealth.Stale, string.Create(CultureInfo.InvariantCulture,
            $"The latest sync was {age.TotalDays:0} days ago. Look whether its schedule still runs, or sync it."));
    }
}

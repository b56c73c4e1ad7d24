using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Connections;

/// <summary>Determines the health of connections from the ledger's logs.</summary>
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
        (IReadOnlyList<SubscriptionSnapshot> snapshots, SyncResult? latest) = await ReadLogsAsync(connection, cancellationToken);
        Finding found = Judge(latest, snapshots);
        return connection with
        {
            Plan = snapshots.Count > 0 ? snapshots[^1].Tier : null,
            LastSyncAt = latest?.StartedAt,
            Health = found.Health,
            HealthMessage = found.Health == ConnectionHealth.Healthy ? null : $"{found.Message} {found.Remedy}".TrimEnd(),
        };
    }

    /// <summary>The health as a row beside those of what the key may do: whether the kept data is fresh and the plan is as it was.</summary>
    /// <exception cref="ElevenCostException">The ledger cannot be read.</exception>
    public async Task<Capability> ProbeAsync(Connection connection, CancellationToken cancellationToken)
    {
        (IReadOnlyList<SubscriptionSnapshot> snapshots, SyncResult? latest) = await ReadLogsAsync(connection, cancellationToken);
        Finding found = Judge(latest, snapshots);
        bool isHealthy = found.Health == ConnectionHealth.Healthy;
        return new Capability(
            connection.Name, "Sync", isHealthy, Required: false, found.Message, found.Remedy,
            isHealthy ? null : found.Health.ToString(), time.GetUtcNow().UtcDateTime, found.Category);
    }

    private async Task<(IReadOnlyList<SubscriptionSnapshot> Snapshots, SyncResult? Latest)> ReadLogsAsync(Connection connection, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubscriptionSnapshot> snapshots = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
        IReadOnlyList<SyncResult> log = await ledger.ReadSyncLogAsync(connection.Name, cancellationToken);
        return (snapshots, log.Count > 0 ? log[^1] : null);
    }

    private Finding Judge(SyncResult? latest, IReadOnlyList<SubscriptionSnapshot> snapshots) =>
        latest is null ? new(ConnectionHealth.NeverSynced, "It was never synced.", "Sync it to see its usage.", FailureCategory.Ledger)
        : OfFailure(latest) ?? OfPlan(snapshots) ?? OfAge(latest) ?? new(ConnectionHealth.Healthy, string.Create(CultureInfo.InvariantCulture,
            $"The latest sync, at {latest.StartedAt:yyyy-MM-dd HH:mm} UTC, succeeded."), null, null);

    private static Finding? OfFailure(SyncResult latest) => latest switch
    {
        { Error: { } error } => new(
            HealthOf(latest.ErrorId),
            error, latest.Remedy, latest.ErrorCategory),
        { Succeeded: false, DaysFailed: 0, DaysSuspect: > 0 } => new(ConnectionHealth.Failing,
            string.Create(CultureInfo.InvariantCulture, $"{latest.DaysSuspect} days had usage, and ElevenLabs now reports none; their figures were kept."),
            $"Sync again. If the usage really is gone, sync these days with {Advice.Of("-Force -AcceptLoss", "--force --accept-loss")}.", FailureCategory.Ledger),
        { Succeeded: false } => new(ConnectionHealth.Failing,
            string.Create(CultureInfo.InvariantCulture, $"{latest.DaysFailed} days do not add up."),
            "Sync again; the coverage shows the reason.", FailureCategory.Ledger),
        _ => null,
    };

    private static ConnectionHealth HealthOf(string? errorId)
    {
        ErrorKind? kind = errorId is null ? null : ErrorKind.Find(errorId);
        return kind == ApiErrors.ApiKeyInvalid || kind == ApiErrors.ApiKeyIdUsed || kind == ConnectionErrors.KeyNotValid ? ConnectionHealth.KeyRefused
            : kind == ApiErrors.AccountSuspended ? ConnectionHealth.Suspended
            : kind == ApiErrors.PaymentRequired ? ConnectionHealth.PaymentFailed
            : kind == ApiErrors.MissingPermission || kind == ApiErrors.AccessDenied || kind == ApiErrors.WorkspaceNotFound ? ConnectionHealth.NoAccess
            : ConnectionHealth.Failing;
    }

    private Finding? OfPlan(IReadOnlyList<SubscriptionSnapshot> snapshots) =>
        snapshots.Count == 0 ? null
        : BillingStanding.Of(snapshots[^1]) is { } standing ? new(standing.Health, standing.Message, standing.Remedy, FailureCategory.Permission)
        : Downgrade(snapshots) is { } downgrade ? new(ConnectionHealth.PlanDowngraded, downgrade, "Check the subscription if that was not intended.", FailureCategory.Permission)
        : null;

    /// <summary>A change to a smaller plan within the last weeks; null if there was none.</summary>
    private string? Downgrade(IReadOnlyList<SubscriptionSnapshot> snapshots)
    {
        string tier = snapshots[^1].Tier;
        SubscriptionSnapshot[] now = [.. snapshots.Reverse().TakeWhile(snapshot => snapshot.Tier == tier)];
        SubscriptionSnapshot[] earlier = [.. snapshots.Take(snapshots.Count - now.Length).Reverse()];
        if (earlier.Length == 0)
        {
            return null;
        }

        SubscriptionSnapshot[] before = [.. earlier.TakeWhile(snapshot => snapshot.Tier == earlier[0].Tier)];
        return time.GetUtcNow().UtcDateTime - now[^1].At <= Recent
            && CreditsOf(before) is { } credits && CreditsOf(now) is { } fewer && fewer.Count < credits.Count
            ? string.Create(CultureInfo.InvariantCulture,
                $"The plan went from {before[0].Tier} to {tier}, seen on {now[^1].At:yyyy-MM-dd}: {fewer} instead of {credits}.")
            : null;
    }

    /// <summary>
    /// A plan's credits a month: the catalogue's, else the lowest limit that ElevenLabs reported, which is nearest to them, because a limit includes what
    /// was rolled over, too; null if unknown.
    /// </summary>
    /// <param name="seen">Its snapshots, the latest first.</param>
    private static MonthlyCredits? CreditsOf(SubscriptionSnapshot[] seen) =>
        PriceCatalog.Find(seen[0].Tier, DateOnly.FromDateTime(seen[0].At))?.MonthlyCredits is { } listed ? new(listed, IsLimit: false)
        : seen.Where(snapshot => snapshot.CreditLimit > 0).Select(snapshot => (long?)snapshot.CreditLimit).Min() is { } limit ? new(limit, IsLimit: true)
        : null;

    private Finding? OfAge(SyncResult latest)
    {
        TimeSpan age = time.GetUtcNow().UtcDateTime - latest.StartedAt;
        return age <= Fresh ? null : new(ConnectionHealth.Stale,
            string.Create(CultureInfo.InvariantCulture, $"The latest sync was {age.TotalDays:0} days ago."),
            "Check that its schedule still runs, or sync it.", FailureCategory.Ledger);
    }

    /// <summary>The health of a connection, with its cause.</summary>
    /// <param name="Health">The state.</param>
    /// <param name="Message">The cause.</param>
    /// <param name="Remedy">The suggested fix. Null if there is none.</param>
    /// <param name="Category">The category of the problem. Null if healthy, or if an older version did not store it.</param>
    private sealed record Finding(ConnectionHealth Health, string Message, string? Remedy, FailureCategory? Category);

    /// <summary>How many credits a plan has a month.</summary>
    /// <param name="Count">The credits.</param>
    /// <param name="IsLimit">Whether they are the limit that ElevenLabs reported, because the catalogue does not know the plan.</param>
    private readonly record struct MonthlyCredits(long Count, bool IsLimit)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsLimit ? "a limit of " : "")}{Count:N0} credits a month");
    }
}

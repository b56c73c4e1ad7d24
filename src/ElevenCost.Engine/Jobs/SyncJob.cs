using System.Globalization;
using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Jobs;

/// <summary>How to run a job. Immutable.</summary>
public sealed record SyncJobOptions
{
    /// <summary>Names or wildcards of the connections to sync; empty for every connection.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>How long it may take. 2 hours by default.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(2);
}

/// <summary>What a job needs of the engine. Each is opened when its step comes, so that one that can't be opened fails its step alone.</summary>
public sealed record SyncJobParts
{
    /// <summary>The home.</summary>
    public required Home Home { get; init; }

    /// <summary>The connections that have a key.</summary>
    public required Func<IConnectionSource> KeyedConnections { get; init; }

    /// <summary>Every connection.</summary>
    public required Func<IReadOnlyList<Connection>> KnownConnections { get; init; }

    /// <summary>The sync.</summary>
    public required Func<UsageSync> Sync { get; init; }

    /// <summary>Opens the API of a connection.</summary>
    public required Func<Connection, CancellationToken, Task<IElevenLabsApi>> OpenApi { get; init; }

    /// <summary>The budgets.</summary>
    public required Func<BudgetStore> Budgets { get; init; }

    /// <summary>The state of budgets.</summary>
    public required Func<BudgetCheck> BudgetCheck { get; init; }

    /// <summary>The alerts.</summary>
    public required Func<AlertStore> Alerts { get; init; }

    /// <summary>Sends alerts.</summary>
    public required Func<AlertRun> AlertRun { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
}

/// <summary>Does all that is to be done regularly: sync, then budgets, then alerts. A step that fails does not keep the others from running.</summary>
/// <param name="parts">What it needs.</param>
public sealed class SyncJob(SyncJobParts parts)
{
    // What is left of the time for budgets and alerts, so that a sync that hangs is still alerted about.
    private const double SyncShare = 0.8;

    private readonly ScheduleFolder _folder = new(parts.Home, parts.Time);

    /// <summary>The options of the schedule that is registered; null if none is, or if no run of it is due now.</summary>
    /// <exception cref="ElevenCostException"><c>ScheduleNotFound</c>, <c>ScheduleFileNotValid</c>.</exception>
    public SyncJobOptions? FindDue() =>
        _folder.Read() is not { } file ? throw ScheduleErrors.NotFound(parts.Home.Path)
        : !new ScheduleStatus(_folder, parts.Time).IsDue(file, _folder.ReadRun()) ? null
        : new SyncJobOptions { Connections = file.Connections, TimeLimit = TimeSpan.FromSeconds(file.TimeLimitSeconds) };

    /// <summary>The file with the environment variables of scheduled runs; null for none.</summary>
    /// <exception cref="ElevenCostException"><c>ScheduleFileNotValid</c>.</exception>
    public string? EnvironmentFilePath => _folder.Read()?.EnvironmentFile;

    /// <summary>The log of scheduled runs.</summary>
    public JobLog Log => new(_folder.LogPath, parts.Time);

    /// <summary>The failure that a step tells of.</summary>
    /// <param name="step">A step with an <see cref="SyncJobStep.ErrorId"/>.</param>
    public static ElevenCostException FailureOf(SyncJobStep step) => JobErrors.OfStep(step);

    /// <summary>Runs the job, alone in its home. Its result is kept for a schedule that is registered.</summary>
    /// <param name="options">How.</param>
    /// <param name="report">Receives each step when it ends.</param>
    /// <param name="progress">Receives the progress of each sync; null for none.</param>
    /// <param name="warn">Receives a warning for each check that failed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>RunInProgress</c>, or the home can't be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was synced is kept.</exception>
    public async Task<SyncJobResult> RunAsync(
        SyncJobOptions options, Action<SyncJobStep> report, IProgress<SyncProgress>? progress, Action<Warning> warn, CancellationToken cancellationToken)
    {
        using IDisposable held = await _folder.TakeRunAsync(cancellationToken) ?? throw JobErrors.InProgress(parts.Home.Path);
        RunFile kept = Begin();
        await _folder.WriteRunAsync(kept);
        long begin = parts.Time.GetTimestamp();
        DateTime startedAt = parts.Time.GetUtcNow().UtcDateTime;
        var steps = new List<SyncJobStep>();
        using var limit = new CancellationTokenSource(options.TimeLimit, parts.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await StepAsync(SyncJobStepKind.Sync, () => SyncAsync(options, begin, Add, progress, linked.Token));
        await StepAsync(SyncJobStepKind.Budget, () => CheckBudgetsAsync(Add, warn, linked.Token));
        await StepAsync(SyncJobStepKind.Alert, () => SendAlertsAsync(Add, warn, linked.Token));
        var result = new SyncJobResult
        {
            StartedAt = startedAt,
            Duration = parts.Time.GetElapsedTime(begin),
            ExitCode = steps.Select(step => step.ExitCode).DefaultIfEmpty(JobExitCode.Done).Max(),
            Steps = steps,
        };
        await _folder.WriteRunAsync(kept with
        {
            Seconds = Math.Round(result.Duration.TotalSeconds, 3),
            ExitCode = result.ExitCode,
            Failed = result.Failed,
            LastSuccessAt = result.ExitCode == JobExitCode.Done ? kept.StartedAt : kept.LastSuccessAt,
        });
        return result;

        void Add(SyncJobStep step)
        {
            steps.Add(step);
            report(step);
        }

        async Task StepAsync(SyncJobStepKind kind, Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                Add(Failure(kind, "", JobErrors.TimedOut(options.TimeLimit)));
            }
            catch (ElevenCostException failure)
            {
                Add(Failure(kind, "", failure));
            }
            catch (OverflowException overflow)
            {
                Add(Failure(kind, "", EngineErrors.Overflow(overflow)));
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException or StackOverflowException or AccessViolationException))
            {
                // A mistake in one step must not keep alerts from being sent.
                Add(Failure(kind, "", JobErrors.Unexpected(failure)) with { ExitCode = JobExitCode.Unexpected });
            }
        }
    }

    private async Task SyncAsync(SyncJobOptions options, long begin, Action<SyncJobStep> add, IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        IConnectionSource source = parts.KeyedConnections();
        IReadOnlyList<Connection> connections = options.Connections.Count > 0 ? source.Resolve(options.Connections) : source.ReadAll();
        foreach (Connection connection in connections.Count > 0 ? connections : source.Resolve([]))
        {
            TimeSpan left = (options.TimeLimit * SyncShare) - parts.Time.GetElapsedTime(begin);
            if (left <= TimeSpan.Zero)
            {
                add(Failure(SyncJobStepKind.Sync, connection.Name, JobErrors.TimedOut(options.TimeLimit)));
                continue;
            }

            SyncResult result = await parts.Sync().RunAsync(connection, parts.OpenApi, new SyncOptions { TimeLimit = left }, progress, cancellationToken);
            add(new SyncJobStep(SyncJobStepKind.Sync, connection.Name, JobExitCode.Of(result), MessageOf(result), result.Remedy, result.ErrorId, result.ErrorCategory));
        }
    }

    private async Task CheckBudgetsAsync(Action<SyncJobStep> add, Action<Warning> warn, CancellationToken cancellationToken)
    {
        IReadOnlyList<Budget> budgets = await parts.Budgets().ListAsync([], null, cancellationToken);
        if (budgets.Count == 0)
        {
            return;
        }

        await foreach (BudgetStatus status in parts.BudgetCheck().CheckAsync(budgets, parts.KnownConnections(), warn, cancellationToken))
        {
            add(new SyncJobStep(SyncJobStepKind.Budget, status.Budget, JobExitCode.Of(status.State), $"{status.State}. {status.Reason}"));
        }
    }

    private async Task SendAlertsAsync(Action<SyncJobStep> add, Action<Warning> warn, CancellationToken cancellationToken)
    {
        IReadOnlyList<AlertTarget> targets = await parts.Alerts().ListAsync([], cancellationToken);
        if (targets.Count == 0)
        {
            return;
        }

        await foreach (AlertDelivery delivery in parts.AlertRun().RunAsync(targets, parts.KnownConnections(), new AlertRunOptions(), warn, cancellationToken))
        {
            add(new SyncJobStep(SyncJobStepKind.Alert, delivery.Target, delivery.State == AlertDeliveryState.Failed ? JobExitCode.CheckFailed : JobExitCode.Done,
                delivery.Error ?? $"{delivery.State}: {delivery.Title}", delivery.Remedy, delivery.ErrorId, delivery.ErrorCategory));
        }
    }

    /// <summary>What is kept while the job runs.</summary>
    private RunFile Begin()
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        RunFile? before = _folder.ReadRun();
        var status = new ScheduleStatus(_folder, parts.Time);
        DateTimeOffset startedAt = now;
        DateTime? missedAt = null;
        if (_folder.Read() is { } file)
        {
            // A scheduler whose clock is a little ahead starts the run before it is due: it must not be due once more then.
            DateTimeOffset due = status.DueBy(file);
            startedAt = due > now ? due : now;
            missedAt = status.OverdueSince(file, before);
        }

        return new RunFile { StartedAt = startedAt.UtcDateTime, LastSuccessAt = before?.LastSuccessAt, MissedAt = missedAt };
    }

    private static SyncJobStep Failure(SyncJobStepKind kind, string name, ElevenCostException failure) =>
        new(kind, name, JobExitCode.Of(failure.Category), failure.Message, failure.Remedy, failure.ErrorId, failure.Category);

    private static string MessageOf(SyncResult result) => result.Error
        ?? string.Create(CultureInfo.InvariantCulture, $"{result.DaysSynced:N0} days, {result.Records:N0} records")
            + (result.DaysFailed > 0 ? string.Create(CultureInfo.InvariantCulture, $", {result.DaysFailed:N0} days do not add up") : "")
            + (result.DaysSuspect > 0 ? string.Create(CultureInfo.InvariantCulture, $", {result.DaysSuspect:N0} days lost their usage") : "");
}

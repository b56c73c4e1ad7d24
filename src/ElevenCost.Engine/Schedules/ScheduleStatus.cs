using System.Globalization;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Schedules;

/// <summary>The status of a home's schedule, from the results of its runs.</summary>
/// <param name="folder">The files of the schedule.</param>
/// <param name="time">The clock.</param>
public sealed class ScheduleStatus(ScheduleFolder folder, TimeProvider time)
{
    /// <summary>How long a run may be overdue: a machine that starts, a run that takes its time.</summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromHours(2);

    // A scheduler whose clock is a little ahead.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>The schedule and its state; null if none is registered. The scheduler itself is not asked.</summary>
    /// <exception cref="ElevenCostException"><c>ScheduleFileNotValid</c>, <c>TimeZoneNotFound</c>.</exception>
    public async Task<SyncSchedule?> ReadAsync(CancellationToken cancellationToken) =>
        folder.Read() is { } file ? Describe(file, folder.ReadRun(), await folder.IsRunningAsync(cancellationToken)) : null;

    /// <summary>The health of the schedule as a row beside those of what a connection's key may do; null if none is registered.</summary>
    /// <exception cref="ElevenCostException">As <see cref="ReadAsync"/>.</exception>
    public async Task<Capability?> ProbeAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } schedule)
        {
            return null;
        }

        string? errorId = schedule.State switch
        {
            SyncScheduleState.Stale => HealthStates.ScheduleStale.Id,
            SyncScheduleState.Failed => HealthStates.ScheduleFailed.Id,
            _ => null,
        };
        return new Capability(connection.Name, "Schedule", errorId is null, Required: false,
            schedule.Message ?? string.Create(CultureInfo.InvariantCulture, $"The next run is due at {schedule.NextRunAt:yyyy-MM-dd HH:mm} UTC."),
            errorId is null ? null : $"See the schedule: {Advice.Of("Get-ElevenLabsSyncSchedule | Format-List", "elevencost schedule list")}", errorId, time.GetUtcNow().UtcDateTime,
            errorId is null ? null : FailureCategory.Configuration);
    }

    /// <summary>When the first run was due that did not come, in UTC; null if none is more than two hours overdue, or none is registered.</summary>
    /// <exception cref="ElevenCostException">As <see cref="ReadAsync"/>.</exception>
    internal DateTime? OverdueSince() => folder.Read() is { } file ? OverdueSince(file, folder.ReadRun()) : null;

    /// <summary>When the first run was due that a run came too late for, in UTC; null if none was within the last seven days.</summary>
    internal DateTime? MissedAt() => folder.ReadRun() is { MissedAt: { } missed, StartedAt: var started } && time.GetUtcNow().UtcDateTime - started < TimeSpan.FromDays(7) ? missed : null;

    /// <summary>Whether a run is due.</summary>
    internal bool IsDue(ScheduleFile file, RunFile? run) => DueBy(file) > SeenSince(file, run);

    /// <summary>The latest due instant, also one of the next seconds.</summary>
    internal DateTimeOffset DueBy(ScheduleFile file) => file.Schedule.LatestAt(time.GetUtcNow() + Tolerance);

    /// <summary>As <see cref="OverdueSince()"/>, of files.</summary>
    internal DateTime? OverdueSince(ScheduleFile file, RunFile? run) =>
        file.Schedule.NextAfter(SeenSince(file, run)) is var due && due + LongestDelay < time.GetUtcNow() ? due.UtcDateTime : null;

    /// <summary>The schedule of its files.</summary>
    internal SyncSchedule Describe(ScheduleFile file, RunFile? run, bool isRunning)
    {
        (SyncScheduleState state, string? message) = Judge(file, run, isRunning);
        return new SyncSchedule
        {
            Name = file.Name,
            Frequency = file.Frequency,
            At = file.Schedule.At,
            TimeZone = file.TimeZone,
            Scheduler = file.Scheduler,
            State = state,
            Message = message,
            LastRunAt = run?.StartedAt,
            LastDuration = run?.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            LastExitCode = run?.ExitCode,
            LastSuccessAt = run?.LastSuccessAt,
            Failed = run?.Failed,
            NextRunAt = file.Schedule.NextAfter(time.GetUtcNow()).UtcDateTime,
            Connections = file.Connections.Length == 0 ? null : string.Join(',', file.Connections),
            TimeLimit = TimeSpan.FromSeconds(file.TimeLimitSeconds),
            EnvironmentFile = file.EnvironmentFile,
            Command = file.Job.Command.ToString(),
            LogPath = folder.LogPath,
            RegisteredAt = file.RegisteredAt,
        };
    }

    private (SyncScheduleState State, string? Message) Judge(ScheduleFile file, RunFile? run, bool isRunning) =>
        isRunning ? (SyncScheduleState.Running, null)
        : OverdueSince(file, run) is { } overdue ? (SyncScheduleState.Stale, string.Create(CultureInfo.InvariantCulture,
            $"The run of {overdue:yyyy-MM-dd HH:mm} UTC did not start. Check that the machine was on and that its scheduler runs, or register the schedule again."))
        : run is null ? (SyncScheduleState.NeverRun, null)
        : run.ExitCode is not { } code ? (SyncScheduleState.Failed, string.Create(CultureInfo.InvariantCulture,
            $"The run of {run.StartedAt:yyyy-MM-dd HH:mm} UTC did not finish: its process was stopped. See the log: {folder.LogPath}"))
        : code == 0 ? (SyncScheduleState.Succeeded, null)
        : (code < 64 ? SyncScheduleState.NeedsAttention : SyncScheduleState.Failed, run.Failed);

    private static DateTimeOffset SeenSince(ScheduleFile file, RunFile? run) =>
        new(DateTime.SpecifyKind(run is { } latest && latest.StartedAt > file.RegisteredAt ? latest.StartedAt : file.RegisteredAt, DateTimeKind.Utc));
}

using System.Globalization;

namespace ElevenCost;

/// <summary>What starts a scheduled sync.</summary>
public enum SyncScheduler
{
    /// <summary>A timer of the user's systemd, on Linux. A run that was missed is made up for at the next start of the machine.</summary>
    Systemd,

    /// <summary>The user's crontab, on Linux, macOS and BSD.</summary>
    Cron,

    /// <summary>A launch agent of the user, on macOS.</summary>
    Launchd,

    /// <summary>Task Scheduler, on Windows.</summary>
    TaskScheduler,
}

/// <summary>How often a scheduled sync runs.</summary>
public enum ScheduleFrequency
{
    /// <summary>Once a day, at a time of a time zone.</summary>
    Daily,

    /// <summary>Once an hour, at a minute that differs between machines, so that they do not all ask at once.</summary>
    Hourly,
}

/// <summary>The state of a scheduled sync. The first that applies counts.</summary>
public enum SyncScheduleState
{
    /// <summary>The scheduler does not have the job as it was registered: it was removed or changed there.</summary>
    Missing,

    /// <summary>A run is in progress.</summary>
    Running,

    /// <summary>A run is more than two hours overdue.</summary>
    Stale,

    /// <summary>It has not run yet, and no run is overdue.</summary>
    NeverRun,

    /// <summary>The latest run failed or did not finish.</summary>
    Failed,

    /// <summary>The latest run finished, and a budget, a day or an alert needs attention.</summary>
    NeedsAttention,

    /// <summary>The latest run succeeded.</summary>
    Succeeded,
}

/// <summary>The scheduled sync of this machine's home. Immutable.</summary>
public sealed record SyncSchedule
{
    /// <summary>The name of the job at the scheduler.</summary>
    public required string Name { get; init; }

    /// <summary>How often it runs.</summary>
    public required ScheduleFrequency Frequency { get; init; }

    /// <summary>The time of day in <see cref="TimeZone"/> as <c>HH:mm</c>; for an hourly schedule the minute, such as <c>*:17</c>.</summary>
    public required string At { get; init; }

    /// <summary>IANA name of the zone of <see cref="At"/>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What starts it.</summary>
    public required SyncScheduler Scheduler { get; init; }

    /// <summary>The state.</summary>
    public SyncScheduleState State { get; init; }

    /// <summary>When the latest run began, in UTC; null if none did since the schedule was registered.</summary>
    public DateTime? LastRunAt { get; init; }

    /// <summary>How long the latest run took; null if there was none, or it did not finish.</summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>The exit code of the latest run; null if there was none, or it did not finish.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>When the latest run began that succeeded, in UTC; null if none did.</summary>
    public DateTime? LastSuccessAt { get; init; }

    /// <summary>What failed in the latest run, joined by semicolons; null if nothing did.</summary>
    public string? Failed { get; init; }

    /// <summary>When it is due next, in UTC.</summary>
    public required DateTime NextRunAt { get; init; }

    /// <summary>Cause and suggested fix; null if healthy.</summary>
    public string? Message { get; init; }

    /// <summary>Names or wildcards of the connections that it syncs, joined by commas; null for every connection.</summary>
    public string? Connections { get; init; }

    /// <summary>How long a run may take.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>The file with the environment variables of its runs; null for none.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>The command that the scheduler starts. It holds no secret.</summary>
    public required string Command { get; init; }

    /// <summary>The log of its runs.</summary>
    public required string LogPath { get; init; }

    /// <summary>When it was registered, in UTC.</summary>
    public required DateTime RegisteredAt { get; init; }

    /// <summary>How often, when and by what, such as <c>Daily at 06:00 Etc/UTC (Systemd)</c>; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Frequency} at {At} {TimeZone} ({Scheduler})");
}

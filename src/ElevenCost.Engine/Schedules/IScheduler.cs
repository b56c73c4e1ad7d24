namespace ElevenCost.Engine.Schedules;

/// <summary>What a scheduler is to start. Immutable.</summary>
/// <param name="Name">The name of the job: letters, digits and hyphens.</param>
/// <param name="Schedule">When.</param>
/// <param name="Command">What to start.</param>
/// <param name="TimeLimit">How long a run may take; the scheduler ends it a little later.</param>
internal sealed record ScheduledJob(string Name, Schedule Schedule, JobCommand Command, TimeSpan TimeLimit)
{
    /// <summary>What stands in its description.</summary>
    public const string Description = "ElevenCost: sync, budgets and alerts";

    /// <summary>Where it is documented.</summary>
    public const string Documentation = "https://github.com/elevencost/ElevenCost/blob/main/docs/Register-ElevenLabsSyncSchedule.md";

    /// <summary>When the scheduler ends a run that did not end by itself.</summary>
    public TimeSpan HardLimit => TimeLimit + TimeSpan.FromMinutes(2);

    /// <summary>The minutes past an hour of a zone at which the job may become due in the next ten years: one, but for zones whose clocks change by half an hour.</summary>
    public IReadOnlyList<int> MinutesIn(TimeZoneInfo zone, DateTimeOffset now) => Schedule.Frequency == ScheduleFrequency.Hourly
        ? [TimeZoneInfo.ConvertTime(Schedule.NextAfter(now), zone).Minute]
        : [.. Schedule.DueInstants(now).Select(due => TimeZoneInfo.ConvertTime(due, zone).Minute).Distinct().Order()];
}

/// <summary>A scheduler of a platform. It changes nothing itself: it says what is to be written and run.</summary>
/// <remarks>
/// A scheduler that knows no time zones, or not when clocks change, starts the job every hour; the job ends at once if it is not due. So a run is on time in
/// every zone, and one that was missed is made up for within the hour.
/// </remarks>
internal interface IScheduler
{
    /// <summary>Which it is.</summary>
    SyncScheduler Kind { get; }

    /// <summary>Why this session can't use it, as a failure; null if it can.</summary>
    ElevenCostException? Lack();

    /// <summary>What makes the scheduler start a job; nothing if it does already.</summary>
    /// <exception cref="ElevenCostException"><c>SchedulerFailed</c>, <c>ScheduleNotValid</c>.</exception>
    Task<IReadOnlyList<SchedulerChange>> PlanAsync(ScheduledJob job, CancellationToken cancellationToken);

    /// <summary>What makes the scheduler forget a job; nothing if it does not know it.</summary>
    /// <exception cref="ElevenCostException"><c>SchedulerFailed</c>.</exception>
    Task<IReadOnlyList<SchedulerChange>> PlanRemovalAsync(string name, CancellationToken cancellationToken);

    /// <summary>Whether the scheduler starts jobs while nobody is logged in.</summary>
    Task<ScheduleCheck> CheckAsync(CancellationToken cancellationToken);
}

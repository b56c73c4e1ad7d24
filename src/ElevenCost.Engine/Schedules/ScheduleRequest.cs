using System.Globalization;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Schedules;

/// <summary>A schedule as a user asks for it. Immutable.</summary>
public sealed record ScheduleRequest
{
    /// <summary>How often.</summary>
    public ScheduleFrequency Frequency { get; init; }

    /// <summary>The time of day, such as <c>06:00</c>; null for 06:00. Of a daily schedule alone.</summary>
    public string? At { get; init; }

    /// <summary>IANA name of the zone of <see cref="At"/>; null for UTC. Of a daily schedule alone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What starts it; null for the first that this machine has.</summary>
    public SyncScheduler? Scheduler { get; init; }

    /// <summary>Names or wildcards of the connections to sync; empty for every connection.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>How long a run may take; null for 2 hours, or 50 minutes of an hourly schedule.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The absolute path of a file with environment variables for the runs; null for none.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>The schedule.</summary>
    /// <param name="minute">The minute of an hourly schedule.</param>
    /// <exception cref="ElevenCostException"><c>ScheduleNotValid</c>, <c>TimeZoneNotFound</c>.</exception>
    internal Schedule Read(int minute)
    {
        if (Frequency == ScheduleFrequency.Hourly)
        {
            return At is null && TimeZone is null
                ? new Schedule { Frequency = Frequency, Minute = minute }
                : throw ScheduleErrors.NotValid("an hourly schedule has no time and no time zone: ElevenCost selects the minute", "Leave the time and the zone out, or schedule it daily.");
        }

        TimeOnly time = Schedule.DefaultTime;
        if (At is not null && !TimeOnly.TryParseExact(At, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
        {
            throw ScheduleErrors.NotValid($"'{ShownText.Of(At)}' is not a time of day", "Use hours and minutes of 24 hours, such as 06:00 or 18:30.");
        }

        string zone = TimeZone ?? "Etc/UTC";
        _ = DayZone.Find(zone);
        return new Schedule { Frequency = Frequency, Time = time, TimeZone = zone };
    }
}

using System.Globalization;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Schedules;

/// <summary>When a job runs. Immutable.</summary>
public sealed record Schedule
{
    /// <summary>The time of a daily schedule without one of its own.</summary>
    public static readonly TimeOnly DefaultTime = new(6, 0);

    // Time zones promise nothing, but rules of daylight saving time repeat every year.
    private const int YearsAhead = 10;

    /// <summary>How often.</summary>
    public required ScheduleFrequency Frequency { get; init; }

    /// <summary>The time of day in <see cref="TimeZone"/>; of a daily schedule alone.</summary>
    public TimeOnly Time { get; init; } = DefaultTime;

    /// <summary>IANA name of the zone of <see cref="Time"/>; <c>Etc/UTC</c> for an hourly schedule.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>The minute past the hour, in UTC: 0 to 59; of an hourly schedule alone.</summary>
    public int Minute { get; init; }

    /// <summary>The time as it is shown: <c>06:00</c>, or <c>*:17</c> for every hour.</summary>
    public string At => Frequency == ScheduleFrequency.Daily
        ? Time.ToString("HH:mm", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"*:{Minute:00}");

    /// <summary>The first due instant after another one.</summary>
    /// <exception cref="ElevenCostException"><c>TimeZoneNotFound</c>.</exception>
    public DateTimeOffset NextAfter(DateTimeOffset instant)
    {
        if (Frequency == ScheduleFrequency.Hourly)
        {
            DateTimeOffset due = HourOf(instant).AddMinutes(Minute);
            return due > instant ? due : due.AddHours(1);
        }

        TimeZoneInfo zone = DayZone.Find(TimeZone);
        for (DateOnly day = zone.DayOf(instant).AddDays(-1); ; day = day.AddDays(1))
        {
            if (InstantOf(zone, day) is var due && due > instant)
            {
                return due;
            }
        }
    }

    /// <summary>The latest due instant that is not after another one.</summary>
    /// <exception cref="ElevenCostException"><c>TimeZoneNotFound</c>.</exception>
    public DateTimeOffset LatestAt(DateTimeOffset instant)
    {
        if (Frequency == ScheduleFrequency.Hourly)
        {
            DateTimeOffset due = HourOf(instant).AddMinutes(Minute);
            return due <= instant ? due : due.AddHours(-1);
        }

        TimeZoneInfo zone = DayZone.Find(TimeZone);
        for (DateOnly day = zone.DayOf(instant).AddDays(1); ; day = day.AddDays(-1))
        {
            if (InstantOf(zone, day) is var due && due <= instant)
            {
                return due;
            }
        }
    }

    /// <summary>The due instants of the next ten years, a day each; empty for an hourly schedule.</summary>
    internal IEnumerable<DateTimeOffset> DueInstants(DateTimeOffset from)
    {
        if (Frequency == ScheduleFrequency.Hourly)
        {
            yield break;
        }

        TimeZoneInfo zone = DayZone.Find(TimeZone);
        DateOnly first = zone.DayOf(from);
        for (DateOnly day = first; day < first.AddYears(YearsAhead); day = day.AddDays(1))
        {
            yield return InstantOf(zone, day);
        }
    }

    /// <summary>
    /// The times on the wall at which a daily job runs in the next ten years: its own, and the one an hour later if clocks skip its own.
    /// </summary>
    internal IReadOnlyList<TimeOnly> WallTimes(DateTimeOffset from)
    {
        TimeZoneInfo zone = DayZone.Find(TimeZone);
        return [.. DueInstants(from).Select(due => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, zone).DateTime)).Distinct().Order()];
    }

    /// <summary>The instant of the time on a day: the first one if clocks show it twice; as long after the change as it would have been if they skip it.</summary>
    /// <remarks>As RFC 5545 (3.3.5) and java.time have it. From the offsets in force at instants alone, for the reason that <see cref="DayZone.StartOf"/> gives.</remarks>
    private DateTimeOffset InstantOf(TimeZoneInfo zone, DateOnly day)
    {
        var wall = new DateTimeOffset(day.ToDateTime(Time), TimeSpan.Zero);
        TimeSpan before = zone.GetUtcOffset(wall.AddDays(-1));
        TimeSpan after = zone.GetUtcOffset(wall.AddDays(1));
        return zone.GetUtcOffset(wall - before) != before && zone.GetUtcOffset(wall - after) == after ? wall - after : wall - before;
    }

    private static DateTimeOffset HourOf(DateTimeOffset instant)
    {
        DateTimeOffset utc = instant.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerHour));
    }
}

using System.Globalization;
using ElevenCost.Engine.Schedules;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>When a job is due: once a day on the clock on the wall, also on the days on which clocks change.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData("Etc/UTC", "06:00", "2026-11-28T05:59:59Z", "2026-11-28T06:00:00Z")]
    [InlineData("Etc/UTC", "06:00", "2026-11-28T06:00:00Z", "2026-11-29T06:00:00Z")]
    [InlineData("Europe/Berlin", "06:00", "2026-03-28T12:00:00Z", "2026-03-29T04:00:00Z")]
    [InlineData("Europe/Berlin", "06:00", "2026-10-24T12:00:00Z", "2026-10-25T05:00:00Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z")] // Skipped: 03:30 on the wall.
    [InlineData("Europe/Berlin", "02:30", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")] // Twice: the first time.
    [InlineData("Europe/Berlin", "02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("America/New_York", "23:59", "2026-11-28T12:00:00Z", "2026-11-29T04:59:00Z")]
    [InlineData("Asia/Kolkata", "06:00", "2026-11-28T00:30:00Z", "2026-11-29T00:30:00Z")]
    public void A_daily_job_is_due_once_a_day_of_its_zone(string zone, string at, string after, string due)
    {
        var schedule = new Schedule { Frequency = ScheduleFrequency.Daily, Time = TimeOnly.Parse(at, CultureInfo.InvariantCulture), TimeZone = zone };
        Assert.Equal(At(due), schedule.NextAfter(At(after)));
        Assert.Equal(At(due), schedule.LatestAt(At(due)));
        Assert.True(schedule.LatestAt(At(due).AddTicks(-1)) <= At(after));
    }

    [Theory]
    [InlineData("2026-11-28T05:16:59Z", "2026-11-28T05:17:00Z")]
    [InlineData("2026-11-28T05:17:00Z", "2026-11-28T06:17:00Z")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T01:17:00Z")]
    public void An_hourly_job_is_due_at_its_minute(string after, string due)
    {
        var schedule = new Schedule { Frequency = ScheduleFrequency.Hourly, Minute = 17 };
        Assert.Equal(At(due), schedule.NextAfter(At(after)));
        Assert.Equal(At(due).AddHours(-1), schedule.LatestAt(At(after)));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Santiago")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Pacific/Auckland")]
    [InlineData("Africa/Casablanca")]
    public void Over_two_years_each_day_has_one_run_and_every_hourly_start_finds_it(string zone)
    {
        TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (TimeOnly time in new[] { TimeOnly.MinValue, new TimeOnly(0, 30), new TimeOnly(2, 15), new TimeOnly(6, 0), new TimeOnly(23, 45) })
        {
            var schedule = new Schedule { Frequency = ScheduleFrequency.Daily, Time = time, TimeZone = zone };
            DateTimeOffset start = At("2026-01-01T12:00:00Z");
            DateTimeOffset due = schedule.LatestAt(start);
            var days = new List<DateOnly>();
            while (due < start.AddYears(2))
            {
                DateTimeOffset next = schedule.NextAfter(due);
                Assert.InRange((next - due).TotalHours, 22, 26);
                Assert.Equal(due, schedule.LatestAt(next.AddTicks(-1)));
                days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(next, info).DateTime));
                due = next;
            }

            Assert.Equal(days.Distinct().Count(), days.Count);
            Assert.Equal(days[^1].DayNumber - days[0].DayNumber + 1, days.Count);
        }
    }

    [Theory]
    [InlineData("02:30", "02:30 03:30")]
    [InlineData("06:00", "06:00")]
    public void A_time_that_clocks_skip_has_the_time_that_stands_in_for_it(string at, string times)
    {
        var schedule = new Schedule { Frequency = ScheduleFrequency.Daily, Time = TimeOnly.Parse(at, CultureInfo.InvariantCulture), TimeZone = "Europe/Berlin" };
        Assert.Equal(times, string.Join(' ', schedule.WallTimes(At("2026-11-28T12:00:00Z")).Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData(ScheduleFrequency.Daily, "6 o'clock", null, "ScheduleNotValid")]
    [InlineData(ScheduleFrequency.Daily, "24:00", null, "ScheduleNotValid")]
    [InlineData(ScheduleFrequency.Daily, null, "Europe/Berlln", "TimeZoneNotFound")]
    [InlineData(ScheduleFrequency.Hourly, "06:00", null, "ScheduleNotValid")]
    [InlineData(ScheduleFrequency.Hourly, null, "Europe/Berlin", "ScheduleNotValid")]
    public void What_cannot_be_a_schedule_is_rejected(ScheduleFrequency frequency, string? at, string? zone, string id) =>
        Assert.Equal(id, Assert.Throws<ElevenCostException>(() => new ScheduleRequest { Frequency = frequency, At = at, TimeZone = zone }.Read(0)).ErrorId);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

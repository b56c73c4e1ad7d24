using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Calendar;

/// <summary>The first instant of each day, in every zone that this machine knows.</summary>
public sealed class DayStartTests
{
    private const int FirstYear = 2020;
    private const int LastYear = 2030;

    [Fact]
    public void Each_zone_begins_its_days_where_the_systems_own_data_say()
    {
        string[] zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => File.Exists(Path.Combine(ZoneData.Folder, id)))];

        // Windows keeps no such files; there the other test alone speaks of its zones.
        Assert.True(OperatingSystem.IsWindows() || zones.Length > 300, $"Only {zones.Length} zones have a file under {ZoneData.Folder}: install the package tzdata.");
        var wrong = new List<string>();
        foreach (string id in zones)
        {
            var data = new ZoneData(id);
            TimeZoneInfo zone = DayZone.Find(id);
            foreach (DateOnly day in data.DaysOfChanges(FirstYear, LastYear).Concat(FirstOfMonths()).Where(day => day.Year is >= FirstYear and <= LastYear))
            {
                DateTimeOffset truth = DateTimeOffset.FromUnixTimeSeconds(data.StartOf(day));
                DateTimeOffset start = zone.StartOf(day);
                if (start != truth || zone.DayOf(start) != day)
                {
                    wrong.Add($"{id} {day:yyyy-MM-dd}: {start.UtcDateTime:O}, not {truth.UtcDateTime:O}");
                }
            }
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public void A_day_follows_the_one_before_it_without_a_gap()
    {
        foreach (TimeZoneInfo zone in TimeZoneInfo.GetSystemTimeZones())
        {
            for (DateOnly day = new(FirstYear, 1, 2); day.Year <= LastYear; day = day.AddDays(1))
            {
                // Where the clocks do not change there is one midnight.
                var noon = new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
                if (zone.GetUtcOffset(noon.AddDays(-1)) == zone.GetUtcOffset(noon.AddDays(1)))
                {
                    continue;
                }

                DateTimeOffset start = zone.StartOf(day);
                if (zone.DayOf(start) != day || zone.DayOf(start.AddTicks(-1)) >= day)
                {
                    Assert.Fail($"{zone.Id} {day:yyyy-MM-dd} begins at {start.UtcDateTime:O}.");
                }
            }
        }
    }

    [Theory]
    [InlineData("America/Asuncion", "2024-10-06", "2024-10-06T04:00:00Z")]
    [InlineData("America/Coyhaique", "2022-09-11", "2022-09-11T04:00:00Z")]
    [InlineData("Asia/Amman", "2021-03-26", "2021-03-25T22:00:00Z")]
    [InlineData("Asia/Damascus", "2021-03-26", "2021-03-25T22:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z")]
    public void Where_midnight_does_not_exist_or_comes_twice_the_day_begins_at_its_first_instant(string zone, string day, string start)
    {
        // An older machine may not know a zone of 2025.
        if (zone != "America/Coyhaique" || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            Assert.Equal(DateTimeOffset.Parse(start), DayZone.Find(zone).StartOf(DateOnly.Parse(day)));
        }
    }

    private static IEnumerable<DateOnly> FirstOfMonths() =>
        Enumerable.Range(0, (LastYear - FirstYear + 1) * 12).Select(month => new DateOnly(FirstYear, 1, 1).AddMonths(month));
}

using ElevenCost.Engine.Calendar;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Calendar;

public sealed class HourAxisTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham",
        "America/Havana", "Africa/Cairo", "Asia/Beirut", "Atlantic/Azores", "America/Santiago", "Pacific/Apia",
    ];

    [Fact]
    public void Hours_fill_the_day_without_gap_or_overlap() => Prop.ForAll(
        Arb.From(Gen.Elements(Zones)), Arb.From(Gen.Choose(0, 3000)), (name, offset) =>
        {
            TimeZoneInfo zone = DayZone.Find(name);
            DateOnly day = DayZone.FirstDay.AddDays(offset);
            List<DateTimeOffset> hours = [.. zone.HoursOf(day)];
            IEnumerable<TimeSpan> lengths = hours.Skip(1).Append(zone.StartOf(day.AddDays(1))).Zip(hours, (next, hour) => next - hour);
            return hours[0] == zone.StartOf(day)
                && hours.All(hour => zone.DayOf(hour) == day && zone.BeginsHour(hour))
                && lengths.All(length => length > TimeSpan.Zero && length <= TimeSpan.FromHours(1))
                && hours.Count is >= 23 and <= 26;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Every_hour_has_a_place_of_its_own_in_order_of_time() => Prop.ForAll(
        Arb.From(Gen.Elements(Zones)), Arb.From(Gen.Choose(0, 3000)), (name, offset) =>
        {
            TimeZoneInfo zone = DayZone.Find(name);
            DateOnly day = DayZone.FirstDay.AddDays(offset);
            var range = new DateRange(day, day.AddDays(2));
            var axis = new HourAxis(zone, range, DateTimeOffset.MaxValue, [zone.StartOf(day).UtcDateTime]);
            return axis.Buckets.Select(hour => axis.PlaceOf(hour.StartedAt!.Value)).SequenceEqual(Enumerable.Range(0, axis.Buckets.Count))
                && axis.Buckets.Distinct().Count() == axis.Buckets.Count
                && axis.Buckets.All(hour => hour.Date == TimeZoneInfo.ConvertTime(new DateTimeOffset(hour.StartedAt!.Value), zone).DateTime)
                && axis.Buckets.Zip(axis.Buckets.Skip(1), Bucket.Compare).All(order => order < 0);
        }).QuickCheckThrowOnFailure();
}

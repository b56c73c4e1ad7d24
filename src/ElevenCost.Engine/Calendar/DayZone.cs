namespace ElevenCost.Engine.Calendar;

/// <summary>Days and midnights of a time zone.</summary>
public static class DayZone
{
    // Since the first day that can be asked for, clocks have changed on quarters of an hour alone.
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Offsets lie between -12 and +14 hours, and a change of clocks is an hour or two.
    private static readonly TimeSpan FurthestEast = TimeSpan.FromHours(15);
    private static readonly TimeSpan FurthestWest = TimeSpan.FromHours(13);
    private static readonly TimeSpan LongestChange = TimeSpan.FromHours(3);

    /// <summary>The first day that can be asked for: the API takes no time before 2020-01-01 in UTC, and a day of a zone east of it begins before that.</summary>
    public static DateOnly FirstDay { get; } = new(2020, 1, 2);

    /// <summary>The zone of an IANA name.</summary>
    /// <exception cref="ElevenCostException"><c>TimeZoneNotFound</c>: the name is not known to this machine.</exception>
    public static TimeZoneInfo Find(string name) =>
        name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) && (zone.HasIanaId || zone.Id == name)
            ? zone
            : throw CalendarErrors.ZoneNotFound(name);

    /// <summary>Whether the days are those of UTC.</summary>
    internal static bool IsUtc(this TimeZoneInfo zone) => zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;

    /// <summary>The day that an instant falls on.</summary>
    public static DateOnly DayOf(this TimeZoneInfo zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>Today in the zone.</summary>
    public static DateOnly Today(this TimeZoneInfo zone, TimeProvider time) => zone.DayOf(time.GetUtcNow());

    /// <summary>The instant at which a day begins: its first midnight, or where clocks skip midnight, the first instant after it.</summary>
    /// <remarks>
    /// Read from the offsets in force at instants alone. What .NET says of a local time (<see cref="TimeZoneInfo.IsInvalidTime"/>) is wrong on
    /// some days on which a country leaves summer time for good: America/Asuncion on 2024-10-06, Asia/Damascus and Asia/Amman in 2022.
    /// </remarks>
    public static DateTimeOffset StartOf(this TimeZoneInfo zone, DateOnly day)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        DateTimeOffset early = midnight - FurthestEast;
        DateTimeOffset late = midnight + FurthestWest;
        TimeSpan offset = zone.GetUtcOffset(early);
        if (offset == zone.GetUtcOffset(late))
        {
            return midnight - offset;
        }

        // The offset changes around midnight: the day has begun at the first minute that is of it.
        while (late - early > Minute)
        {
            DateTimeOffset middle = early + TimeSpan.FromMinutes(Math.Floor((late - early).TotalMinutes / 2));
            (early, late) = zone.DayOf(middle) < day ? (middle, late) : (early, middle);
        }

        // Clocks that are set back over midnight begin the day twice: the first time counts.
        for (DateTimeOffset before = late - Quarter; before >= late - LongestChange; before -= Quarter)
        {
            late = zone.DayOf(before) >= day ? before : late;
        }

        return late;
    }

    /// <summary>
    /// The instants at which a day's hours begin, in order: each full hour of the clock on the wall, and where the clocks change by less than
    /// an hour, the change. A day has 23 to 25 of them; a repeated hour is there twice.
    /// </summary>
    public static IEnumerable<DateTimeOffset> HoursOf(this TimeZoneInfo zone, DateOnly day)
    {
        DateTimeOffset start = zone.StartOf(day);
        DateTimeOffset end = zone.StartOf(day.AddDays(1));
        for (DateTimeOffset quarter = start; quarter < end; quarter += Quarter)
        {
            if (quarter == start || IsFullHour(zone, quarter) || Changes(zone, quarter))
            {
                yield return quarter;
            }
        }
    }

    /// <summary>Whether an hour may begin at an instant: by the clock on the wall, counted from midnight, or where the clocks change.</summary>
    internal static bool BeginsHour(this TimeZoneInfo zone, DateTimeOffset instant) =>
        IsFullHour(zone, instant) || (instant - zone.StartOf(zone.DayOf(instant))).Ticks % TimeSpan.TicksPerHour == 0 || Changes(zone, instant);

    private static bool IsFullHour(TimeZoneInfo zone, DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, zone).TimeOfDay.Ticks % TimeSpan.TicksPerHour == 0;

    private static bool Changes(TimeZoneInfo zone, DateTimeOffset instant) => zone.GetUtcOffset(instant) != zone.GetUtcOffset(instant.AddTicks(-1));
}

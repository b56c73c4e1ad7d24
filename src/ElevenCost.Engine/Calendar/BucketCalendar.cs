namespace ElevenCost.Engine.Calendar;

/// <summary>The buckets of a range: each begins on a calendar boundary, the first and the last may be cut by the range.</summary>
internal static class BucketCalendar
{
    /// <summary>The day that names a day's bucket; the range's first day for <see cref="Granularity.Total"/>.</summary>
    /// <remarks>Weeks are those of ISO 8601, from Monday. The boundary may lie before the range.</remarks>
    public static DateOnly BucketOf(DateOnly day, Granularity granularity, DateRange range) => granularity switch
    {
        Granularity.Day => day,
        Granularity.Week => WeekOf(day),
        Granularity.Month => new DateOnly(day.Year, day.Month, 1),
        Granularity.Quarter => new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1),
        Granularity.Year => new DateOnly(day.Year, 1, 1),
        Granularity.Total => range.Start,
        _ => throw CalendarErrors.HoursNotKept(),
    };

    /// <summary>The Monday of a day's week, as ISO 8601 counts.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}

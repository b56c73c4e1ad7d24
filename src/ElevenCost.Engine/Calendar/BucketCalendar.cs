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

    /// <summary>The first day after a bucket.</summary>
    /// <param name="first">The day that names the bucket.</param>
    /// <param name="granularity">A day or longer, and no <see cref="Granularity.Total"/>.</param>
    public static DateOnly AfterBucket(DateOnly first, Granularity granularity) => granularity switch
    {
        Granularity.Day => first.AddDays(1),
        Granularity.Week => first.AddDays(7),
        Granularity.Month => first.AddMonths(1),
        Granularity.Quarter => first.AddMonths(3),
        Granularity.Year => first.AddYears(1),
        _ => throw new ArgumentOutOfRangeException(nameof(granularity), granularity, null),
    };

    /// <summary>The last day of a bucket, included, cut off by the range, at midnight; null for an hour.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="granularity">Its length.</param>
    /// <param name="range">The range.</param>
    public static DateTime? EndOf(Bucket bucket, Granularity granularity, DateRange range)
    {
        if (granularity == Granularity.Hour)
        {
            return null;
        }

        DateOnly last = granularity == Granularity.Total ? range.End : AfterBucket(DateOnly.FromDateTime(bucket.Date), granularity).AddDays(-1);
        return (last < range.End ? last : range.End).ToDateTime(TimeOnly.MinValue);
    }

    /// <summary>The Monday of a day's week, as ISO 8601 counts.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}

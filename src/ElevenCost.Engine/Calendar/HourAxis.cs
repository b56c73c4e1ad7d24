namespace ElevenCost.Engine.Calendar;

/// <summary>
/// The hours of a range in order of time. Grouping names buckets by days; an hour goes by its place on the axis, as the day of that number,
/// so that hours of one clock time stay two and their order is that of time.
/// </summary>
internal sealed class HourAxis
{
    private readonly TimeZoneInfo _zone;
    private readonly DateTime[] _starts;

    /// <summary>Lays out the hours that have begun.</summary>
    /// <param name="zone">The zone of the days.</param>
    /// <param name="range">The days.</param>
    /// <param name="now">Hours after it are left out.</param>
    /// <param name="observed">Hours that were met, whether or not the clock has them.</param>
    public HourAxis(TimeZoneInfo zone, DateRange range, DateTimeOffset now, IEnumerable<DateTime> observed)
    {
        _zone = zone;
        _starts = [.. range.EachDay().SelectMany(zone.HoursOf).Where(start => start <= now).Select(start => start.UtcDateTime).Concat(observed).Distinct().Order()];
    }

    /// <summary>The instants at which the hours begin, in UTC.</summary>
    public IReadOnlyList<DateTime> Starts => _starts;

    /// <summary>The place of an hour.</summary>
    public int PlaceOf(DateTime start) => Array.BinarySearch(_starts, start);

    /// <summary>The day that stands for the hour at a place.</summary>
    public static DateOnly BucketAt(int place) => DateOnly.FromDayNumber(place);

    /// <summary>The instant at which the hour begins that a bucket's date stands for, in UTC.</summary>
    public DateTime StartOf(DateTime bucket) => _starts[DateOnly.FromDateTime(bucket).DayNumber];

    /// <summary>The time on the clock at an instant, of kind unspecified.</summary>
    public DateTime LocalOf(DateTime start) => TimeZoneInfo.ConvertTime(new DateTimeOffset(start), _zone).DateTime;

    /// <summary>The day of an instant.</summary>
    public DateOnly DayOf(DateTime start) => DateOnly.FromDateTime(LocalOf(start));
}

namespace ElevenCost.Engine.Calendar;

/// <summary>The hours of a range in order of time: hours of one clock time stay two. Immutable.</summary>
internal sealed class HourAxis
{
    private readonly DateTime[] _starts;

    /// <summary>Lays out the hours that have begun.</summary>
    /// <param name="zone">The zone of the days.</param>
    /// <param name="range">The days.</param>
    /// <param name="now">Hours after it are left out.</param>
    /// <param name="observed">Hours that were met, whether or not the clock has them.</param>
    public HourAxis(TimeZoneInfo zone, DateRange range, DateTimeOffset now, IEnumerable<DateTime> observed)
    {
        _starts = [.. range.EachDay().SelectMany(zone.HoursOf).Where(start => start <= now).Select(start => start.UtcDateTime).Concat(observed).Distinct().Order()];
        Buckets = [.. _starts.Select(start => new Bucket(TimeZoneInfo.ConvertTime(new DateTimeOffset(start), zone).DateTime, start))];
    }

    /// <summary>The hours, in order of time.</summary>
    public IReadOnlyList<Bucket> Buckets { get; }

    /// <summary>The place of the hour that begins at an instant, in UTC; negative where there is none.</summary>
    public int PlaceOf(DateTime start) => Array.BinarySearch(_starts, start);
}

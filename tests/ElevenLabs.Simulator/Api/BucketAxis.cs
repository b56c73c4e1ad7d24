namespace ElevenLabs.Simulator;

/// <summary>
/// Bucket starts as the schema describes them: whole days at local midnight, whole hours below a day from local midnight by
/// the clock on the wall, everything else on multiples of the size in UTC.
/// </summary>
internal sealed class BucketAxis(long size, TimeZoneInfo zone)
{
    private const long Day = 86_400;
    private const long Hour = 3600;
    private readonly Dictionary<long, long> midnights = [];

    public long Floor(long second)
    {
        if (size % Day == 0)
        {
            long days = size / Day;
            return Midnight(Epoch.FloorDiv(LocalDay(second), days) * days);
        }

        if (size % Hour == 0 && size < Day)
        {
            return size == Hour ? FloorHour(second) : FloorHours(second);
        }

        return second - Modulo(second, size);
    }

    public long Next(long bucket)
    {
        if (size % Day == 0)
        {
            return Midnight(LocalDay(bucket) + size / Day);
        }

        if (size % Hour != 0 || size > Day || zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime)
        {
            return bucket + size;
        }

        // Around clock changes buckets are longer or shorter; no zone changes off the quarter hour.
        for (long probe = bucket + 900; ; probe += 900)
        {
            long start = Floor(probe);
            if (start > bucket)
            {
                return start;
            }
        }
    }

    private long FloorHour(long second)
    {
        // Where the clock changes by half an hour (Lord Howe), the change itself starts a bucket.
        long start = second - Modulo(second + Offset(second), Hour);
        return Offset(start) == Offset(second) ? start : ChangeBetween(start, second);
    }

    private long ChangeBetween(long low, long high)
    {
        long before = Offset(low);
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (Offset(middle) == before)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    private long FloorHours(long second)
    {
        long midnight = Midnight(LocalDay(second));
        long elapsed = second - midnight;
        long change = Offset(second) - Offset(midnight);
        if (change == 0)
        {
            return midnight + elapsed / size * size;
        }

        long changedAt = ChangeBetween(midnight, second) - midnight;
        long rounded = (elapsed + change) / size * size;
        if (rounded >= changedAt)
        {
            rounded = Math.Max(rounded - change, changedAt);
        }

        return midnight + rounded;
    }

    private long LocalDay(long second) => Epoch.FloorDiv(second + Offset(second), Day);

    private long Offset(long second) => (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(second)).TotalSeconds;

    /// <summary>The first second of a local day, by bisection: where midnight is skipped, the day starts later.</summary>
    private long Midnight(long day)
    {
        if (midnights.TryGetValue(day, out long known))
        {
            return known;
        }

        long low = day * Day - 16 * Hour;
        long high = day * Day + 16 * Hour;
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (LocalDay(middle) >= day)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return midnights[day] = high;
    }

    private static long Modulo(long value, long by) => value - Epoch.FloorDiv(value, by) * by;
}

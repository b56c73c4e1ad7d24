using System.Numerics;

namespace ElevenCost.Engine.Requests;

/// <summary>Latencies, counted in memory that does not grow with how many there are: see <see cref="RequestSummary"/> for how exactly.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>Below 2 to this power of milliseconds every one has a step of its own, and above a step is 1/1024 of its latency or less.</summary>
    private const int ExactBits = 11;

    /// <summary>A day: what is longer is counted as this long in percentiles.</summary>
    private const long Longest = 24L * 60 * 60 * 1000;

    private readonly SortedDictionary<long, long> _countByUpperEnd = [];
    private long _count;
    private decimal _sum;
    private long _longest;

    /// <summary>The average, exactly; null if there is none.</summary>
    public decimal? Average => _count == 0 ? null : _sum / _count;

    /// <summary>How many different steps are held.</summary>
    public int Steps => _countByUpperEnd.Count;

    /// <summary>Counts a latency in milliseconds, not below 0.</summary>
    public void Add(decimal milliseconds)
    {
        long whole = milliseconds >= Longest ? Longest : (long)decimal.Round(milliseconds, MidpointRounding.AwayFromZero);
        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)whole) - ExactBits);
        long upperEnd = ((whole >> shift) << shift) + (1L << shift) - 1;
        _countByUpperEnd[upperEnd] = _countByUpperEnd.GetValueOrDefault(upperEnd) + 1;
        _count++;
        _sum += milliseconds;
        _longest = Math.Max(_longest, whole);
    }

    /// <summary>The percentile by nearest rank; null if there is no latency.</summary>
    /// <param name="percent">1 to 100.</param>
    public long? Percentile(int percent)
    {
        // Rounded up: the rank is the first at which that many percent are reached.
        long rank = ((_count * percent) + 99) / 100;
        long counted = 0;
        foreach ((long upperEnd, long count) in _countByUpperEnd)
        {
            counted += count;
            if (counted >= rank)
            {
                return Math.Min(upperEnd, _longest);
            }
        }

        return null;
    }
}

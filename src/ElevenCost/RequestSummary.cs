using System.Globalization;

namespace ElevenCost;

/// <summary>The requests to one path within one bucket. Immutable.</summary>
/// <remarks>
/// A percentile is by nearest rank: the least latency that at least so many percent of the requests with a known latency did not exceed.
/// Latencies are counted in whole milliseconds (half a millisecond rounds up) below 2,048, and above in steps of at most 1/1024 of the
/// latency, of which the upper end is given, though never more than the longest latency. So a percentile is exact to the millisecond below
/// two seconds, and at most 0.1 % too high above. The average is exact, rounded to a thousandth of a millisecond.
/// </remarks>
public sealed record RequestSummary
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The first day of the bucket in the connection's time zone, which may lie before the range: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime Date { get; init; }

    /// <summary>
    /// The last day of the bucket, included, cut off by the range: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for an hour.
    /// </summary>
    public DateTime? EndDate { get; init; }

    /// <summary>When the bucket begins, in UTC: an hour on the full hour of the connection's time zone, a total with the range.</summary>
    public required DateTime StartsAt { get; init; }

    /// <summary>
    /// The path, with <c>{id}</c> in place of IDs; <c>(other)</c> for what is beyond 5,000 paths in one bucket. Null if the log
    /// names no path.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>How many requests.</summary>
    public required long Requests { get; init; }

    /// <summary>How many succeeded, of those of which it is known.</summary>
    public required long Succeeded { get; init; }

    /// <summary>How many failed, of those of which it is known.</summary>
    public required long Failed { get; init; }

    /// <summary>Succeeded / (succeeded + failed), from 0 to 1, rounded to six digits; null if it is known of none.</summary>
    public decimal? SuccessRate { get; init; }

    /// <summary>The average latency in milliseconds; null if unknown.</summary>
    public decimal? AverageLatencyMs { get; init; }

    /// <summary>The median latency in milliseconds; null if unknown.</summary>
    public long? P50LatencyMs { get; init; }

    /// <summary>The latency in milliseconds that 95 % of the requests did not exceed; null if unknown.</summary>
    public long? P95LatencyMs { get; init; }

    /// <summary>The bucket and the path; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartsAt:yyyy-MM-dd HH:mm} {Path}: {Requests} requests");
}

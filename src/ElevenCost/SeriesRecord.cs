using System.Globalization;

namespace ElevenCost;

/// <summary>One value of a series: one metric of one key of a breakdown in one bucket. Never a part of usage or cost records. Immutable.</summary>
/// <remarks>A bucket without a value has no record: the API does not tell nothing from not known.</remarks>
public sealed record SeriesRecord
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>
    /// The first day of the bucket in the connection's time zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>. Of an hour the time
    /// on the clock as it begins; where clocks repeat an hour, two hours have the same, and <see cref="StartedAt"/> distinguishes them.
    /// </summary>
    public required DateTime Date { get; init; }

    /// <summary>
    /// The last day of the bucket, included, cut off by the range: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for an hour.
    /// </summary>
    public DateTime? EndDate { get; init; }

    /// <summary>The metric.</summary>
    public required SeriesMetric Metric { get; init; }

    /// <summary>What it is broken down by.</summary>
    public required SeriesBreakdown Breakdown { get; init; }

    /// <summary>The value of the breakdown as the API names it; null for <see cref="SeriesBreakdown.Total"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The latest known name of the key where that is an ID, else the key; null for <see cref="SeriesBreakdown.Total"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The value in <see cref="Unit"/>.</summary>
    public required decimal Value { get; init; }

    /// <summary><c>characters</c>, <c>requests</c>, <c>credits</c> or <c>minutes</c>; null if ElevenLabs does not document it.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the value comes from.</summary>
    public required SeriesSource Source { get; init; }

    /// <summary>The instant at which the hour begins, in UTC; null for a day and longer.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>The bucket and its value; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}: {Value} {Unit}");
}

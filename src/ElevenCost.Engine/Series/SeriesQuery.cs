namespace ElevenCost.Engine.Series;

/// <summary>Which series is asked for. Immutable.</summary>
public sealed record SeriesQuery
{
    /// <summary>The days, both ends included, in each connection's own zone.</summary>
    public required DateRange Range { get; init; }

    /// <summary>The metric.</summary>
    public required SeriesMetric Metric { get; init; }

    /// <summary>What it is broken down by; not at all by default.</summary>
    public SeriesBreakdown Breakdown { get; init; } = SeriesBreakdown.Total;

    /// <summary>The length of a bucket; a day by default. Averages and percentiles are told by hour and by day alone.</summary>
    public Granularity Granularity { get; init; } = Granularity.Day;

    /// <summary>Wildcards on keys and their names, any of which matches; empty for all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}

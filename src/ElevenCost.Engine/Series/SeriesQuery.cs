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

    /// <summary>The breakdown by what rows are grouped by: one dimension that ElevenLabs breaks series down by.</summary>
    /// <param name="groupBy">What rows are grouped by; the connection alone is no breakdown, for each has rows of its own.</param>
    /// <param name="breakdown">The breakdown that was asked for by its own name; null if there is none.</param>
    /// <returns>The breakdown; null if it can't be all that was asked for.</returns>
    public static SeriesBreakdown? BreakdownOf(IEnumerable<Dimension> groupBy, SeriesBreakdown? breakdown)
    {
        Dimension[] dimensions = [.. groupBy.Where(dimension => dimension != Dimension.Connection).Distinct()];
        return dimensions.Length == 0 ? breakdown ?? SeriesBreakdown.Total
            : dimensions.Length == 1 && Enum.TryParse(dimensions[0].ToString(), out SeriesBreakdown named) && (breakdown ?? named) == named ? named
            : null;
    }

    /// <summary>What is meant if no length of a bucket is given: the range as a whole by group as for usage, if the metric can be combined, else days.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="groupBy">What rows are grouped by.</param>
    public static Granularity UsualGranularity(SeriesMetric metric, IReadOnlyCollection<Dimension> groupBy) =>
        groupBy.Count > 0 && SeriesCheck.CanCombine(metric) ? Granularity.Total : Granularity.Day;

    /// <summary>The length of a bucket; a day by default. Averages and percentiles exist only by hour and by day.</summary>
    public Granularity Granularity { get; init; } = Granularity.Day;

    /// <summary>Wildcards on keys and their names, any of which matches; empty for all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}

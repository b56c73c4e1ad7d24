namespace ElevenCost.Engine.Series;

/// <summary>The errors of series: id, text and remedy of each in one place.</summary>
public static class SeriesErrors
{
    internal static readonly ErrorKind BreakdownNotAllowed = new(FailureCategory.Usage,
        "A connection that reads a single account has no series by user.",
        "Use another breakdown.");

    internal static readonly ErrorKind MetricNotCombined = new(FailureCategory.Usage,
        "Averages and percentiles of days have no weights, so they cannot be combined into those of a longer period.",
        "Use hours or days.");

    internal static readonly ErrorKind SeriesNotGrouped = new(FailureCategory.Usage,
        "A series has one breakdown at a time, and no cost centers or filters of dimensions.",
        "Use one dimension with `-GroupBy`, or use `-Breakdown`; filter with `-Key`.");

    internal static readonly ErrorKind SeriesNotCumulative = new(FailureCategory.Usage,
        "A series has no running sums, because many metrics, such as concurrency, cannot be added up.",
        "Leave `-Cumulative` or `-Metric` out.");

    /// <summary><c>SeriesNotCumulative</c>.</summary>
    /// <param name="cumulative">The option, as a user types it.</param>
    /// <param name="metric">The option of the metric, as a user types it.</param>
    public static ElevenCostException NotCumulative(string cumulative, string metric) => new(SeriesNotCumulative,
        $"{cumulative} gives running sums of usage records; a series has none.", $"Leave {cumulative} or {metric} out.");

    /// <summary><c>SeriesNotGrouped</c>.</summary>
    /// <param name="groupBy">The option that groups, as a user types it.</param>
    /// <param name="remedy">What to do, in the words of the front.</param>
    public static ElevenCostException NotGrouped(string groupBy, string remedy) => new(SeriesNotGrouped,
        $"A series has one breakdown at a time. Several dimensions of {groupBy}, cost centers and filters of dimensions need usage records.", remedy);

    internal static ElevenCostException NotCombined(SeriesMetric metric, Granularity granularity) => new(MetricNotCombined,
        $"{metric} of a {granularity} can't be combined from its days: averages and percentiles have no weights.", "Use hours or days.");

    internal static ElevenCostException NotByUser(string connection) => new(BreakdownNotAllowed,
        $"The connection '{connection}' reads one account, which ElevenLabs does not break down by user.", "Use another breakdown.");
}

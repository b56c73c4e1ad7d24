namespace ElevenCost.Engine.Series;

/// <summary>The errors of series: id, text and remedy of each in one place.</summary>
public static class SeriesErrors
{
    internal static readonly ErrorKind BreakdownNotAllowed = new(FailureCategory.Usage,
        "A connection that reads a single account has no series by user.",
        "Ask for another breakdown.");

    internal static readonly ErrorKind MetricNotCombined = new(FailureCategory.Usage,
        "Averages and percentiles of days have no weights, so they do not make up those of a longer time.",
        "Ask for hours or days.");

    internal static readonly ErrorKind SeriesNotGrouped = new(FailureCategory.Usage,
        "A series was to be grouped or filtered as records are; it is broken down by one thing at a time.",
        "Use `-Breakdown` and `-Key` with `-Metric`.");

    /// <summary><c>SeriesNotGrouped</c>.</summary>
    /// <param name="groupBy">The option that groups, as a user types it.</param>
    /// <param name="remedy">What to do, in the words of the front.</param>
    public static ElevenCostException NotGrouped(string groupBy, string remedy) => new(SeriesNotGrouped,
        $"A series is broken down by one thing at a time: {groupBy} and the filters of dimensions are for records.", remedy);

    internal static ElevenCostException NotCombined(SeriesMetric metric, Granularity granularity) => new(MetricNotCombined,
        $"{metric} of a {granularity} can't be made up of its days: averages and percentiles have no weights.", "Ask for hours or days.");

    internal static ElevenCostException NotByUser(string connection) => new(BreakdownNotAllowed,
        $"The connection '{connection}' reads one account, which ElevenLabs does not break down by user.", "Ask for another breakdown.");
}

namespace ElevenCost.Engine.Api;

/// <summary>How values of a metric make up the value of a longer time.</summary>
internal enum StatisticsCombination
{
    /// <summary>They are added.</summary>
    Sum,

    /// <summary>The largest counts.</summary>
    Max,

    /// <summary>They do not: averages and percentiles have no weights.</summary>
    None,
}

/// <summary>The metrics of the deprecated usage statistics.</summary>
internal static class StatisticsMetric
{
    /// <summary>How a metric's values combine over time; a metric that is not known does not.</summary>
    public static StatisticsCombination CombinationOf(string metric) => metric switch
    {
        "credits" or "tts_characters" or "minutes_used" or "request_count" or "fiat_units_spent" => StatisticsCombination.Sum,
        "concurrency" => StatisticsCombination.Max,
        _ => StatisticsCombination.None,
    };

    /// <summary>Two values of one key as one; null if the metric's values do not combine.</summary>
    public static decimal? Combine(string metric, decimal left, decimal right) => CombinationOf(metric) switch
    {
        StatisticsCombination.Sum => left + right,
        StatisticsCombination.Max => Math.Max(left, right),
        _ => null,
    };
}

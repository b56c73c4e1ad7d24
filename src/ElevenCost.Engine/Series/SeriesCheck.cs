using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Series;

/// <summary>What of a series can be asked for at all.</summary>
internal static class SeriesCheck
{
    public static void CheckGranularity(SeriesQuery query)
    {
        if (query.Granularity is not (Granularity.Hour or Granularity.Day)
            && StatisticsMetric.CombinationOf(SeriesNames.Of(query.Metric)) == StatisticsCombination.None)
        {
            throw new ElevenCostException("MetricNotCombined", FailureCategory.Usage,
                $"{query.Metric} of a {query.Granularity} can't be made up of its days: averages and percentiles have no weights.", "Ask for hours or days.");
        }
    }

    public static void CheckBreakdown(Connection connection, SeriesQuery query)
    {
        if (query.Breakdown == SeriesBreakdown.User && connection.Scope == ConnectionScope.Account)
        {
            throw new ElevenCostException("BreakdownNotAllowed", FailureCategory.Usage,
                $"The connection '{connection.Name}' reads one account, which ElevenLabs does not break down by user.", "Ask for another breakdown.");
        }
    }

    public static void CheckHours(SeriesQuery query, DateRange range)
    {
        if (query.Granularity == Granularity.Hour && range.Days > HourScan.MostDays)
        {
            throw new ElevenCostException("HourRangeTooLong", FailureCategory.Usage,
                string.Create(CultureInfo.InvariantCulture, $"Hours are read live, {HourScan.MostDays} days at most; {range} has {range.Days}."),
                "Ask for fewer days, or for days instead of hours.");
        }
    }
}

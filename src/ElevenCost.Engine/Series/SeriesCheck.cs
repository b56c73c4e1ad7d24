using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Series;

/// <summary>What of a series can be asked for at all.</summary>
internal static class SeriesCheck
{
    public static void CheckGranularity(SeriesQuery query)
    {
        if (query.Granularity is not (Granularity.Hour or Granularity.Day)
            && !CanCombine(query.Metric))
        {
            throw SeriesErrors.NotCombined(query.Metric, query.Granularity);
        }
    }

    /// <summary>Whether values of days make up those of a longer time.</summary>
    public static bool CanCombine(SeriesMetric metric) => StatisticsMetric.CombinationOf(SeriesNames.Of(metric)) != StatisticsCombination.None;

    public static void CheckBreakdown(Connection connection, SeriesQuery query)
    {
        if (query.Breakdown == SeriesBreakdown.User && connection.Scope == ConnectionScope.Account)
        {
            throw SeriesErrors.NotByUser(connection.Name);
        }
    }

    public static void CheckHours(SeriesQuery query, DateRange range)
    {
        if (query.Granularity == Granularity.Hour && range.Days > HourScan.MostDays)
        {
            throw CalendarErrors.TooManyHours(range, HourScan.MostDays);
        }
    }
}

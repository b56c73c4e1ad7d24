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
            && StatisticsMetric.CombinationOf(SeriesNames.Of(query.Metric)) == StatisticsCombination.None)
        {
            throw SeriesErrors.NotCombined(query.Metric, query.Granularity);
        }
    }

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

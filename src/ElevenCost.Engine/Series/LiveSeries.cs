using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Series;

/// <summary>Reads a series by days from the deprecated usage statistics.</summary>
internal static class LiveSeries
{
    /// <summary>The longest window that the API answers is not documented; a month of hours is a body of some megabytes.</summary>
    private const int LongestWindow = 31;

    /// <summary>The endpoint's query.</summary>
    public static UsageStatisticsQuery Query(Connection connection, TimeZoneInfo zone, DateRange range, SeriesQuery query) =>
        new(range, zone, SeriesNames.Of(query.Metric), SeriesNames.Of(query.Breakdown), connection.Scope == ConnectionScope.Workspace);

    /// <summary>The values of some days that have one.</summary>
    public static async Task<IReadOnlyList<(DateOnly Day, string Key, decimal Value)>> ReadAsync(
        IElevenLabsApi api, Connection connection, TimeZoneInfo zone, IReadOnlyList<DateOnly> orderedDays, SeriesQuery query, CancellationToken cancellationToken)
    {
        var values = new List<(DateOnly, string, decimal)>();
        foreach (DateRange run in DateRange.Runs(orderedDays))
        {
            for (DateOnly first = run.Start; first <= run.End; first = first.AddDays(LongestWindow))
            {
                DateOnly last = first.AddDays(LongestWindow - 1);
                var window = new DateRange(first, last < run.End ? last : run.End);
                UsageStatistics statistics = await api.GetUsageStatisticsAsync(Query(connection, zone, window, query), cancellationToken);
                values.AddRange(statistics.Values.SelectMany(entry => entry.Value.Where(day => day.Value != 0).Select(day => (day.Key, entry.Key, day.Value))));
            }
        }

        return values;
    }
}

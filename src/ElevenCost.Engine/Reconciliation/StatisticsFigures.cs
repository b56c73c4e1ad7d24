using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>What the deprecated usage statistics say of some days now. Immutable by agreement.</summary>
/// <param name="Credits">Credits of each day.</param>
/// <param name="Requests">Requests of each day.</param>
/// <param name="Minutes">Minutes of each day.</param>
/// <param name="FiatUnits">Fiat units of each day.</param>
/// <param name="Slices">For each breakdown the sum of its keys' credits on each day, or why it could not be read.</param>
internal sealed record StatisticsFigures(
    IReadOnlyDictionary<DateOnly, decimal> Credits,
    IReadOnlyDictionary<DateOnly, decimal> Requests,
    IReadOnlyDictionary<DateOnly, decimal> Minutes,
    IReadOnlyDictionary<DateOnly, decimal> FiatUnits,
    IReadOnlyList<StatisticsSlice> Slices)
{
    private const int LongestWindow = 31;

    public static async Task<StatisticsFigures> ReadAsync(
        IElevenLabsApi api, Connection connection, TimeZoneInfo zone, DateRange range, CancellationToken cancellationToken)
    {
        bool workspace = connection.Scope == ConnectionScope.Workspace;
        var slices = new List<StatisticsSlice>();
        var credits = await SumAsync("credits", "none");
        var requests = await SumAsync("request_count", "none");
        var minutes = await SumAsync("minutes_used", "none");
        var fiat = await SumAsync("fiat_units_spent", "none");

        // An account's own usage is not broken down by user.
        foreach (Dimension dimension in connection.Dimensions.Append(Dimension.Group).Distinct()
            .Where(dimension => UsageTable.IndexOf(dimension) >= 0 && (workspace || dimension != Dimension.User)))
        {
            try
            {
                slices.Add(new StatisticsSlice(dimension, await SumAsync("credits", ApiNames.Breakdown(dimension)), null));
            }
            catch (ElevenLabsApiException e) when (e.IsEndpointClosed || e.Kind == ApiErrors.RequestRejected)
            {
                slices.Add(new StatisticsSlice(dimension, new Dictionary<DateOnly, decimal>(), e.Message));
            }
        }

        return new StatisticsFigures(credits, requests, minutes, fiat, slices);

        async Task<IReadOnlyDictionary<DateOnly, decimal>> SumAsync(string metric, string breakdown)
        {
            var days = new Dictionary<DateOnly, decimal>();
            foreach (DateRange window in Windows.Of(range, LongestWindow))
            {
                UsageStatistics statistics = await api.GetUsageStatisticsAsync(
                    new UsageStatisticsQuery(window, zone, metric, breakdown, workspace), cancellationToken);
                foreach ((DateOnly day, decimal value) in statistics.Values.Values.SelectMany(values => values))
                {
                    days[day] = days.GetValueOrDefault(day) + value;
                }
            }

            return days;
        }
    }
}

/// <summary>One breakdown of the usage statistics. Immutable by agreement.</summary>
/// <param name="Dimension">The breakdown.</param>
/// <param name="Credits">The sum of its keys' credits on each day.</param>
/// <param name="Refused">Why it could not be read; null if it could.</param>
internal sealed record StatisticsSlice(Dimension Dimension, IReadOnlyDictionary<DateOnly, decimal> Credits, string? Refused);

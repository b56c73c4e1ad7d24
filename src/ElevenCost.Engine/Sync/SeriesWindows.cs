using System.Collections.Concurrent;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>
/// Reads the series that a sync stores: those whose days hold in every time zone and that only the deprecated endpoint reports, so that they
/// would be gone with it. Each costs a request a window; the others are read when they are asked for.
/// </summary>
internal sealed class SeriesWindows(Connection connection, IElevenLabsApi api, IUsageLedger ledger, Action<Warning> warn)
{
    // Written to by windows that are read at a time.
    private readonly ConcurrentDictionary<SeriesMetric, bool> _closed = new();

    /// <summary>What is kept.</summary>
    public static IReadOnlyList<(SeriesMetric Metric, SeriesBreakdown Breakdown)> Kept { get; } =
        [(SeriesMetric.Characters, SeriesBreakdown.Model), (SeriesMetric.Concurrency, SeriesBreakdown.Total)];

    /// <summary>The series of some days; where the endpoint is closed, what was stored before, and the sync goes on.</summary>
    public async Task<IReadOnlyList<SeriesPoint>> ReadAsync(TimeZoneInfo zone, IReadOnlyList<DateOnly> orderedDays, CancellationToken cancellationToken)
    {
        if (orderedDays.Count == 0)
        {
            return [];
        }

        var range = new DateRange(orderedDays[0], orderedDays[^1]);
        HashSet<DateOnly> days = [.. orderedDays];
        var points = new List<SeriesPoint>();
        foreach ((SeriesMetric metric, SeriesBreakdown breakdown) in Kept)
        {
            string metricName = SeriesNames.Of(metric);
            string breakdownName = SeriesNames.Of(breakdown);
            UsageStatistics? statistics = await TryReadAsync(metric, new UsageStatisticsQuery(
                range, zone, metricName, breakdownName, connection.Scope == ConnectionScope.Workspace), cancellationToken);
            if (statistics is null)
            {
                points.AddRange(await KeptAsync(range, days, metricName, breakdownName, cancellationToken));
                continue;
            }

            points.AddRange(statistics.Values.SelectMany(entry => entry.Value.Where(day => day.Value != 0 && days.Contains(day.Key))
                .Select(day => new SeriesPoint(day.Key, metricName, breakdownName, entry.Key, day.Value))));
            if (statistics.Gaps.Overlaps(days))
            {
                // What is not known now must not go: it was known when the day was read before.
                points.AddRange((await KeptAsync(range, [.. days.Where(statistics.Gaps.Contains)], metricName, breakdownName, cancellationToken))
                    .Where(point => !(statistics.Values.TryGetValue(point.Key, out IReadOnlyDictionary<DateOnly, decimal>? read) && read.ContainsKey(point.Date))));
            }
        }

        return [.. points.OrderBy(point => point.Date).ThenBy(point => point.Metric, StringComparer.Ordinal).ThenBy(point => point.Key, StringComparer.Ordinal)];
    }

    private async Task<UsageStatistics?> TryReadAsync(SeriesMetric metric, UsageStatisticsQuery query, CancellationToken cancellationToken)
    {
        if (_closed.ContainsKey(metric))
        {
            return null;
        }

        try
        {
            return await api.GetUsageStatisticsAsync(query, cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.IsEndpointClosed || e.Kind == ApiErrors.TimeZoneNotSupported)
        {
            foreach ((SeriesMetric other, _) in Kept)
            {
                _closed[other] = true;
            }

            warn(new Warning(SyncWarnings.SeriesNotReadable, $"Characters and concurrency were not read: {e.Message}"));
            return null;
        }
        catch (ElevenLabsApiException e) when (e.Kind == ApiErrors.RequestRejected)
        {
            _closed[metric] = true;
            warn(new Warning(SyncWarnings.SeriesNotReadable, $"{metric} was not read: {e.Message}"));
            return null;
        }
        catch (ElevenLabsApiException e) when (e.IsOfOneEndpoint)
        {
            _closed[metric] = true;
            warn(new Warning(SyncWarnings.SeriesNotReadable, $"{metric} was not read; its earlier values are kept. {e.Message} {e.Remedy}"));
            return null;
        }
    }

    /// <summary>The series as stored: what was read while the endpoint still answered must not go with the days that are replaced.</summary>
    private async Task<IReadOnlyList<SeriesPoint>> KeptAsync(
        DateRange range, HashSet<DateOnly> days, string metric, string breakdown, CancellationToken cancellationToken)
    {
        var kept = new List<SeriesPoint>();
        await foreach (UsageMonth month in ledger.ReadUsageAsync(connection.Name, range, cancellationToken))
        {
            kept.AddRange(month.Series.Where(point => point.Metric == metric && point.Breakdown == breakdown && days.Contains(point.Date)));
        }

        return kept;
    }
}

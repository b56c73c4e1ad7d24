using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Series;

/// <summary>What the ledger has of a series, and on which days it tells nothing.</summary>
/// <param name="Points">The values, of the days asked for.</param>
/// <param name="Missing">The days, in order, of which it can't say whether there is a value.</param>
internal sealed record KeptSeries(IReadOnlyList<SeriesPoint> Points, IReadOnlyList<DateOnly> Missing)
{
    public static async Task<KeptSeries> ReadAsync(
        IUsageLedger ledger, Connection connection, DateRange range, SeriesQuery query, CancellationToken cancellationToken)
    {
        if (!SeriesWindows.Kept.Contains((query.Metric, query.Breakdown)))
        {
            return new KeptSeries([], [.. range.EachDay()]);
        }

        string metric = SeriesNames.Of(query.Metric);
        string breakdown = SeriesNames.Of(query.Breakdown);
        var points = new List<SeriesPoint>();
        var known = new HashSet<DateOnly>();
        await foreach (UsageMonth month in ledger.ReadUsageAsync(connection.Name, range, cancellationToken))
        {
            points.AddRange(month.Series.Where(point => point.Metric == metric && point.Breakdown == breakdown && range.Contains(point.Date)));

            // A day without a value may be one that no sync read the series of; one without usage has none.
            known.UnionWith(month.Days.Where(day => day is { State: not DayState.Failed, Rows: 0 }).Select(day => day.Date));
        }

        known.UnionWith(points.Select(point => point.Date));
        return new KeptSeries(points, [.. range.EachDay().Where(day => !known.Contains(day))]);
    }
}

using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Series;

/// <summary>What the ledger has of a series, and on which days it reveals nothing.</summary>
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

        // A day without a value may be one that no sync read the series of; one without usage has none.
        HashSet<DateOnly> known = [.. (await ledger.ReadDaysAsync(connection.Name, range, cancellationToken))
            .Where(day => day is { State: not DayState.Failed, Rows: 0 }).Select(day => day.Date)];
        IReadOnlyList<SeriesPoint> points = await ledger.ReadSeriesAsync(
            connection.Name, range, SeriesNames.Of(query.Metric), SeriesNames.Of(query.Breakdown), cancellationToken);
        known.UnionWith(points.Select(point => point.Date));
        return new KeptSeries(points, [.. range.EachDay().Where(day => !known.Contains(day))]);
    }
}

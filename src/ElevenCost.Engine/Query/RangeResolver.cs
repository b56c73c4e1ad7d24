using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>Turns what a user asks for into days.</summary>
/// <param name="ledger">The ledger, whose snapshots report when billing periods begin.</param>
/// <param name="time">The clock.</param>
public sealed class RangeResolver(IUsageLedger ledger, TimeProvider time)
{
    /// <summary>The days that were asked for; the last 30 where none were. Where zones differ, today is the latest of them: a day that has not come is not missing.</summary>
    /// <exception cref="ElevenCostException"><c>RangeNotValid</c>, <c>BillingPeriodNotKnown</c>, <c>BillingPeriodsDiffer</c>.</exception>
    public async Task<DateRange> ResolveAsync(RangeRequest request, IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        DateOnly today = connections.Max(connection => DayZone.Find(connection.TimeZone).Today(time));
        if (request.Last is { } last)
        {
            return RangeWords.Last(last, today);
        }

        if (request.Timeframe is { } timeframe)
        {
            return await OfTimeframeAsync(timeframe, connections, today, cancellationToken);
        }

        if (request.From is not { } from)
        {
            return RangeWords.Default(today);
        }

        DateOnly to = request.To ?? today;
        return to >= from && from <= today && to.DayNumber - from.DayNumber < RangeWords.MaximumDays
            ? new DateRange(from, to)
            : throw CalendarErrors.DaysNotValid(from, to, today);
    }

    private async Task<DateRange> OfTimeframeAsync(
        Timeframe timeframe, IReadOnlyList<Connection> connections, DateOnly today, CancellationToken cancellationToken)
    {
        var ranges = new HashSet<DateRange>();
        foreach (Connection connection in connections)
        {
            DateTime? reset = timeframe is Timeframe.BillingPeriod or Timeframe.LastBillingPeriod
                ? RangeWords.NextReset(await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken))
                : null;
            ranges.Add(RangeWords.Of(timeframe, today, DayZone.Find(connection.TimeZone), reset));
        }

        return ranges.Count == 1
            ? ranges.Single()
            : throw CalendarErrors.PeriodsDiffer(ranges, "Use one connection at a time, or set the days.");
    }
}

using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>Reads usage by the analytics query, by days or hours: each window's breakdown against its days' totals, halved where it doesn't add up.</summary>
internal sealed class AnalyticsWindows(IElevenLabsApi api, TimeZoneInfo zone, IReadOnlyList<Dimension> dimensions, string? userId, bool hourly = false)
{
    /// <summary>How often a single day is read before it has failed: usage that comes in between the two queries makes it differ once, not thrice.</summary>
    private const int MostReadsOfADay = 3;

    private const int GatewayTimeout = 504;

    /// <summary>The windows that a range comes out in: one, or more where it had to be halved. Every day of the range is in exactly one of them.</summary>
    public async IAsyncEnumerable<UsageWindow> ReadAsync(
        DateRange range, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new Stack<(DateRange Range, int Reads)>();
        pending.Push((range, 1));
        while (pending.TryPop(out (DateRange Range, int Reads) next))
        {
            UsageWindow? window = await TryReadAsync(next.Range, cancellationToken);
            if (window is null)
            {
                Halve(next.Range, pending);
                continue;
            }

            bool givesUp = next.Range.Days == 1 && next.Reads >= MostReadsOfADay;
            if (window.Failed.Count > 0 && !givesUp)
            {
                foreach (DateRange run in DateRange.Runs(window.Failed.Keys.Order()))
                {
                    if (run.Days > 1)
                    {
                        Halve(run, pending);
                    }
                    else
                    {
                        pending.Push((run, run == next.Range ? next.Reads + 1 : 1));
                    }
                }

                window = window with { Failed = new Dictionary<DateOnly, string>() };
            }

            if (window.Good.Count + window.Failed.Count > 0)
            {
                yield return window;
            }
        }
    }

    private static void Halve(DateRange range, Stack<(DateRange Range, int Reads)> pending)
    {
        DateOnly middle = range.Start.AddDays(range.Days / 2);
        pending.Push((new DateRange(middle, range.End), 1));
        pending.Push((new DateRange(range.Start, middle.AddDays(-1)), 1));
    }

    /// <summary>Null where the server doesn't answer so long a range: the longest one is undocumented.</summary>
    private async Task<UsageWindow?> TryReadAsync(DateRange range, CancellationToken cancellationToken)
    {
        AnalyticsUsage total;
        AnalyticsUsage usage;
        try
        {
            total = await api.QueryAnalyticsAsync(new AnalyticsQuery(range, zone, [], userId), cancellationToken);
            usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(range, zone, dimensions, userId, hourly), cancellationToken);
        }
        catch (ElevenLabsApiException e) when (range.Days > 1 && (e.ErrorId is "RequestRejected" or "ResponseIncomplete" or "ApiTimeout" || e.StatusCode == GatewayTimeout))
        {
            return null;
        }

        Dictionary<DateOnly, DaySums> totals = DaySums.ByDay(total.Table);
        Dictionary<DateOnly, DaySums> sums = DaySums.ByDay(usage.Table);
        var good = new List<DateOnly>();
        var failed = new Dictionary<DateOnly, string>();
        foreach (DateOnly day in range.EachDay())
        {
            string? difference = sums.GetValueOrDefault(day, DaySums.None).DifferenceFrom(totals.GetValueOrDefault(day, DaySums.None));
            if (difference is null)
            {
                good.Add(day);
            }
            else
            {
                failed.Add(day, difference);
            }
        }

        return new UsageWindow(good, failed, UsageSource.Analytics, usage.Table, sums, usage.Currency ?? total.Currency, _ => dimensions, usage.ApiKeyNames, usage.Starts);
    }
}

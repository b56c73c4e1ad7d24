using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>
/// Reads usage by the analytics query, by days or hours: each window's breakdown against its days' totals, halved where it doesn't add up.
/// Several windows may be read at a time.
/// </summary>
/// <remarks>
/// Silence would cost its time over and over: so what is too long for one window is too long for all that follow, a window of several days is not
/// asked for once more before it is halved, and a single day on which the host is silent is the end. Between windows of 8 days and that end lie
/// three silences (8, 4 and 2 days) and the tries of the day, however many windows there are. Silence of a host that has never answered is no
/// matter of length, and is the end at once.
/// </remarks>
internal sealed class AnalyticsWindows(IElevenLabsApi api, TimeZoneInfo zone, IReadOnlyList<Dimension> dimensions, string? userId, bool hourly = false)
{
    /// <summary>How often a single day is read before it has failed: usage that comes in between the two queries makes it differ once, not thrice.</summary>
    private const int MostReadsOfADay = 3;

    private const int GatewayTimeout = 504;

    private readonly object _shortening = new();

    /// <summary>The most days that a window may have: fewer than those on which the host was silent, or its answer too large.</summary>
    private volatile int _longest = int.MaxValue;

    /// <summary>The windows that a range comes out in: one, or more where it had to be halved. Every day of the range is in exactly one of them.</summary>
    public async IAsyncEnumerable<UsageWindow> ReadAsync(
        DateRange range, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new Stack<(DateRange Range, int Reads)>();
        pending.Push((range, 1));
        while (pending.TryPop(out (DateRange Range, int Reads) next))
        {
            UsageWindow? window = next.Range.Days > _longest ? null : await TryReadAsync(next.Range, cancellationToken);
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

    private static bool IsTooLong(ElevenLabsApiException failure) =>
        failure.Kind == ApiErrors.RequestRejected || failure.Kind == ApiErrors.ResponseIncomplete || failure.Kind == ApiErrors.ResponseTooLarge || failure.StatusCode == GatewayTimeout || (IsTimeout(failure) && failure.HostAnswered);

    private static bool IsTimeout(ElevenLabsApiException failure) => failure.Kind == ApiErrors.ApiTimeout;

    private static NameBook Names(AnalyticsUsage usage) => new(usage.ApiKeyNames, usage.UserNames) { Voices = usage.VoiceNames };

    /// <summary>Lets no window be longer than the longer half of one on which the host was silent.</summary>
    private void Shorten(int days)
    {
        lock (_shortening)
        {
            _longest = Math.Min(_longest, (days + 1) / 2);
        }
    }

    /// <summary>Null if the server doesn't answer so long a range: the longest one is undocumented.</summary>
    private async Task<UsageWindow?> TryReadAsync(DateRange range, CancellationToken cancellationToken)
    {
        AnalyticsUsage total;
        AnalyticsUsage usage;
        bool isDivisible = range.Days > 1;
        try
        {
            total = await api.QueryAnalyticsAsync(new AnalyticsQuery(range, zone, [], userId, HasFallback: isDivisible), cancellationToken);
            usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(range, zone, dimensions, userId, hourly, isDivisible), cancellationToken);
        }
        catch (ElevenLabsApiException e) when (isDivisible && IsTooLong(e))
        {
            if (IsTimeout(e) || e.Kind == ApiErrors.ResponseTooLarge)
            {
                Shorten(range.Days);
            }

            return null;
        }

        Dictionary<DateOnly, DaySums> totals = DaySums.ByDay(total.Table);
        Dictionary<DateOnly, DaySums> sums = DaySums.ByDay(usage.Table);
        var good = new List<DateOnly>();
        var failed = new Dictionary<DateOnly, string>();
        foreach (DateOnly day in range.EachDay())
        {
            string? difference = total.Unreadable.GetValueOrDefault(day) ?? usage.Unreadable.GetValueOrDefault(day) ?? sums.GetValueOrDefault(day, DaySums.None).DifferenceFrom(totals.GetValueOrDefault(day, DaySums.None));
            if (difference is null)
            {
                good.Add(day);
            }
            else
            {
                failed.Add(day, difference);
            }
        }

        return new UsageWindow(good, failed, UsageSource.Analytics, usage.Table, sums, usage.Currency ?? total.Currency, _ => dimensions, Names(usage), usage.Starts);
    }
}

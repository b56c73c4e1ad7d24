using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>What the analytics query says of the billing month that has begun, by the hour. Immutable.</summary>
/// <param name="Start">The reset that began it, in UTC.</param>
/// <param name="Days">Its days so far.</param>
/// <param name="Credits">Credits since the reset; since the hour after it, where it does not fall on an hour.</param>
/// <param name="CreditsAroundReset">Credits of the hour that the reset falls into; 0 where it falls on an hour.</param>
/// <param name="LateCredits">Credits of the last hours, which may not have reached both sides.</param>
/// <param name="Value">Value since the reset; null if some is not reported.</param>
/// <param name="Currency">ISO 4217 code of <paramref name="Value"/>; null if none is named.</param>
internal sealed record BillingMonthFigures(
    DateTime Start, DateRange Days, long Credits, long CreditsAroundReset, long LateCredits, decimal? Value, string? Currency)
{
    private const int LateHours = 3;

    /// <summary>Reads the month; the whole workspace's, for the subscription is.</summary>
    public static async Task<BillingMonthFigures> ReadAsync(
        IElevenLabsApi api, TimeZoneInfo zone, DateTime start, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = new DateRange(zone.DayOf(new DateTimeOffset(start)), zone.DayOf(now));
        long credits = 0;
        long around = 0;
        long late = 0;
        decimal? value = 0;
        string? currency = null;
        foreach (DateRange window in Windows.Of(days, longest: 31))
        {
            AnalyticsUsage usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(window, zone, [], Hourly: true), cancellationToken);
            currency ??= usage.Currency;
            for (int row = 0; row < usage.Table.Count; row++)
            {
                DateTime hour = usage.Starts![row];
                if (hour < start)
                {
                    around += hour.AddHours(1) > start ? usage.Table.Credits[row] : 0;
                    continue;
                }

                credits += usage.Table.Credits[row];
                value += usage.Table.ConsumedCost[row];
                late += hour.AddHours(LateHours) > now.UtcDateTime ? usage.Table.Credits[row] : 0;
            }
        }

        return new BillingMonthFigures(start, days, credits, around, late, value, currency);
    }
}

using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Pricing;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>Usage of a connection in Berlin whose credits reset on the 12th at 15:42:07, priced as the product prices it.</summary>
internal static class BillingMonthSample
{
    /// <summary>12 October to 11 November 2026, of 31 days: Berlin's clocks change within it.</summary>
    public static readonly DateRange October = new(new DateOnly(2026, 10, 12), new DateOnly(2026, 11, 11));

    /// <summary>The month after, which goes on today, 20 November.</summary>
    public static readonly DateOnly November = new(2026, 11, 12);

    public static SubscriptionSnapshot Seen(
        string at, string tier = "creator", long limit = 121_000, string reset = "2026-11-12T14:42:07Z", string? period = "monthly_period", string? currency = "USD") => new()
        {
            At = Instant(at),
            Tier = tier,
            BillingPeriod = period,
            Currency = currency,
            CreditsUsed = 0,
            CreditLimit = limit,
            OverageAllowed = true,
            NextResetAt = reset.Length == 0 ? null : Instant(reset),
        };

    public static UsageSample Sample(IEnumerable<SampleRow> rows, DateRange days, params SubscriptionSnapshot[] snapshots) =>
        Sample(rows, days, null, snapshots);

    public static UsageSample Sample(
        IEnumerable<SampleRow> rows, DateRange days, IEnumerable<DateOnly>? without, SubscriptionSnapshot[] snapshots, Func<DateOnly, DayState>? state = null, string prices = "") =>
        new UsageSample
        {
            TimeZone = "Europe/Berlin",
            Book = connection => new PriceBook(connection.Name, DayZone.Find("Europe/Berlin"), snapshots, Overlay(prices)),
        }.Add(rows, days, without: without, state: state);

    public static SampleRow Row(string day, long credits, string model = "eleven_v3", string key = "hash-a") =>
        new(DateOnly.Parse(day, CultureInfo.InvariantCulture), model, key, "TTS", credits, 1, null, 1m);

    private static PriceOverlay Overlay(string entries)
    {
        using JsonDocument list = JsonDocument.Parse($"[{entries}]");
        return new PriceOverlay(PriceTestHome.Entries([.. list.RootElement.EnumerateArray().Select(entry => entry.GetRawText())]));
    }

    private static DateTime Instant(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}

using System.Globalization;
using ElevenCost.Engine.Pricing;
using static ElevenCost.Engine.Tests.Pricing.PriceTestHome;

namespace ElevenCost.Engine.Tests.Pricing;

/// <summary>Which billing month a day counts to.</summary>
public sealed class BillingMonthTests : IDisposable
{
    private readonly PriceTestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("Europe/Berlin", "2026-11-12T14:42:07Z", "2026-11-11", "2026-10-12..2026-11-11")]
    [InlineData("Europe/Berlin", "2026-11-12T14:42:07Z", "2026-11-12", "2026-11-12..2026-12-11")]
    [InlineData("Europe/Berlin", "2026-11-12T14:42:07Z", "2024-02-29", "2024-02-12..2024-03-11")]
    [InlineData("Europe/Berlin", "2026-11-12T14:42:07Z", "2028-01-01", "2027-12-12..2028-01-11")]
    // At 22:30 UTC it is the next day in Berlin in summer, and the same in winter.
    [InlineData("Europe/Berlin", "2026-10-12T22:30:00Z", "2026-10-12", "2026-09-13..2026-10-12")]
    [InlineData("Europe/Berlin", "2026-10-12T22:30:00Z", "2026-11-12", "2026-11-12..2026-12-11")]
    // One of the 31st comes back to the 31st after a shorter month.
    [InlineData("UTC", "2027-01-31T10:00:00Z", "2027-03-01", "2027-02-28..2027-03-30")]
    [InlineData("UTC", "2027-01-31T10:00:00Z", "2027-03-31", "2027-03-31..2027-04-29")]
    // At midnight the day before is of the month before.
    [InlineData("America/New_York", "2026-06-01T04:00:00Z", "2026-05-31", "2026-05-01..2026-05-31")]
    public async Task A_day_counts_to_the_month_that_begins_on_it(string zone, string reset, string day, string expected)
    {
        IPriceBook book = await _home.BookInAsync(zone, "acme", Snapshot("creator") with { NextResetAt = Instant(reset) });
        BillingMonth month = book.BillingMonthOf(DateOnly.Parse(day, CultureInfo.InvariantCulture))!;
        Assert.Equal((expected, month.Days.Days), (month.Days.ToString(), month.FullDays));
    }

    [Fact]
    public async Task Resets_that_keep_to_a_local_time_are_the_same_when_clocks_change()
    {
        IPriceBook book = await _home.BookInAsync("Europe/Berlin", "acme",
            Snapshot("creator", "2026-10-01T06:00:00Z") with { NextResetAt = Instant("2026-10-12T13:42:07Z") },
            Snapshot("creator", "2026-11-01T06:00:00Z") with { NextResetAt = Instant("2026-11-12T14:42:07Z") });
        Assert.Equal("2026-10-12..2026-11-11", book.BillingMonthOf(new DateOnly(2026, 10, 20))!.Days.ToString());
        Assert.Equal(363_000, book.BillingMonthOf(new DateOnly(2026, 10, 20))!.CreditLimit);
    }

    [Fact]
    public async Task A_reset_seen_first_in_a_short_month_is_mended_by_a_longer_one()
    {
        IPriceBook book = await _home.BookAsync(
            Snapshot("creator", "2027-02-10T06:00:00Z") with { NextResetAt = Instant("2027-02-28T10:00:00Z") },
            Snapshot("creator", "2027-03-10T06:00:00Z") with { NextResetAt = Instant("2027-03-31T10:00:00Z") });
        Assert.Equal(["2027-01-31..2027-02-27", "2027-02-28..2027-03-30", "2027-03-31..2027-04-29"],
            new[] { "2027-02-27", "2027-02-28", "2027-03-31" }.Select(day => book.BillingMonthOf(DateOnly.Parse(day, CultureInfo.InvariantCulture))!.Days.ToString()));
    }

    [Fact]
    public async Task Without_a_reset_there_is_no_billing_month()
    {
        IPriceBook book = await _home.BookAsync(Snapshot("creator"));
        Assert.Null(book.BillingMonthOf(new DateOnly(2026, 6, 1)));
        Assert.Equal(new DateOnly(2026, 1, 15), book.FirstSeen);
    }

    private static DateTime Instant(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}

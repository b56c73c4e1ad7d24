using System.Globalization;
using ElevenCost.Engine.Pricing;
using static ElevenCost.Engine.Tests.Pricing.PriceTestHome;

namespace ElevenCost.Engine.Tests.Pricing;

/// <summary>When a reset that is told anew is the one that was expected, and when it begins another cycle.</summary>
public sealed class ResetCalendarTests : IDisposable
{
    private readonly PriceTestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("2026-11-09T23:00:00Z", true)]
    [InlineData("2026-11-09T21:00:00Z", true)]
    [InlineData("2026-11-10T20:59:59Z", true)]
    [InlineData("2026-11-10T21:00:00Z", false)]
    [InlineData("2026-11-10T22:00:00Z", false)]
    [InlineData("2026-11-08T22:00:00Z", false)]
    public void A_changed_clock_makes_no_other_reset_and_a_day_does(string told, bool isSame)
    {
        DateTime reset = Instant("2026-11-09T22:00:00Z");
        Assert.Equal((isSame, isSame), (ResetCalendar.IsSame(reset, Instant(told)), ResetCalendar.IsSame(Instant(told), reset)));
    }

    [Theory]
    // Half past midnight, of a place where clocks go back in autumn and forward in spring: no month of an hour comes between.
    [InlineData("2026-10-12T23:30:00Z", "2026-11-13T00:30:00Z", "2026-10-12", "2026-10-12..2026-11-11", 31)]
    [InlineData("2026-10-12T23:30:00Z", "2026-11-13T00:30:00Z", "2026-10-11", "2026-09-12..2026-10-11", 30)]
    [InlineData("2026-10-13T00:30:00Z", "2026-11-12T23:30:00Z", "2026-10-12", "2026-09-13..2026-10-12", 30)]
    // A day later is a reset of its own: a cycle that cuts the month short which the one before had begun.
    [InlineData("2026-10-12T12:00:00Z", "2026-11-13T12:00:00Z", "2026-10-12", "2026-10-12", 31)]
    [InlineData("2026-10-12T12:00:00Z", "2026-11-13T12:00:00Z", "2026-10-13", "2026-10-13..2026-11-12", 31)]
    public async Task Months_go_on_over_a_changed_clock_and_begin_anew_with_another_reset(string told, string next, string day, string month, int fullDays)
    {
        IPriceBook book = await _home.BookAsync(
            Snapshot("creator", "2026-10-01T06:00:00Z") with { NextResetAt = Instant(told) },
            Snapshot("creator", "2026-11-01T06:00:00Z") with { NextResetAt = Instant(next) });
        BillingMonth found = book.BillingMonthOf(DateOnly.Parse(day, CultureInfo.InvariantCulture))!;
        Assert.Equal((month, fullDays), (found.Days.ToString(), found.FullDays));
    }

    private static DateTime Instant(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}

using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Tests.Calendar;

public class RangeWordsTests
{
    private static readonly TimeZoneInfo Berlin = DayZone.Find("Europe/Berlin");

    [Theory]
    [InlineData("1d", "2026-11-21", "2026-11-21..2026-11-21")]
    [InlineData("30d", "2026-11-21", "2026-10-23..2026-11-21")]
    [InlineData("30", "2026-11-21", "2026-10-23..2026-11-21")]
    [InlineData("1", "2026-11-21", "2026-11-21..2026-11-21")]
    [InlineData("4W", "2026-11-21", "2026-10-25..2026-11-21")]
    [InlineData("1m", "2026-03-31", "2026-03-01..2026-03-31")]
    [InlineData("1m", "2028-03-31", "2028-03-01..2028-03-31")]
    [InlineData("1m", "2026-03-14", "2026-02-15..2026-03-14")]
    [InlineData("1y", "2028-02-29", "2027-03-01..2028-02-29")]
    [InlineData("3660d", "2026-11-21", "2016-11-14..2026-11-21")]
    public void The_last_days_end_with_today(string text, string today, string expected)
    {
        DateRange range = RangeWords.Last(text, DateOnly.Parse(today));

        Assert.Equal(expected, $"{range.Start:yyyy-MM-dd}..{range.End:yyyy-MM-dd}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0")]
    [InlineData("3661")]
    [InlineData("0d")]
    [InlineData("-3d")]
    [InlineData("+3d")]
    [InlineData("3 d")]
    [InlineData("5x")]
    [InlineData("3661d")]
    [InlineData("99999999999d")]
    [InlineData("11y")]
    [InlineData("٣d")]
    public void What_is_no_length_of_time_is_refused(string text)
    {
        Assert.False(RangeWords.IsLast(text));
        Assert.Equal("RangeNotValid", Assert.Throws<ElevenCostException>(() => RangeWords.Last(text, new DateOnly(2026, 11, 21))).ErrorId);
    }

    [Theory]
    [InlineData(Timeframe.Today, "2026-11-21", "2026-11-21")]
    [InlineData(Timeframe.Yesterday, "2026-03-01", "2026-02-28")]
    [InlineData(Timeframe.Yesterday, "2028-03-01", "2028-02-29")]
    [InlineData(Timeframe.WeekToDate, "2026-11-21", "2026-11-16..2026-11-21")]
    [InlineData(Timeframe.WeekToDate, "2026-11-22", "2026-11-16..2026-11-22")]
    [InlineData(Timeframe.WeekToDate, "2026-11-23", "2026-11-23")]
    [InlineData(Timeframe.WeekToDate, "2027-01-01", "2026-12-28..2027-01-01")]
    [InlineData(Timeframe.MonthToDate, "2026-12-01", "2026-12-01")]
    [InlineData(Timeframe.MonthToDate, "2026-11-30", "2026-11-01..2026-11-30")]
    [InlineData(Timeframe.LastMonth, "2026-01-31", "2025-12-01..2025-12-31")]
    [InlineData(Timeframe.LastMonth, "2028-03-31", "2028-02-01..2028-02-29")]
    [InlineData(Timeframe.YearToDate, "2026-01-01", "2026-01-01")]
    [InlineData(Timeframe.YearToDate, "2026-12-31", "2026-01-01..2026-12-31")]
    public void A_timeframe_is_days_of_the_calendar(Timeframe timeframe, string today, string expected) =>
        Assert.Equal(expected, RangeWords.Of(timeframe, DateOnly.Parse(today), TimeZoneInfo.Utc, null).ToString());

    [Theory]
    [InlineData(Timeframe.BillingPeriod, "2026-11-21", "2026-12-03T10:00:00", "2026-11-03..2026-11-21")]
    [InlineData(Timeframe.LastBillingPeriod, "2026-11-21", "2026-12-03T10:00:00", "2026-10-03..2026-11-02")]
    [InlineData(Timeframe.BillingPeriod, "2026-12-03", "2026-12-03T10:00:00", "2026-12-03")]
    [InlineData(Timeframe.BillingPeriod, "2027-02-10", "2026-12-03T10:00:00", "2027-02-03..2027-02-10")]
    [InlineData(Timeframe.BillingPeriod, "2027-03-30", "2027-01-31T10:00:00", "2027-02-28..2027-03-30")]
    [InlineData(Timeframe.BillingPeriod, "2027-03-31", "2027-01-31T10:00:00", "2027-03-31")]
    [InlineData(Timeframe.LastBillingPeriod, "2027-03-31", "2027-01-31T10:00:00", "2027-02-28..2027-03-30")]
    public void A_billing_period_is_counted_from_the_reset_that_was_seen(Timeframe timeframe, string today, string reset, string expected) =>
        Assert.Equal(expected, RangeWords.Of(timeframe, DateOnly.Parse(today), TimeZoneInfo.Utc, DateTime.Parse(reset)).ToString());

    [Theory]
    [InlineData("2026-10-24T22:30:00", "2026-10-25")]
    [InlineData("2026-10-25T22:30:00", "2026-10-25")]
    [InlineData("2026-10-25T23:30:00", "2026-10-26")]
    public void The_day_of_the_reset_is_that_of_the_zone_also_when_clocks_change(string reset, string start) =>
        Assert.Equal(
            DateOnly.Parse(start),
            RangeWords.Of(Timeframe.BillingPeriod, new DateOnly(2026, 10, 31), Berlin, DateTime.Parse(reset)).Start);

    [Fact]
    public void A_billing_period_that_is_not_known_says_what_to_do()
    {
        ElevenCostException e = Assert.Throws<ElevenCostException>(
            () => RangeWords.Of(Timeframe.BillingPeriod, new DateOnly(2026, 11, 21), TimeZoneInfo.Utc, null));

        Assert.Equal("BillingPeriodNotKnown", e.ErrorId);
        Assert.Contains("user_read", e.Remedy, StringComparison.Ordinal);
    }
}

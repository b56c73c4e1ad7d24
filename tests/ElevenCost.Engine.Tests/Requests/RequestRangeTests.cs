using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Requests;

namespace ElevenCost.Engine.Tests.Requests;

public sealed class RequestRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null, null, "2026-11-19T09:30:00Z", "2026-11-20T09:30:00Z")]
    [InlineData("6h", null, null, null, "2026-11-20T03:30:00Z", "2026-11-20T09:30:00Z")]
    [InlineData("7d", null, null, null, "2026-11-13T23:00:00Z", "2026-11-20T09:30:00Z")]
    [InlineData(null, "2026-11-18", "2026-11-19", null, "2026-11-17T23:00:00Z", "2026-11-19T23:00:00Z")]
    [InlineData(null, "2026-11-18", null, null, "2026-11-17T23:00:00Z", "2026-11-20T09:30:00Z")]
    [InlineData(null, "2026-11-18T08:00", "2026-11-18T09:00:00.5Z", null, "2026-11-18T07:00:00Z", "2026-11-18T09:00:00.5Z")]
    [InlineData(null, "2026-11-18T08:00-05:00", "2026-11-19 08:00", null, "2026-11-18T13:00:00Z", "2026-11-19T07:00:00Z")]
    [InlineData(null, "2026-10-25T02:30", "2026-10-25T04:00", null, "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z")]
    [InlineData(null, "2026-03-29T02:30", "2026-03-30", null, "2026-03-29T01:30:00Z", "2026-03-30T22:00:00Z")]
    [InlineData(null, null, null, Timeframe.Yesterday, "2026-11-18T23:00:00Z", "2026-11-19T23:00:00Z")]
    [InlineData(null, null, null, Timeframe.BillingPeriod, "2026-11-14T23:00:00Z", "2026-11-20T09:30:00Z")]
    [InlineData(null, "2018-01-01", "2026-11-20", null, "2020-01-01T00:00:00Z", "2026-11-20T09:30:00Z")]
    public void A_range_is_of_the_connections_zone_and_ends_now_at_the_latest(string? last, string? from, string? to, Timeframe? timeframe, string start, string end)
    {
        InstantRange range = Resolve(new RequestRange { Last = last, From = from, To = to, Timeframe = timeframe });
        Assert.Equal((Instant(start), Instant(end)), (range.From, range.To));
    }

    [Theory]
    [InlineData("1d", "2026-11-01", null)]
    [InlineData(null, null, "2026-11-01")]
    [InlineData(null, "2026-11-02", "2026-11-01")]
    [InlineData(null, "2026-12-01", null)]
    [InlineData(null, "01.11.2026", null)]
    [InlineData(null, "2026-11-01T25:00", null)]
    [InlineData("0h", null, null)]
    [InlineData("99999h", null, null)]
    [InlineData("24x", null, null)]
    public void What_is_no_range_is_refused(string? last, string? from, string? to)
    {
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => Resolve(new RequestRange { Last = last, From = from, To = to }));
        Assert.Equal(("RangeNotValid", FailureCategory.Usage), (failure.ErrorId, failure.Category));
    }

    private static InstantRange Resolve(RequestRange range) =>
        range.Resolve(DayZone.Find("Europe/Berlin"), Now, new DateTime(2026, 12, 15, 8, 0, 0, DateTimeKind.Utc));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

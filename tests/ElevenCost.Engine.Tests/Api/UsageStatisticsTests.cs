using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

public sealed class UsageStatisticsTests
{
    [Theory]
    [InlineData("UTC", "2026-11-02", "2026-11-08")]
    [InlineData("Europe/Berlin", "2026-10-23", "2026-10-27")]
    [InlineData("Europe/Berlin", "2026-03-27", "2026-03-31")]
    [InlineData("America/New_York", "2026-10-30", "2026-11-03")]
    [InlineData("Europe/London", "2026-10-24", "2026-10-26")]
    public async Task Days_are_those_of_the_zone(string zone, string from, string to)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { Days = 300 }, zone);
        var range = new DateRange(DateOnly.Parse(from), DateOnly.Parse(to));
        IElevenLabsApi api = simulated.Open();
        UsageStatistics total = await Read("credits", "none");
        UsageStatistics minutes = await Read("minutes_used", "none");
        UsageStatistics models = await Read("request_count", "model");
        List<UsageLine> truth = UsageChecks.Truth(simulated.Server, range, zone);
        Assert.Equal(truth.Select(day => (day.Date, (decimal)day.Credits)), Sums(total));
        Assert.Equal(truth.Select(day => (day.Date, day.Minutes ?? 0)), Sums(minutes));
        Assert.Equal(
            UsageChecks.Truth(simulated.Server, range, zone, Dimension.Model).Select(line => (line.Date, line.Values, (decimal)line.Requests!)),
            models.Values.SelectMany(model => model.Value.Where(day => day.Value != 0).Select(day => (day.Key, model.Key, day.Value)))
                .OrderBy(line => line.Item1).ThenBy(line => line.Item2, StringComparer.Ordinal));

        Task<UsageStatistics> Read(string metric, string breakdown) =>
            api.GetUsageStatisticsAsync(new UsageStatisticsQuery(range, DayZone.Find(zone), metric, breakdown, true), default);
    }

    [Theory]
    [InlineData("Asia/Kolkata", "2026-11-02", "2026-11-03")]
    [InlineData("Australia/Adelaide", "2026-11-02", "2026-11-03")]
    // Its summer time is whole hours ahead of UTC, its winter time is not: both ends alone do not tell.
    [InlineData("Australia/Lord_Howe", "2026-01-02", "2026-12-03")]
    public async Task Days_that_are_not_made_of_whole_hours_are_refused_without_a_request(string zone, string from, string to)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: zone);
        var range = new DateRange(DateOnly.Parse(from), DateOnly.Parse(to));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => simulated.Open().GetUsageStatisticsAsync(
            new UsageStatisticsQuery(range, DayZone.Find(zone), "credits", "none", true), default));
        Assert.Equal(("TimeZoneNotSupported", FailureCategory.Configuration), (failure.ErrorId, failure.Category));
        Assert.Contains(zone, failure.Message);
        Assert.Empty(simulated.Server.Requests);
    }

    [Theory]
    [InlineData("""{"time":[1],"usage":{"All":[1,2]}}""")]
    [InlineData("""{"time":[1],"usage":{"All":null}}""")]
    [InlineData("""{"time":null,"usage":{}}""")]
    [InlineData("""{"time":[1]}""")]
    [InlineData("""{"time":[1,1],"usage":{"All":[1,1]}}""")]
    [InlineData("""{"time":[9000000000000000000],"usage":{"All":[1]}}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task What_is_not_an_answer_is_a_typed_failure(string body)
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, body));
        var day = new DateRange(SimulatedConnection.Today, SimulatedConnection.Today);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open().GetUsageStatisticsAsync(
            new UsageStatisticsQuery(day, TimeZoneInfo.Utc, "credits", "none", true), default));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
    }

    [Theory]
    [InlineData("credits", "1000000000000000", "1000000000000001")]
    [InlineData("credits", "-1e15", "-1.1e15")]
    [InlineData("request_count", "1e12", "1000000000000.5")]
    [InlineData("minutes_used", "20000000", "20000000.000001")]
    [InlineData("minutes_used", "-2e7", "-2.1e7")]
    [InlineData("tts_characters", "1e15", "1e16")]
    [InlineData("fiat_units_spent", "1e15", "1e27")]
    [InlineData("concurrency", "1e15", "1e29")]
    [InlineData("ttfb_avg", "1e15", "-1e99")]
    public async Task A_value_beyond_any_account_is_rejected_with_its_series(string metric, string largest, string larger)
    {
        var range = new DateRange(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 2));
        long start = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        UsageStatistics statistics = await ReadAsync(largest);
        Assert.Equal(decimal.Parse(largest, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture), statistics.Values["m2"][range.End]);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => ReadAsync(larger));
        Assert.Equal(("FigureOutOfBounds", FailureCategory.Unavailable), (failure.ErrorId, failure.Category));
        Assert.Contains($"'{metric}' of the series 'm2'", failure.Message, StringComparison.Ordinal);

        async Task<UsageStatistics> ReadAsync(string value)
        {
            await using var server = new RawServer(_ => RawServer.Reply(200,
                $$$"""{"time":[{{{start}}},{{{start + 86_400_000}}}],"usage":{"m1":[1,2],"m2":[3,{{{value}}}]}}"""));
            return await server.Open(time: new FixedClock(SimulatedConnection.Now)).GetUsageStatisticsAsync(
                new UsageStatisticsQuery(range, TimeZoneInfo.Utc, metric, "model", true), default);
        }
    }

    [Theory]
    // The second day is null, absent from the times, no number, or has a part that is null.
    [InlineData("UTC", "1000,null", 24, 2)]
    [InlineData("UTC", "1000", 24, 2)]
    [InlineData("UTC", "1000,\"many\"", 24, 2)]
    [InlineData("UTC", "1000,\"12\"", 24, 0)]
    [InlineData("Europe/Berlin", "HOURS-NULL", 1, 2)]
    [InlineData("Europe/Berlin", "HOURS-ABSENT", 1, 2)]
    public async Task A_value_that_is_not_there_is_unknown_and_never_0(string zone, string values, int hours, int gapDay)
    {
        var range = new DateRange(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 2));
        DateTimeOffset start = DayZone.Find(zone).StartOf(range.Start);
        string[] cells = values switch
        {
            "HOURS-NULL" => [.. Enumerable.Range(0, 48).Select(hour => hour == 30 ? "null" : "1")],
            "HOURS-ABSENT" => [.. Enumerable.Repeat("1", 47)],
            _ => values.Split(','),
        };
        string times = string.Join(',', cells.Select((_, at) => start.AddHours(at * hours).ToUnixTimeMilliseconds()));
        await using var server = new RawServer(_ => RawServer.Reply(200, "{\"time\":[" + times + "],\"usage\":{\"All\":[" + string.Join(',', cells) + "]}}"));
        UsageStatistics statistics = await server.Open(time: new FixedClock(SimulatedConnection.Now)).GetUsageStatisticsAsync(
            new UsageStatisticsQuery(range, DayZone.Find(zone), "credits", "none", true), default);
        Assert.Equal(gapDay == 0 ? [] : [range.Start.AddDays(gapDay - 1)], statistics.Gaps);
        Assert.Equal(gapDay == 0 ? 2 : 1, statistics.Values["All"].Count);
    }

    private static IEnumerable<(DateOnly Date, decimal Value)> Sums(UsageStatistics statistics) =>
        statistics.Values.SelectMany(key => key.Value).GroupBy(day => day.Key)
            .Select(day => (day.Key, day.Sum(value => value.Value))).Where(day => day.Item2 != 0).OrderBy(day => day.Key);
}

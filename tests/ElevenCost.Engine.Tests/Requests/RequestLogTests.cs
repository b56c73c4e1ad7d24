using System.Text.Json;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Requests;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Requests;

/// <summary>The request log over a socket.</summary>
public sealed class RequestLogTests
{
    private const string LogPath = "/v1/workspace/analytics/requests";

    private static readonly DateTimeOffset Burst = SimulatedConnection.Now.AddHours(-2);

    private static readonly RequestQuery Week = new() { Range = new RequestRange { Last = "7d" } };

    [Fact]
    public async Task Every_request_comes_once_and_they_add_up_to_the_usage()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        List<RequestRecord> requests = await ReadAsync(simulated, new RequestQuery { Range = new RequestRange { Last = "60d" } });
        Assert.True(requests.Count > 2_000, $"{requests.Count} need no second page.");
        Assert.Equal(requests.Count, requests.Select(request => request.RequestId).Distinct().Count());
        Assert.Equal(requests.Select(request => request.At).OrderDescending(), requests.Select(request => request.At));
        DailyTotal[] truth = [.. simulated.Server.Truth.DailyTotals(SimulatedConnection.Today.AddDays(-59), SimulatedConnection.Today, "UTC")];
        Assert.Equal(
            (truth.Sum(day => day.Requests), truth.Sum(day => day.Credits), truth.Sum(day => day.Cost ?? 0)),
            (requests.Count, requests.Sum(request => request.Credits ?? 0), requests.Sum(request => request.ConsumedCost ?? 0)));
        Assert.All(requests, request => Assert.Equal(("acme", "POST", 200, true), (request.Connection, request.Method, request.Status, request.Succeeded)));
        Assert.Contains(requests, request => request.ApiKey == "(no key)" && request.ApiKeyId is null);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(2_500)]
    public async Task Many_requests_of_one_instant_lose_and_repeat_none(int count)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { RequestBursts = [new RequestBurst(Burst, count)] });
        List<RequestRecord> requests = await ReadAsync(simulated, Week);
        Assert.Equal(count, requests.Count(request => request.At == Burst.UtcDateTime));
        Assert.Equal(requests.Count, requests.Select(request => request.RequestId).Distinct().Count());
        Assert.Equal(simulated.Server.Truth.DailyTotals(SimulatedConnection.Today.AddDays(-6), SimulatedConnection.Today, "UTC").Sum(day => day.Requests) + count, requests.Count);
    }

    [Fact]
    public async Task Filters_that_the_api_can_are_sent_and_all_of_them_hold()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { RequestBursts = [new RequestBurst(Burst, 500)] });
        List<RequestRecord> all = await ReadAsync(simulated, Week);
        string hash = simulated.Server.Workspace.Keys[1].Hash;
        string userId = all[0].UserId!;
        foreach ((RequestQuery query, Func<RequestRecord, bool> passes, string? sent) in new (RequestQuery, Func<RequestRecord, bool>, string?)[]
        {
            (Week with { Statuses = ["429", "500"] }, request => request.Status is 429 or 500, "status_code"),
            (Week with { Statuses = ["5xx"] }, request => request.Status == 500, null),
            (Week with { Models = ["eleven_flash_v2_5"] }, request => request.Model == "eleven_flash_v2_5", "model"),
            (Week with { Models = ["ELEVEN_FLASH*"] }, request => request.Model!.StartsWith("eleven_flash", StringComparison.Ordinal), null),
            (Week with { ApiKeys = [hash] }, request => request.ApiKeyId == hash, "hashed_xi_api_key"),
            (Week with { ApiKeys = ["globex*", "(no key)"] }, request => request.ApiKey is "Globex IVR" or "(no key)", null),
            (Week with { Paths = ["/v1/text-to-speech/*"] }, request => request.Product == "TTS", null),
            (Week with { Paths = ["/V1/text-to-speech/{id}"] }, request => request.Product == "TTS", null),
            (Week with { Users = [userId] }, request => request.UserId == userId, null),
            (Week with { Text = "globex" }, request => request.ApiKey == "Globex IVR", "search"),
        })
        {
            simulated.Server.ClearRequests();
            List<RequestRecord> read = await ReadAsync(simulated, query);
            Assert.Equal(all.Where(passes).Select(request => request.RequestId).Order(StringComparer.Ordinal), read.Select(request => request.RequestId).Order(StringComparer.Ordinal));
            Assert.NotEmpty(read);
            string body = simulated.Server.Requests[0].Body;
            Assert.True(sent is null ? !body.Contains("filters", StringComparison.Ordinal) : body.Contains(sent, StringComparison.Ordinal), body);
        }
    }

    [Fact]
    public async Task Where_the_api_refuses_a_filter_every_row_is_held_against_it_here()
    {
        await using var server = new RawServer(request => request.Contains("\"filters\"", StringComparison.Ordinal)
            ? RawServer.Reply(422, """{"detail":[{"type":"value_error","loc":["body","filters"],"msg":"unknown column","input":null}]}""")
            : RawServer.Reply(200, """{"columns":["timestamp","request_id","status_code"],"column_units":[null,null,null],"rows":[["2026-11-20T08:00:01Z","b",500],["2026-11-20T08:00:00Z","a",200]]}"""));
        var log = new RequestLog(new MemoryLedger(), (_, _) => Task.FromResult(server.Open()), new FixedClock(SimulatedConnection.Now));
        Assert.Equal("b", Assert.Single(await ListAsync(log.ReadAsync([SimulatedConnection.Describe("acme", server.BaseUri)], Week with { Statuses = ["500"] }, default))).RequestId);
    }

    [Fact]
    public async Task A_limit_gives_the_latest_and_asks_for_no_more()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        List<RequestRecord> all = await ReadAsync(simulated, Week);
        simulated.Server.ClearRequests();
        Assert.Equal(all.Take(5), await ReadAsync(simulated, Week with { Limit = 5 }));
        SimulatedRequest sent = Assert.Single(simulated.Server.Requests);
        using JsonDocument body = JsonDocument.Parse(sent.Body);
        Assert.Equal(5, body.RootElement.GetProperty("limit").GetInt32());
    }

    [Theory]
    [InlineData("UTC", Granularity.Hour)]
    [InlineData("Asia/Kolkata", Granularity.Hour)]
    [InlineData("America/New_York", Granularity.Day)]
    public async Task Summaries_are_those_of_the_requests(string zoneName, Granularity granularity)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { RequestBursts = [new RequestBurst(Burst, 500)] }, zoneName);
        TimeZoneInfo zone = DayZone.Find(zoneName);
        var expected = (await ReadAsync(simulated, Week))
            .GroupBy(request => (Start: Start(request.At), Path: request.Path!.StartsWith("/v1/text-to-speech/", StringComparison.Ordinal) ? "/v1/text-to-speech/{id}"
                : request.Path.StartsWith("/v1/speech-to-speech/", StringComparison.Ordinal) ? "/v1/speech-to-speech/{id}" : request.Path))
            .OrderByDescending(group => group.Key.Start).ThenBy(group => group.Key.Path, StringComparer.Ordinal)
            .Select(group =>
            {
                decimal[] latencies = [.. group.Select(request => request.LatencyMs!.Value).Order()];
                return (group.Key.Start, group.Key.Path, Count: (long)group.Count(), Failed: (long)group.Count(request => request.Status >= 400),
                    Average: decimal.Round(latencies.Average(), 3), P50: (long)Rank(latencies, 50), P95: (long)Rank(latencies, 95));
            }).ToList();
        List<RequestSummary> summaries = await ListAsync(Log(simulated).SummarizeAsync([simulated.Connection], Week, granularity, default));
        Assert.Equal(expected, summaries.Select(summary => (summary.StartsAt, summary.Path!, summary.Requests, summary.Failed,
            summary.AverageLatencyMs!.Value, summary.P50LatencyMs!.Value, summary.P95LatencyMs!.Value)));
        Assert.All(summaries, summary => Assert.Equal(decimal.Round((decimal)summary.Succeeded / summary.Requests, 6), summary.SuccessRate));
        Assert.All(summaries, summary => Assert.Equal(zone.DayOf(new DateTimeOffset(summary.StartsAt)), DateOnly.FromDateTime(summary.Date)));

        DateTime Start(DateTime at)
        {
            DateTime local = TimeZoneInfo.ConvertTimeFromUtc(at, zone);
            return TimeZoneInfo.ConvertTimeToUtc(granularity == Granularity.Day ? local.Date : local.Date.AddHours(local.Hour), zone);
        }

        static decimal Rank(decimal[] ordered, int percent) => ordered[(int)Math.Ceiling(ordered.Length * percent / 100m) - 1];
    }

    [Theory]
    [InlineData(Granularity.Total, 1)]
    [InlineData(Granularity.Week, 2)]
    [InlineData(Granularity.Month, 1)]
    [InlineData(Granularity.Quarter, 1)]
    [InlineData(Granularity.Year, 1)]
    public async Task Longer_buckets_hold_the_requests_of_their_days(Granularity granularity, int most)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        List<RequestSummary> days = await ListAsync(Log(simulated).SummarizeAsync([simulated.Connection], Week, Granularity.Day, default));
        List<RequestSummary> summaries = await ListAsync(Log(simulated).SummarizeAsync([simulated.Connection], Week, granularity, default));
        Assert.InRange(summaries.Select(summary => summary.Date).Distinct().Count(), 1, most);
        Assert.Equal(
            days.GroupBy(day => day.Path).Select(path => (path.Key, path.Sum(day => day.Requests), path.Sum(day => day.Failed))).Order(),
            summaries.GroupBy(day => day.Path).Select(path => (path.Key, path.Sum(day => day.Requests), path.Sum(day => day.Failed))).Order());
        Assert.All(summaries, summary => Assert.True(granularity switch
        {
            Granularity.Total => summary.Date <= days.Min(day => day.Date),
            Granularity.Week => summary.Date.DayOfWeek == DayOfWeek.Monday,
            Granularity.Year => summary.Date.DayOfYear == 1,
            _ => summary.Date.Day == 1,
        }));
    }

    [Fact]
    public async Task A_cancelled_read_ends_while_the_answer_is_waited_for()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "hang@" + LogPath);
        using var cancellation = new CancellationTokenSource();
        Task<List<RequestRecord>> reading = ListAsync(Log(simulated).ReadAsync([simulated.Connection], Week, cancellation.Token));
        while (simulated.Server.Requests.Count == 0)
        {
            await Task.Delay(5);
        }

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task The_demo_has_a_log_of_its_own_that_does_not_change()
    {
        var clock = new FixedClock(SimulatedConnection.Now);
        Connection demo = SimulatedConnection.Describe("demo", new Uri("https://api.elevenlabs.io")) with { KeySource = KeySource.Demo };
        var log = new RequestLog(new MemoryLedger(), (connection, _) => Task.FromResult(ElevenLabsApi.Open(connection, null, clock)), clock);
        List<RequestRecord> requests = await ListAsync(log.ReadAsync([demo], Week, default));
        Assert.Equal(requests, await ListAsync(log.ReadAsync([demo], Week, default)));
        Assert.Equal(requests.Count, requests.Select(request => request.RequestId).Distinct().Count());
        Assert.Contains(requests, request => request.Succeeded == false);
        Assert.All(requests, request => Assert.InRange(request.At, SimulatedConnection.Now.UtcDateTime.AddDays(-7), SimulatedConnection.Now.UtcDateTime));
        Assert.Equal(requests.Where(request => request.Status == 200), await ListAsync(log.ReadAsync([demo], Week with { Statuses = ["200"] }, default)));
    }

    private static RequestLog Log(SimulatedConnection simulated) =>
        new(new MemoryLedger(), (_, _) => Task.FromResult(ElevenLabsApi.Open(simulated.Connection, simulated.Server.ApiKey, simulated.Clock, SimulatedConnection.Quick)), simulated.Clock);

    private static Task<List<RequestRecord>> ReadAsync(SimulatedConnection simulated, RequestQuery query) => ListAsync(Log(simulated).ReadAsync([simulated.Connection], query, default));

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items)
        {
            list.Add(item);
        }

        return list;
    }
}

using System.Collections.Concurrent;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>How often a host that is silent is asked.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(77);
    private static readonly ApiOptions Options = SimulatedConnection.Quick with { SilenceTimeout = Silence };
    private static readonly SilentTime Time = new(Silence);

    [Theory]
    [InlineData(4, 3)]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    public async Task A_host_that_never_answers_gets_the_tries_of_an_unreachable_one(int retries, int requests)
    {
        var time = new SilentTime(Silence);
        await using RawServer server = Serve(time, _ => null);
        IElevenLabsApi api = server.Open(Options with { MaxRetries = retries }, time);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetModelsAsync(default));
        Assert.Equal(("ApiTimeout", FailureCategory.Unavailable, false), (failure.ErrorId, failure.Category, failure.HostAnswered));
        Assert.Contains("sent nothing for 77 seconds on /v1/models", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ELEVENCOST_SILENCE_SECONDS", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Theory]
    [InlineData(false, false, 3)]
    [InlineData(false, true, 3)]
    [InlineData(true, false, 3)]
    [InlineData(true, true, 1)]
    public async Task What_has_a_fallback_is_asked_once_where_the_host_has_answered_before(bool isAnswered, bool hasFallback, int requests)
    {
        var time = new SilentTime(Silence);
        await using RawServer server = Serve(time, request => request.StartsWith("GET /v1/models", StringComparison.Ordinal) ? RawServer.Reply(200, "[]") : null);
        IElevenLabsApi api = server.Open(Options, time);
        if (isAnswered)
        {
            Assert.Empty(await api.GetModelsAsync(default));
        }

        int before = server.Requests.Count;
        var query = new AnalyticsQuery(new DateRange(SimulatedConnection.Today.AddDays(-6), SimulatedConnection.Today), TimeZoneInfo.Utc, [], HasFallback: hasFallback);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.QueryAnalyticsAsync(query, default));
        Assert.Equal(("ApiTimeout", isAnswered), (failure.ErrorId, failure.HostAnswered));
        Assert.Equal(requests, server.Requests.Count - before);
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        var time = new SilentTime(Silence);
        await using RawServer server = Serve(time, request => request.StartsWith("GET /v1/models", StringComparison.Ordinal) ? RawServer.Reply(403, "{}") : null);
        IElevenLabsApi api = server.Open(Options, time);
        await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetModelsAsync(default));
        Assert.True((await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetUserAsync(default))).HostAnswered);
    }

    [Fact]
    public async Task Each_try_but_the_first_is_told_before_it_is_waited_for()
    {
        var time = new SilentTime(Silence);
        var told = new ConcurrentQueue<string>();
        await using RawServer server = Serve(time, _ => null);
        using IElevenLabsApi api = ElevenLabsApi.Open(SimulatedConnection.Describe("raw", server.BaseUri), RawServer.Key, time, Options, told.Enqueue);
        await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetModelsAsync(default));
        Assert.Equal(2, told.Count);
        Assert.All(told, line => Assert.Contains($"{server.BaseUri.Authority} sent nothing for 77 seconds on /v1/models. Retrying in ", line, StringComparison.Ordinal));
        Assert.Matches(@" Retrying in \d+\.\d seconds \(try 2 of 3\)\.$", told.First());
        Assert.Matches(@" Retrying in \d+\.\d seconds \(try 3 of 3\)\.$", told.Last());
    }

    [Fact]
    public async Task A_delay_that_the_server_names_is_told_with_its_reason()
    {
        var told = new ConcurrentQueue<string>();
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "rate-limit:1,retry-after-ms=200");
        using IElevenLabsApi api = ElevenLabsApi.Open(simulated.Connection, simulated.Server.ApiKey, simulated.Clock, SimulatedConnection.Quick, told.Enqueue);
        Assert.NotEmpty(await api.GetModelsAsync(default));
        string line = Assert.Single(told);
        Assert.StartsWith("ElevenLabs limits the rate of requests (HTTP 429).", line, StringComparison.Ordinal);
        Assert.EndsWith(" Retrying in 0.2 seconds (try 2 of 5).", line, StringComparison.Ordinal);
        Assert.DoesNotContain(simulated.Server.ApiKey, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_ends_where_the_host_is_silent_twice_in_a_row()
    {
        var time = new SilentTime(Silence);
        await using RawServer server = Serve(time, request => request.StartsWith("GET /v1/models", StringComparison.Ordinal) ? RawServer.Reply(200, "[]") : null);
        IReadOnlyList<Capability> found = await ConnectionProbe.RunAsync(
            SimulatedConnection.Describe("raw", server.BaseUri), server.Open(Options, time), time, null, default);
        Assert.Equal(["Key", "Subscription", "Analytics", "UsageStatistics", "Groups", "Members", "ServiceAccounts"], found.Select(row => row.Name));
        Assert.True(found[0].Passed);
        Assert.All(found.Skip(1), row => Assert.Equal((false, "ApiTimeout"), (row.Passed, row.ErrorId)));
        Assert.Equal(2, found.Count(row => row.Message.Contains("sent nothing for", StringComparison.Ordinal)));
        Assert.All(found.Skip(3), row => Assert.Equal(("Skipped, see Analytics.", null), (row.Message, row.Remedy)));
        Assert.Equal(1 + 3 + 3, server.Requests.Count);
    }

    [Fact]
    public async Task A_probe_goes_on_where_the_host_is_silent_on_one_thing()
    {
        var time = new SilentTime(Silence);
        await using RawServer server = Serve(time, request => request.StartsWith("GET /v1/user/subscription", StringComparison.Ordinal)
            || request.StartsWith("GET /v1/usage", StringComparison.Ordinal) ? null : RawServer.Reply(404, "{}"));
        IReadOnlyList<Capability> found = await ConnectionProbe.RunAsync(
            SimulatedConnection.Describe("raw", server.BaseUri), server.Open(Options, time), time, null, default);
        Assert.Equal(
            ["EndpointNotFound", "ApiTimeout", "EndpointNotFound", "ApiTimeout", "EndpointNotFound", "EndpointNotFound", "EndpointNotFound"],
            found.Select(row => row.ErrorId));
        Assert.DoesNotContain(found, row => row.Message.StartsWith("Skipped", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData("", 60)]
    [InlineData("  ", 60)]
    [InlineData("5", 5)]
    [InlineData(" 90 ", 90)]
    [InlineData("600", 600)]
    public void The_environment_may_set_how_long_the_host_may_be_silent(string? text, int seconds) =>
        Assert.Equal(new ApiOptions { SilenceTimeout = TimeSpan.FromSeconds(seconds) }, ApiOptions.FromEnvironment(name => name == "ELEVENCOST_SILENCE_SECONDS" ? text : null));

    [Theory]
    [InlineData("4")]
    [InlineData("601")]
    [InlineData("0")]
    [InlineData("-60")]
    [InlineData("+60")]
    [InlineData("7.5")]
    [InlineData("1e2")]
    [InlineData("60s")]
    [InlineData("99999999999")]
    [InlineData("١٢")]
    public void What_is_no_such_number_is_named_with_its_remedy(string text)
    {
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => ApiOptions.FromEnvironment(_ => text));
        Assert.Equal(("SilenceNotValid", FailureCategory.Configuration), (failure.ErrorId, failure.Category));
        Assert.Equal($"The environment variable ELEVENCOST_SILENCE_SECONDS is '{text}', not a whole number from 5 to 600.", failure.Message);
        Assert.Equal("Set it to the seconds without data until a request times out, 5 to 600, or remove it for 60.", failure.Remedy);
    }

    [Fact]
    public void The_demo_asks_nobody_and_does_not_mind()
    {
        Connection demo = SimulatedConnection.Describe("demo", new Uri("https://api.elevenlabs.io")) with { KeySource = KeySource.Demo };
        using IElevenLabsApi api = ElevenLabsApi.Open(demo, null, Time, _ => "never");
        Assert.Throws<ElevenCostException>(() => ElevenLabsApi.Open(demo with { KeySource = KeySource.Environment }, RawServer.Key, Time, _ => "never"));
    }

    /// <summary>Answers what it is told to, and is silent on the rest until the time for it is over.</summary>
    private static RawServer Serve(SilentTime time, Func<string, byte[]?> answer) => new(async (request, stream, token) =>
    {
        if (answer(request) is { } reply)
        {
            await stream.WriteAsync(reply, token);
            return;
        }

        time.Expire();
        await Task.Delay(Timeout.Infinite, token);
    });
}

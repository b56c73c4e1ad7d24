using System.Diagnostics;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

public sealed class RetryTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(77);

    [Theory]
    [InlineData("retry-after=7", 7000)]
    [InlineData("retry-after-ms=1250", 1250)]
    [InlineData("retry-after-date=9", 9000)]
    [InlineData("x-ratelimit-reset=5", 5000)]
    [InlineData("x-ratelimit-reset-delta=3", 3000)]
    [InlineData("retry-after-ms=0", 0)]
    public async Task A_delay_that_the_server_names_is_kept_to_the_millisecond(string hint, int milliseconds)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "rate-limit:2," + hint);
        var time = new RecordingTime(SimulatedConnection.Now, Silence);
        using IElevenLabsApi api = ElevenLabsApi.Open(simulated.Connection, simulated.Server.ApiKey, time, SimulatedConnection.Quick with { SilenceTimeout = Silence });
        Assert.NotEmpty(await api.GetModelsAsync(default));
        Assert.Equal([429, 429, 200], simulated.Server.Requests.Select(request => request.Status));
        Assert.All(time.Delays, delay => Assert.Equal(milliseconds, delay.TotalMilliseconds));
        Assert.Equal(milliseconds == 0 ? 0 : 2, time.Delays.Count);
    }

    [Fact]
    public async Task Without_a_named_delay_they_grow_and_stay_bounded()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "rate-limit:9,none");
        var time = new RecordingTime(SimulatedConnection.Now, Silence);
        var options = new ApiOptions { SilenceTimeout = Silence };
        using IElevenLabsApi api = ElevenLabsApi.Open(simulated.Connection, simulated.Server.ApiKey, time, options);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetModelsAsync(default));
        Assert.Equal(("RateLimited", 429), (failure.ErrorId, failure.StatusCode));
        Assert.Equal(options.MaxRetries + 1, simulated.Server.Requests.Count);
        Assert.Equal(options.MaxRetries, time.Delays.Count);
        Assert.All(time.Delays, delay => Assert.InRange(delay, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_delay_longer_than_a_call_may_take_fails_at_once()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "rate-limit:1,retry-after=600");
        var clock = Stopwatch.StartNew();
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => simulated.Open().GetModelsAsync(default));
        Assert.Equal("RateLimited", failure.ErrorId);
        Assert.Single(simulated.Server.Requests);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_server_error_is_tried_again_as_often_as_allowed_and_not_more(int status)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: $"server-error:99,{status}");
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => simulated.Open(SimulatedConnection.Quick with { MaxRetries = 3 }).GetModelsAsync(default));
        Assert.Equal(("ServerError", status), (failure.ErrorId, failure.StatusCode));
        Assert.Equal(4, simulated.Server.Requests.Count);
    }

    [Fact]
    public async Task Without_retries_there_is_one_request()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "server-error:1");
        await Assert.ThrowsAsync<ElevenLabsApiException>(() => simulated.Open(SimulatedConnection.Quick with { MaxRetries = 0 }).GetModelsAsync(default));
        Assert.Single(simulated.Server.Requests);
    }

    [Fact]
    public async Task A_passing_failure_passes()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "server-error:4");
        IElevenLabsApi api = simulated.Open();
        Assert.NotEmpty(await api.GetModelsAsync(default));
        Assert.Equal(5, api.RequestCount);
    }

    [Fact]
    public async Task A_cancelled_call_does_not_wait_out_its_retry_delay()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "rate-limit:1,retry-after=60");
        using var stop = new CancellationTokenSource();
        Task call = simulated.Open().GetModelsAsync(stop.Token);
        while (simulated.Server.Requests is not [{ Status: 429 }])
        {
            await Task.Delay(5);
        }

        await Task.Delay(50);
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Single(simulated.Server.Requests);
    }

    [Fact]
    public async Task A_call_cancelled_within_its_answer_ends_at_once()
    {
        var begun = new TaskCompletionSource();
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await stream.WriteAsync(RawServer.Reply(200, """[{"model_id":"a"}]""").AsMemory()[..^5], token);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        using var stop = new CancellationTokenSource();
        Task call = server.Open().GetModelsAsync(stop.Token);
        await begun.Task;
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task No_more_than_four_requests_are_under_way_at_once()
    {
        int now = 0;
        int most = 0;
        object counting = new();
        await using var server = new RawServer(async (_, stream, token) =>
        {
            lock (counting)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Delay(60, token);
            lock (counting)
            {
                now--;
            }

            await stream.WriteAsync(RawServer.Reply(200, "[]"), token);
        });
        IElevenLabsApi api = server.Open();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.GetModelsAsync(default)));
        Assert.Equal(4, most);
        Assert.Equal(20, server.Requests.Count);
    }
}

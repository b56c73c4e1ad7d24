using System.Net;
using System.Net.Sockets;
using System.Text;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

public sealed class NetworkFailureTests
{
    private static readonly AnalyticsQuery Week =
        new(new DateRange(SimulatedConnection.Today.AddDays(-6), SimulatedConnection.Today), TimeZoneInfo.Utc, [Dimension.Model]);

    [Theory]
    [InlineData(200, "ProxyAnswered", 1)]
    [InlineData(403, "ProxyAnswered", 1)]
    [InlineData(502, "ServerError", 3)]
    public async Task A_web_page_of_a_proxy_is_told_as_such(int status, string id, int requests)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: $"html:{status}");
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => simulated.Open(SimulatedConnection.Quick with { MaxRetries = 2 }).GetModelsAsync(default));
        Assert.Equal(id, failure.ErrorId);
        Assert.Equal(FailureCategory.Unavailable, failure.Category);
        Assert.Equal(requests, simulated.Server.Requests.Count);
        Assert.DoesNotContain("<html", failure.Message);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_no_network_after_two_retries()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using IElevenLabsApi api = ElevenLabsApi.Open(
            SimulatedConnection.Describe("gone", new Uri($"http://127.0.0.1:{port}/")), RawServer.Key, TimeProvider.System, SimulatedConnection.Quick);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetModelsAsync(default));
        Assert.Equal(("NetworkUnavailable", FailureCategory.Unavailable), (failure.ErrorId, failure.Category));
        Assert.Contains("rejected the connection", failure.Message);
        Assert.Equal(3, api.RequestCount);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_a_timeout()
    {
        TimeSpan silence = TimeSpan.FromMinutes(10);
        var time = new SilentTime(silence);
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "hang");
        using IElevenLabsApi api = ElevenLabsApi.Open(
            simulated.Connection, simulated.Server.ApiKey, time, SimulatedConnection.Quick with { SilenceTimeout = silence, MaxRetries = 1 });
        Task models = api.GetModelsAsync(default);
        for (int tried = 1; tried <= 2; tried++)
        {
            while (simulated.Server.Requests.Count < tried)
            {
                await Task.Delay(5);
            }

            time.Expire();
        }

        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => models);
        Assert.Equal("ApiTimeout", failure.ErrorId);
        Assert.Equal(2, simulated.Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_falls_silent_within_its_answer_is_a_timeout()
    {
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await stream.WriteAsync(RawServer.Reply(200, """[{"model_id":"a"}]""").AsMemory()[..^5], token);
            await Task.Delay(Timeout.Infinite, token);
        });
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(
            SimulatedConnection.Quick with { SilenceTimeout = TimeSpan.FromMilliseconds(150), MaxRetries = 0 }).GetModelsAsync(default));
        Assert.Equal("ApiTimeout", failure.ErrorId);
    }

    [Theory]
    [InlineData("chunked")]
    [InlineData("length")]
    public async Task An_answer_that_breaks_off_is_tried_again_and_then_incomplete(string how)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: $"truncated:{how}");
        IElevenLabsApi api = simulated.Open(SimulatedConnection.Quick with { MaxRetries = 1 });
        foreach (Func<Task> call in new Func<Task>[] { () => api.GetModelsAsync(default), () => api.QueryAnalyticsAsync(Week, default) })
        {
            simulated.Server.ClearRequests();
            ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(call);
            Assert.Equal("ResponseIncomplete", failure.ErrorId);
            Assert.Equal(2, simulated.Server.Requests.Count);
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_off_once_is_never_half_used()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        AnalyticsUsage whole = await simulated.Open().QueryAnalyticsAsync(Week, default);
        simulated.Server.Faults.Add("truncated#2");
        AnalyticsUsage again = await simulated.Open().QueryAnalyticsAsync(Week, default);
        Assert.Equal(whole.Table.Count, again.Table.Count);
        Assert.Equal(whole.Table.Credits, again.Table.Credits);
    }

    [Fact]
    public async Task Half_an_answer_is_a_typed_failure()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "malformed");
        IElevenLabsApi api = simulated.Open(SimulatedConnection.Quick with { MaxRetries = 0 });
        ElevenLabsApiException small = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetModelsAsync(default));
        ElevenLabsApiException large = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.QueryAnalyticsAsync(Week, default));
        Assert.Equal(("ResponseNotValid", "ResponseIncomplete"), (small.ErrorId, large.ErrorId));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_answer_whose_compression_is_broken_is_a_typed_failure(string encoding)
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, Enumerable.Repeat((byte)0xEE, 200).ToArray(), headers: "content-encoding: " + encoding));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(SimulatedConnection.Quick with { MaxRetries = 0 }).GetModelsAsync(default));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
    }

    [Fact]
    public async Task What_is_not_HTTP_is_a_typed_failure()
    {
        await using var server = new RawServer(_ => Encoding.ASCII.GetBytes("220 mail.example.com ESMTP\r\n\r\n"));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(SimulatedConnection.Quick with { MaxRetries = 0 }).GetModelsAsync(default));
        Assert.Equal("ResponseIncomplete", failure.ErrorId);
    }

    [Theory]
    [InlineData("http://api.elevenlabs.io/")]
    [InlineData("http://192.168.1.9/")]
    [InlineData("ftp://127.0.0.1/")]
    public void A_key_never_travels_in_clear_text(string address)
    {
        ElevenCostException failure = Assert.Throws<ElevenCostException>(
            () => ElevenLabsApi.Open(SimulatedConnection.Describe("clear", new Uri(address)), RawServer.Key, TimeProvider.System));
        Assert.Equal(("BaseUriNotValid", FailureCategory.Usage), (failure.ErrorId, failure.Category));
        Assert.DoesNotContain(RawServer.Key, failure.ToString());
    }
}

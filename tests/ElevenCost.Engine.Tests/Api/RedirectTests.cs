using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

public sealed class RedirectTests
{
    private const string Models = """[{"model_id":"a","name":"A"}]""";

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_to_another_host_is_refused_and_the_key_never_sent_there(int status)
    {
        await using var other = new RawServer(_ => RawServer.Reply(200, Models));
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: $"redirect:{status},{other.BaseUri}");
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => simulated.Open().GetModelsAsync(default));
        Assert.Equal(("RedirectRefused", FailureCategory.Unavailable), (failure.ErrorId, failure.Category));
        Assert.Single(simulated.Server.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_to_the_same_host_is_followed()
    {
        await using var server = new RawServer(request => request.StartsWith("GET /v1/models ", StringComparison.Ordinal)
            ? RawServer.Reply(302, "", headers: "location: /elsewhere")
            : RawServer.Reply(200, Models));
        Assert.Equal("A", Assert.Single(await server.Open().GetModelsAsync(default)).Name);
        Assert.StartsWith("GET /elsewhere ", server.Requests.Last());
        Assert.Contains(RawServer.Key, server.Requests.Last());
    }

    [Theory]
    [InlineData(302, 1)]
    [InlineData(307, 4)]
    public async Task A_query_follows_only_a_redirect_that_keeps_its_method_and_not_for_ever(int status, int requests)
    {
        await using var server = new RawServer(_ => RawServer.Reply(status, "", headers: "location: /again"));
        var query = new AnalyticsQuery(new DateRange(SimulatedConnection.Today, SimulatedConnection.Today), TimeZoneInfo.Utc, []);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open().QueryAnalyticsAsync(query, default));
        Assert.Equal("RedirectRefused", failure.ErrorId);
        Assert.Equal(requests, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.StartsWith("POST ", request));
    }
}

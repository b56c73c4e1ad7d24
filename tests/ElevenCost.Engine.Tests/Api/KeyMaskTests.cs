using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>Pieces of a key that a server echoes.</summary>
public sealed class KeyMaskTests
{
    // No eight characters of it occur twice, so that a test knows which piece is which.
    private const string Key = "sk_9f3a1c77e2b840d65a0b1f29c8d7e6340512ab34cd56ef78";

    [Theory]
    [InlineData("key " + Key + " refused", "key (key) refused")]
    [InlineData("key sk_9f3a1 refused", "key (key) refused")]
    [InlineData("key 9f3a1c77 refused", "key (key) refused")]
    [InlineData("key 9F3A1C77E2 refused", "key (key) refused")]
    [InlineData("ends with 56ef78", "ends with 56ef78")]
    [InlineData("ends with cd56ef78", "ends with (key)")]
    [InlineData("9f3a1c77...cd56ef78", "(key)...(key)")]
    [InlineData("seven: 9f3a1c7", "seven: 9f3a1c7")]
    [InlineData("", "")]
    public void A_piece_of_eight_characters_or_more_is_masked(string text, string masked)
    {
        Assert.Equal(masked, KeyMask.Apply(text, Key));
        Assert.Equal(masked != text, KeyMask.IsIn(text, Key));
    }

    [Fact]
    public void Every_piece_of_a_key_is_found_wherever_it_stands()
    {
        for (int start = 0; start + KeyMask.ShortestPiece <= Key.Length; start++)
        {
            for (int length = KeyMask.ShortestPiece; start + length <= Key.Length; length++)
            {
                Assert.Equal("z(key)z", KeyMask.Apply($"z{Key.Substring(start, length)}z", Key));
            }
        }
    }

    [Theory]
    [InlineData("""{"detail":{"status":"invalid_request","message":"key 01234567 is odd"}}""", 400, "application/json")]
    [InlineData("""{"detail":"0123456789ab"}""", 500, "application/json")]
    [InlineData("""{"columns":["timestamp","abcdef01","total_usage"],"rows":[["x",1,2]]}""", 200, "application/json")]
    [InlineData("""{"columns":["cdef0123"],"rows":[]}""", 200, "application/json")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["abcdef0123456789abcdef",{"abcdef0123456789":}]]}""", 200, "application/json")]
    [InlineData("<html>", 200, "text/abcdef0123456789")]
    public async Task What_a_server_echoes_of_the_key_is_in_no_failure(string body, int status, string mediaType)
    {
        await using var server = new RawServer(_ => RawServer.Reply(status, body, mediaType, "request-id: 89abcdef01234567"));
        IElevenLabsApi api = server.Open(SimulatedConnection.Quick with { MaxRetries = 0 });
        var query = new AnalyticsQuery(new DateRange(SimulatedConnection.Today, SimulatedConnection.Today), TimeZoneInfo.Utc, []);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.QueryAnalyticsAsync(query, default));
        string all = failure + failure.Remedy + failure.RequestId + string.Join(' ', api.Unknowns.Keys);
        Assert.False(KeyMask.IsIn(all, RawServer.Key), all);
    }
}

using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>What an answer that is larger than any should be costs in memory.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class AnswerMemoryTests
{
    [Fact]
    public async Task A_gigabyte_in_a_megabyte_fails_by_default_before_it_is_unpacked()
    {
        byte[] bomb = AnswerBoundTests.Zeros(1024);
        Assert.InRange(bomb.Length, 1, 2 * 1024 * 1024);
        await using var server = new RawServer(_ => RawServer.Reply(200, bomb, headers: "content-encoding: gzip"));
        long before = GC.GetTotalAllocatedBytes();
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open().QueryAnalyticsAsync(AnswerBoundTests.Week, default));
        Assert.Equal("ResponseTooLarge", failure.ErrorId);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 256L * 1024 * 1024);
    }
}

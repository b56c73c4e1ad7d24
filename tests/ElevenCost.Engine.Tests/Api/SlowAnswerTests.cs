using System.Diagnostics;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

public sealed class SlowAnswerTests
{
    [Fact]
    public async Task An_answer_that_comes_slowly_but_steadily_is_awaited()
    {
        await using var server = new RawServer(async (_, stream, token) =>
        {
            // The head at once, the body piece by piece: longer in all than the server may be silent, and never too little within that time.
            ReadOnlyMemory<byte> reply = RawServer.Reply(200, """[{"model_id":"a"}]""" + new string(' ', 40_000));
            await stream.WriteAsync(reply[..^40_000], token);
            for (int left = 40_000; left > 0; left -= 2000)
            {
                await stream.WriteAsync(reply[^left..][..2000], token);
                await Task.Delay(200, token);
            }
        });
        var silence = TimeSpan.FromSeconds(3);
        var clock = Stopwatch.StartNew();
        Assert.Single(await server.Open(SimulatedConnection.Quick with { SilenceTimeout = silence, MaxRetries = 0 }).GetModelsAsync(default));
        Assert.True(clock.Elapsed > silence);
    }
}

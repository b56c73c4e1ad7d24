using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>What one answer may cost: bytes, rows, columns, texts, time and retries.</summary>
public sealed class AnswerBoundTests
{
    internal static readonly AnalyticsQuery Week =
        new(new DateRange(SimulatedConnection.Today.AddDays(-6), SimulatedConnection.Today), TimeZoneInfo.Utc, [Dimension.Model]);

    private static readonly ApiOptions Small = SimulatedConnection.Quick with
    {
        MaxWireBytes = 64 * 1024,
        MaxBodyBytes = 128 * 1024,
        MaxObjectBytes = 96 * 1024,
        MaxRows = 100,
        MaxColumns = 8,
        MaxTextBytes = 2048,
        MaxTextTotal = 8192,
    };

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_answer_is_unpacked(string encoding)
    {
        byte[] body = Pack("""[{"model_id":"a"},{"model_id":"b"}]""", encoding);
        await using var server = new RawServer(_ => RawServer.Reply(200, body, headers: $"content-encoding: {encoding}"));
        Assert.Equal(2, (await server.Open(Small).GetModelsAsync(default)).Count);
        Assert.Contains("Accept-Encoding: gzip, deflate, br", Assert.Single(server.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_encoding_that_was_not_asked_for_is_named()
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, "[]", headers: "content-encoding: zstd"));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(Small).GetModelsAsync(default));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
        Assert.Contains("its encoding is 'zstd'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wire", "65,536 bytes on the wire (MaxWireBytes)")]
    [InlineData("unpacked", "131,072 bytes, unpacked (MaxBodyBytes)")]
    [InlineData("rows", "100 rows (MaxRows)")]
    [InlineData("columns", "8 columns (MaxColumns)")]
    [InlineData("columns after rows", "8 columns (MaxColumns)")]
    [InlineData("text", "2,048 bytes of one text (MaxTextBytes)")]
    [InlineData("texts", "8,192 bytes of texts (MaxTextTotal)")]
    public async Task Beyond_a_bound_the_error_names_it_and_nothing_is_asked_again(string what, string words)
    {
        (string body, bool packed) = what switch
        {
            "wire" => (Analytics("[]") + new string(' ', 100_000), false),
            "unpacked" => (Analytics("[]") + new string(' ', 200_000), true),
            "rows" => (Analytics($"[{string.Join(',', Enumerable.Repeat("""["2026-11-20T00:00:00Z",1,"m"]""", 101))}]"), true),
            "columns" => ($$"""{"columns":[{{string.Join(',', Enumerable.Range(0, 9).Select(i => $"\"c{i}\""))}}],"rows":[]}""", false),
            "columns after rows" => ($$"""{"rows":[[{{string.Join(',', Enumerable.Repeat("1", 9))}}]],"columns":[]}""", false),
            "text" => (Analytics($"""[["2026-11-20T00:00:00Z",1,"{new string('x', 2049)}"]]"""), false),
            _ => (Analytics($"[{string.Join(',', Enumerable.Range(10, 10).Select(i => $"""["2026-11-20T00:00:00Z",1,"{i}{new string('x', 1000)}"]"""))}]"), false),
        };
        await using var server = new RawServer(_ => packed
            ? RawServer.Reply(200, Pack(body, "gzip"), headers: "content-encoding: gzip")
            : RawServer.Reply(200, body));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(Small).QueryAnalyticsAsync(Week, default));
        Assert.Equal(("ResponseTooLarge", FailureCategory.Unavailable), (failure.ErrorId, failure.Category));
        Assert.Contains($"has more than {words}", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Remedy);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_held_whole_has_a_bound_of_its_own()
    {
        string members = $"[{string.Join(',', Enumerable.Repeat("""{"user_id":"u"}""", 10_000))}]";
        await using var server = new RawServer(_ => RawServer.Reply(200, Pack(members, "gzip"), headers: "content-encoding: gzip"));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => server.Open(Small with { MaxBodyBytes = 1_000_000 }).GetMembersAsync(default));
        Assert.Equal("ResponseTooLarge", failure.ErrorId);
        Assert.Contains("98,304 bytes, unpacked (MaxObjectBytes)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 1)]
    public async Task A_large_answer_that_breaks_off_is_not_asked_for_again_and_again(bool isLarge, int requests)
    {
        byte[] body = Encoding.UTF8.GetBytes(Analytics("[" + (isLarge ? new string(' ', 50_000) : "")));
        await using var server = new RawServer((_, stream, token) => stream.WriteAsync(RawServer.Reply(200, body).AsMemory()[..^5], token).AsTask());
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => server.Open(Small with { MaxRetriedBytes = 40_000 }).QueryAnalyticsAsync(Week, default));
        Assert.Equal("ResponseIncomplete", failure.ErrorId);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task What_is_asked_for_in_halves_anyway_is_asked_for_once_more_at_most()
    {
        await using var server = new RawServer((_, stream, token) => stream.WriteAsync(RawServer.Reply(200, Analytics("[]")).AsMemory()[..^5], token).AsTask());
        await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(Small).QueryAnalyticsAsync(Week with { HasFallback = true }, default));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_drips_is_silent()
    {
        await using var server = new RawServer(async (_, stream, token) =>
        {
            ReadOnlyMemory<byte> reply = RawServer.Reply(200, new string(' ', 4000) + "[]");
            await stream.WriteAsync(reply[..200], token);
            for (int at = 200; at < reply.Length; at++)
            {
                await stream.WriteAsync(reply.Slice(at, 1), token);
                await Task.Delay(50, token);
            }
        });
        var clock = Stopwatch.StartNew();
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => server.Open(Small with { SilenceTimeout = TimeSpan.FromSeconds(1), MaxRetries = 0 }).GetModelsAsync(default));
        Assert.Equal("ApiTimeout", failure.ErrorId);
        Assert.Matches("sent only [0-9]+ bytes for 1 seconds", failure.Message);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task An_answer_has_a_deadline_however_steadily_it_comes()
    {
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await stream.WriteAsync(RawServer.Reply(200, new string(' ', 60_000) + "[]").AsMemory(0, 200), token);
            for (byte[] piece = [.. Enumerable.Repeat((byte)' ', 400)]; ;)
            {
                await stream.WriteAsync(piece, token);
                await Task.Delay(100, token);
            }
        });
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(
            Small with { AnswerTimeout = TimeSpan.FromSeconds(1), LeastBytesInSilence = 1 }).GetModelsAsync(default));
        Assert.Equal("ApiTimeout", failure.ErrorId);
        Assert.Contains("did not complete its answer to /v1/models within 1 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ELEVENCOST_ANSWER_SECONDS", failure.Remedy, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Connecting_has_a_time_of_its_own()
    {
        Assert.Equal(TimeSpan.FromSeconds(15), new ApiOptions().ConnectTimeout);

        // A queue of pending connections that is full: the system answers no further one.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var waiting = new List<Socket>();
        try
        {
            while (waiting.Count < 200)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                waiting.Add(socket);
                using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                try
                {
                    await socket.ConnectAsync(listener.LocalEndPoint!, soon.Token);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }

            Connection connection = SimulatedConnection.Describe("full", new Uri($"http://{listener.LocalEndPoint}/"));
            using IElevenLabsApi api = ElevenLabsApi.Open(connection, RawServer.Key, TimeProvider.System, Small with { ConnectTimeout = TimeSpan.FromSeconds(1), MaxRetries = 0 });
            ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetModelsAsync(default));
            Assert.Equal("NetworkUnavailable", failure.ErrorId);
            Assert.Contains("no connection within 1 seconds", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            waiting.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("5", "AnswerTimeNotValid")]
    [InlineData("86401", "AnswerTimeNotValid")]
    [InlineData("ten", "AnswerTimeNotValid")]
    [InlineData("30", null)]
    public void The_environment_may_set_how_long_an_answer_may_take(string text, string? id)
    {
        string? Environment(string name) => name == "ELEVENCOST_ANSWER_SECONDS" ? text : null;
        if (id is null)
        {
            Assert.Equal(TimeSpan.FromSeconds(30), ApiOptions.FromEnvironment(Environment).AnswerTimeout);
            return;
        }

        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => ApiOptions.FromEnvironment(Environment));
        Assert.Equal((id, FailureCategory.Configuration), (failure.ErrorId, failure.Category));
        Assert.Contains("from 10 to 86400", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15")]
    [InlineData("1025")]
    [InlineData("64 MB")]
    [InlineData("-128")]
    public void A_size_that_is_none_is_an_error(string text)
    {
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => ApiOptions.FromEnvironment(name => name == "ELEVENCOST_ANSWER_MB" ? text : null));
        Assert.Equal(("AnswerSizeNotValid", FailureCategory.Configuration), (failure.ErrorId, failure.Category));
        Assert.Equal($"The environment variable ELEVENCOST_ANSWER_MB is '{text}', not a whole number from 16 to 1024.", failure.Message);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(128)]
    [InlineData(1024)]
    public void The_environment_sets_the_size_of_an_answer_and_its_other_bounds_in_proportion(int size)
    {
        // The bounds that docs/security.md promises, of a size of 128.
        var expected = new ApiOptions
        {
            MaxWireBytes = size * 1024L * 1024, MaxBodyBytes = size * 2048L * 1024, MaxObjectBytes = size * 256L * 1024, MaxRows = size * 15_625 / 2,
            MaxColumns = size * 2, MaxTextBytes = size * 512, MaxTextTotal = size * 512L * 1024,
        };
        Assert.Equal(expected, ApiOptions.FromEnvironment(name => name == "ELEVENCOST_ANSWER_MB" ? $" {size} " : null));
        Assert.Equal(size == 128, expected == new ApiOptions());
    }

    [Fact]
    public async Task A_larger_answer_is_read_if_the_environment_permits_it()
    {
        // The usual bound of a list that is held whole is 32 MiB.
        byte[] body = Encoding.UTF8.GetBytes($"[{new string(' ', 40 * 1024 * 1024)}]");
        await using var server = new RawServer(_ => RawServer.Reply(200, body));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open(new ApiOptions()).GetModelsAsync(default));
        Assert.Equal("ResponseTooLarge", failure.ErrorId);
        Assert.Contains("set ELEVENCOST_ANSWER_MB to more than 128, at most 1024", failure.Remedy, StringComparison.Ordinal);
        Assert.Empty(await server.Open(ApiOptions.FromEnvironment(name => name == "ELEVENCOST_ANSWER_MB" ? "256" : null)).GetModelsAsync(default));
    }

    private static string Analytics(string rows) => $$"""{"columns":["timestamp","total_usage","model"],"column_units":["",""],"rows":{{rows}}}""";

    private static byte[] Pack(string text, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            _ => new ZLibStream(packed, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    internal static byte[] Zeros(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            byte[] piece = [.. Enumerable.Repeat((byte)' ', 1024 * 1024)];
            for (int i = 0; i < megabytes; i++)
            {
                stream.Write(piece);
            }
        }

        return packed.ToArray();
    }
}

using System.Text;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Api;

public sealed class AnalyticsBodyTests
{
    private const string Body = """
        {"columns":["product_type","timestamp","total_usage","total_minutes","total_cost","usage_count"],"column_units":[null,null,"credits","min","usd",null],
        "rows":[["STT","2026-09-01T00:00:00Z",689,12.71,0.252,3],["T\u0054S","2026-09-02T02:00:00+02:00",51,0.2,7.9716e-05,1],["TTS","2026-09-03T00:00:00Z",0,0,null,0],[null,"2026-09-03T00:00:00Z",0,0,12345678901234.123456789,0]]}
        """;

    private static readonly Uri Address = new("https://api.elevenlabs.io/x");
    private static readonly AnalyticsQuery Query = new(new DateRange(new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 3)), TimeZoneInfo.Utc, [Dimension.Product]);

    [Fact]
    public async Task Figures_are_kept_digit_by_digit()
    {
        UsageTable table = (await ReadAsync(Body)).Table;
        Assert.Equal(["0.252", "0.000079716", "12345678901234.123456789"], table.ConsumedCost.Select(cost => FormattableString.Invariant($"{cost}")));
        Assert.Equal(["STT", "TTS", ""], table.Dimensions[UsageTable.IndexOf(Dimension.Product)].Values);
        Assert.Equal([689, 51, 0], table.Credits);
        Assert.Equal([new(2026, 9, 1), new(2026, 9, 2), new(2026, 9, 3)], table.Day.Select(DateOnly.FromDayNumber));
    }

    [Fact]
    public async Task However_it_arrives_in_pieces_it_says_the_same()
    {
        for (int piece = 1; piece < 40; piece += 3)
        {
            AnalyticsUsage usage = await ReadAsync(Body, piece);
            Assert.Equal([0.252m, 0.000079716m, 12345678901234.123456789m], usage.Table.ConsumedCost);
        }
    }

    [Fact]
    public async Task Wherever_it_breaks_off_it_is_incomplete()
    {
        string body = Body.TrimEnd();
        for (int length = 0; length < body.Length; length++)
        {
            ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => ReadAsync(body[..length]));
            Assert.Equal((length, "ResponseIncomplete"), (length, failure.ErrorId));
            Assert.True(failure.IsTransient);
        }
    }

    [Theory]
    [InlineData("""{"columns":[1,2],"rows":[]}""")]
    [InlineData("""{"columns":["timestamp"],"column_units":[{}],"rows":7}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":null}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[{"timestamp":"2026-09-01T00:00:00Z","total_usage":5}]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":["2026-09-01T00:00:00Z",5]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z"]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z",5,6]]}""")]
    [InlineData("""{"rows":[["2026-09-01T00:00:00Z",5,6]],"columns":["timestamp","total_usage"]}""")]
    [InlineData("""{"rows":[["2026-09-01T00:00:00Z",5],["2026-09-01T00:00:00Z"]],"columns":["timestamp","total_usage"]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z",5.5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T05:00:00Z",5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z",1e25]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z",1e99]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z",null]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["yesterday",5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["\ud800",5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[[null,5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[[9e18,5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"]}""")]
    [InlineData("""{"rows":[]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{]")]
    [InlineData("<html>")]
    [InlineData("{} {}")]
    public async Task What_is_not_an_answer_is_a_typed_failure(string body)
    {
        var query = Query with { GroupBy = [] };
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => ReadAsync(body, query: query));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
    }

    [Fact]
    public async Task A_text_without_an_end_does_not_fill_the_memory()
    {
        await using var endless = new EndlessText();
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => new AnalyticsResponseReader(new UnknownCounter(), new ApiOptions()).ReadAsync(Address, endless, default));
        Assert.Equal("ResponseTooLarge", failure.ErrorId);
        Assert.Contains("65,536 bytes of one text (MaxTextBytes)", failure.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, 1, 1024 * 1024);
    }

    [Fact]
    public void Unknown_names_are_bounded_in_number_and_length()
    {
        var unknowns = new UnknownCounter();
        for (int name = 0; name < 100_000; name++)
        {
            unknowns.Count("field", new string('x', 1000) + name);
            unknowns.Count("column", $"\u001b{name}");
        }

        Assert.InRange(unknowns.Counts.Count, 1, 200);
        Assert.All(unknowns.Counts.Keys, name => Assert.InRange(name.Length, 1, 120));
        Assert.DoesNotContain(unknowns.Counts.Keys, name => name.Contains('\u001b'));
    }

    private static async Task<AnalyticsUsage> ReadAsync(string body, int piece = int.MaxValue, AnalyticsQuery? query = null)
    {
        var unknowns = new UnknownCounter();
        await using var stream = new Pieces(Encoding.UTF8.GetBytes(body), piece);
        try
        {
            AnalyticsTable table = await new AnalyticsResponseReader(unknowns, new ApiOptions()).ReadAsync(Address, stream, default);
            return new AnalyticsConversion(Address, table, query ?? Query, unknowns).Convert();
        }
        catch (System.Text.Json.JsonException e)
        {
            // As the transport does.
            throw ApiFailure.Malformed(Address, "it is not valid JSON.", e);
        }
    }

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }

    private sealed class EndlessText : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            if (Given == 0)
            {
                "{\"a\":\""u8.CopyTo(buffer.Span);
            }

            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}

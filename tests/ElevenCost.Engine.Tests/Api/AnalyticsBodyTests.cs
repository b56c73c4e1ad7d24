using System.Text;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Api;

public sealed class AnalyticsBodyTests
{
    private const string Body = """
        {"columns":["product_type","timestamp","total_usage","total_minutes","total_cost","usage_count"],"column_units":[null,null,"credits","min","usd",null],
        "rows":[["STT","2026-09-01T00:00:00Z",689,12.71,0.252,3],["T\u0054S","2026-09-02T02:00:00+02:00",51,0.2,7.9716e-05,1],["TTS","2026-09-03T00:00:00Z",0,0,null,0],[null,"2026-09-03T00:00:00Z",0,0,9345678.123456789012345,0]]}
        """;

    private static readonly Uri Address = new("https://api.elevenlabs.io/x");
    private static readonly AnalyticsQuery Query = new(new DateRange(new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 3)), TimeZoneInfo.Utc, [Dimension.Product]);

    [Fact]
    public async Task Figures_are_kept_digit_by_digit()
    {
        UsageTable table = (await ReadAsync(Body)).Table;
        Assert.Equal(["0.252", "0.000079716", "9345678.123456789012345"], table.ConsumedCost.Select(cost => FormattableString.Invariant($"{cost}")));
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
            Assert.Equal([0.252m, 0.000079716m, 9345678.123456789012345m], usage.Table.ConsumedCost);
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
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[{"timestamp":"2026-09-01T00:00:00Z","total_usage":5}]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":["2026-09-01T00:00:00Z",5]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z"]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z",5,6]]}""")]
    [InlineData("""{"rows":[["2026-09-01T00:00:00Z",5,6]],"columns":["timestamp","total_usage"]}""")]
    [InlineData("""{"rows":[["2026-09-01T00:00:00Z",5],["2026-09-01T00:00:00Z"]],"columns":["timestamp","total_usage"]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T05:00:00Z",5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["yesterday",5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"rows":[["\ud800",5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"column_units":["s","credits"],"rows":[[79000000000000000000000000000,5]]}""")]
    [InlineData("""{"columns":["timestamp","total_usage"],"column_units":["s","credits"],"rows":[["-7.9e28",5]]}""")]
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

    [Theory]
    [InlineData("9.2e18", "total_usage")]
    [InlineData("1e25", "total_usage")]
    [InlineData("-1e99", "total_usage")]
    [InlineData("\"1e40\"", "total_usage")]
    [InlineData("5,7e28", "total_cost")]
    [InlineData("5,10000000.01", "total_cost")]
    [InlineData("5,1,1e13", "usage_count")]
    [InlineData("5,1,1,-1e8", "total_minutes")]
    public async Task A_figure_beyond_any_account_is_rejected_with_its_row(string cells, string column)
    {
        string[] all = [.. cells.Split(','), .. "0,0,0,0".Split(',')];
        string body = $$"""{"columns":["timestamp","total_usage","total_cost","usage_count","total_minutes"],"column_units":[null,"credits","usd",null,"min"],"rows":[["2026-09-01T00:00:00Z",1,1,1,1],["2026-09-02T00:00:00Z",{{string.Join(',', all[..4])}}]]}""";
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => ReadAsync(body, query: Query with { GroupBy = [] }));
        Assert.Equal(("FigureOutOfBounds", FailureCategory.Unavailable), (failure.ErrorId, failure.Category));
        Assert.Contains($"'{column}' of row 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_that_add_up_to_more_than_any_account_uses_are_rejected()
    {
        string rows = string.Join(',', Enumerable.Repeat("""["2026-09-01T00:00:00Z",9e12]""", 112));
        AnalyticsUsage usage = await ReadAsync($$"""{"columns":["timestamp","total_usage"],"rows":[{{rows}}]}""", query: Query with { GroupBy = [] });
        ElevenLabsApiException failure = Assert.Throws<ElevenLabsApiException>(() => ElevenCost.Engine.Sync.DaySums.ByDay(usage.Table));
        Assert.Equal("FigureOutOfBounds", failure.ErrorId);
        Assert.Contains("2026-09-01", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12.25", "'total_usage' of row 1 is 12.25, which is not a whole number")]
    [InlineData("null", "'total_usage' of row 1 is empty")]
    [InlineData("\"n/a\"", "'total_usage' of row 1 is \"n/a\", which is not a number")]
    [InlineData("[5]", "'total_usage' of row 1 is \"an object\", which is not a number")]
    public async Task Credits_that_cannot_be_kept_cost_their_day_alone(string credits, string reason)
    {
        AnalyticsUsage usage = await ReadAsync(
            $$"""{"columns":["timestamp","total_usage"],"rows":[["2026-09-01T00:00:00Z",7],["2026-09-02T00:00:00Z",{{credits}}],["2026-09-03T00:00:00Z","8"]]}""",
            query: Query with { GroupBy = [] });
        Assert.Equal([KeyValuePair.Create(new DateOnly(2026, 9, 2), reason)], usage.Unreadable);
        Assert.Equal([7, 8], usage.Table.Credits);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public async Task A_byte_order_mark_and_rows_of_null_are_read_however_they_arrive(string mark)
    {
        for (int piece = 1; piece < 6; piece++)
        {
            AnalyticsUsage usage = await ReadAsync(mark + """{"columns":["timestamp","total_usage"],"rows":null}""", piece, Query with { GroupBy = [] });
            Assert.Equal(0, usage.Table.Count);
        }
    }

    [Fact]
    public async Task Numbers_as_text_and_units_in_another_case_are_read()
    {
        var drift = new ApiDrift();
        AnalyticsUsage usage = await ReadAsync("""
            {"columns":["timestamp","total_usage","minutes","total_cost","usage_count"],"column_units":[null,"Credits","MIN","USD",null],
            "rows":[["2026-09-01T00:00:00Z","5","1.5","0.10","3"]]}
            """, query: Query with { GroupBy = [] }, drift: drift);
        Assert.Equal((5L, 3L, 1.5m, 0.10m, "USD"), (usage.Table.Credits[0], usage.Table.Requests[0]!.Value, usage.Table.Minutes[0]!.Value, usage.Table.ConsumedCost[0]!.Value, usage.Currency));
        Assert.Empty(drift.NotRead);
    }

    [Theory]
    [InlineData("\"n/a\",1,1", "usd", "'total_cost', which came as \"n/a\"")]
    [InlineData("{},1,1", "usd", "'total_cost', which came as \"an object\"")]
    [InlineData("1,\"3.5\",1", "usd", "'usage_count', which came as 3.5")]
    [InlineData("1,1,true", "usd", "'total_minutes', which came as \"True\"")]
    [InlineData("1,1,1", "doubloons", "'total_cost': its unit \"doubloons\" is not a currency")]
    [InlineData("1,1,1", null, "'total_cost': its unit (none) is not a currency")]
    public async Task What_cannot_be_read_is_unknown_and_named(string cells, string? unit, string what)
    {
        var drift = new ApiDrift();
        string quoted = unit is null ? "null" : $"\"{unit}\"";
        AnalyticsUsage usage = await ReadAsync(
            $$"""{"columns":["timestamp","total_usage","total_cost","usage_count","total_minutes"],"column_units":[null,"credits",{{quoted}},null,"min"],"rows":[["2026-09-01T00:00:00Z",5,{{cells}}]]}""",
            query: Query with { GroupBy = [] }, drift: drift);
        Assert.Equal([what], drift.NotRead, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(5, usage.Table.Credits[0]);
        Assert.Equal(1, new object?[] { usage.Table.ConsumedCost[0], usage.Table.Requests[0], usage.Table.Minutes[0] }.Count(figure => figure is null));
    }

    [Fact]
    public async Task Of_two_names_of_one_id_the_one_of_the_latest_day_is_taken()
    {
        AnalyticsUsage usage = await ReadAsync("""
            {"columns":["voice_id","user_id","timestamp","total_usage","voice_name","user_label"],
            "rows":[["v","u","2026-09-03T00:00:00Z",1,"Ada 2","Mo"],["v","u","2026-09-01T00:00:00Z",1,"Ada","Maureen"],["w","","2026-09-02T00:00:00Z",1,null,"nobody"]]}
            """, query: Query with { GroupBy = [Dimension.Voice, Dimension.User] });
        Assert.Equal([KeyValuePair.Create("v", "Ada 2")], usage.VoiceNames);
        Assert.Equal([KeyValuePair.Create("u", "Mo")], usage.UserNames);
        Assert.Empty(usage.ApiKeyNames);
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

    private static async Task<AnalyticsUsage> ReadAsync(string body, int piece = int.MaxValue, AnalyticsQuery? query = null, ApiDrift? drift = null)
    {
        var unknowns = new UnknownCounter();
        await using var stream = new Pieces(Encoding.UTF8.GetBytes(body), piece);
        try
        {
            AnalyticsTable table = await new AnalyticsResponseReader(unknowns, new ApiOptions()).ReadAsync(Address, stream, default);
            return new AnalyticsConversion(Address, table, query ?? Query, unknowns, drift ?? new ApiDrift()).Convert();
        }
        catch (System.Text.Json.JsonException e)
        {
            // As the transport does.
            throw ApiErrors.Malformed(Address, "it is not valid JSON.", e);
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

using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>Answers of the request log in the shapes that its documentation allows.</summary>
public sealed class RequestLogBodyTests
{
    private static readonly RequestPageQuery Query = new(SimulatedConnection.Now.AddDays(-1), SimulatedConnection.Now, 1000, [], null);

    [Fact]
    public async Task The_documentations_example_is_read_although_everything_in_it_is_text()
    {
        RequestRow[] rows = [.. (await ReadAsync("""
            {"columns":["request_id","timestamp","endpoint","response_time_ms","success"],"column_types":["String","DateTime","String","Int","Bool"],
             "rows":[["req_2","2024-06-01T12:35:10Z","/v1/voice/list?token=secret","85","false"],["req_1","2024-06-01T12:34:56Z","/v1/text-to-speech","120","true"]],
             "column_units":["null","null","null","ms","null"]}
            """)).Rows];
        Assert.Equal(
            [("req_2", "/v1/voice/list", 85m, false), ("req_1", "/v1/text-to-speech", 120m, true)],
            rows.Select(row => (row.Id!, row.Path!, row.LatencyMs!.Value, row.Succeeded!.Value)));
        Assert.Equal(new DateTime(2024, 6, 1, 12, 35, 10, DateTimeKind.Utc), rows[0].At);
        Assert.Equal(DateTimeKind.Utc, rows[0].At.Kind);
        Assert.Null(rows[0].Status);
        Assert.Null(rows[0].Credits);
        Assert.Null(rows[0].ApiKeyId);
    }

    [Theory]
    [InlineData("1760000000123", "ms", "2025-10-09T08:53:20.123Z")]
    [InlineData("1760000000", "s", "2025-10-09T08:53:20Z")]
    [InlineData("\"2025-10-09T10:53:20.123456+02:00\"", null, "2025-10-09T08:53:20.123456Z")]
    [InlineData("\"2025-10-09 08:53:20\"", null, "2025-10-09T08:53:20Z")]
    public async Task A_time_is_read_in_any_spelling(string value, string? unit, string expected)
    {
        RequestRow row = Assert.Single((await ReadAsync($$"""{"columns":["timestamp"],"column_units":[{{(unit is null ? "null" : $"\"{unit}\"")}}],"rows":[[{{value}}]]}""")).Rows);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime, row.At);
    }

    [Theory]
    [InlineData("200", true, 200)]
    [InlineData("399", true, 399)]
    [InlineData("400", false, 400)]
    [InlineData("\"503\"", false, 503)]
    [InlineData("\"success\"", true, null)]
    [InlineData("\"error\"", false, null)]
    [InlineData("\"queued\"", null, null)]
    [InlineData("null", null, null)]
    public async Task Success_follows_the_status_where_nothing_else_tells(string status, bool? succeeded, int? code)
    {
        RequestRow row = Assert.Single((await ReadAsync($$"""{"columns":["timestamp","status"],"column_units":[null,null],"rows":[["2025-10-09T08:53:20Z",{{status}}]]}""")).Rows);
        Assert.Equal((succeeded, code), (row.Succeeded, row.Status));
    }

    [Fact]
    public async Task A_latency_in_seconds_is_told_in_milliseconds_and_a_cost_without_a_currency_is_unknown()
    {
        RequestRow row = Assert.Single((await ReadAsync("""
            {"columns":["timestamp","duration","total_cost","total_usage","hashed_xi_api_key","flags"],"column_units":[null,"s",null,"credits",null,null],
             "rows":[["2025-10-09T08:53:20Z",0.25,0.5,12,null,{"a":[1]}]]}
            """)).Rows);
        Assert.Equal((250m, null, null, 12L, ""), (row.LatencyMs, row.Cost, row.Currency, row.Credits, row.ApiKeyId));
    }

    [Theory]
    [InlineData("""{"columns":["request_id"],"rows":[["a"]],"column_units":[null]}""")]
    [InlineData("""{"columns":["timestamp"],"rows":[["yesterday"]],"column_units":[null]}""")]
    [InlineData("""{"columns":["timestamp"],"rows":[[null]],"column_units":[null]}""")]
    [InlineData("""{"columns":["timestamp"]}""")]
    public async Task An_answer_without_times_is_a_typed_failure(string body)
    {
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => ReadAsync(body));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
    }

    [Theory]
    [InlineData("s", "79000000000000000000000000000")]
    [InlineData("s", "-79000000000000000000000000000")]
    [InlineData("s", "253402300800")]
    [InlineData("ms", "79000000000000000000000000000")]
    public async Task A_time_beyond_every_calendar_is_named(string unit, string time)
    {
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => ReadAsync($$"""{"columns":["timestamp"],"column_units":["{{unit}}"],"rows":[[{{time}}]]}"""));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
        Assert.Contains("the 'timestamp' of row 0 is not an instant", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duration", "s", "79000000000000000000000000000")]
    [InlineData("duration", "s", "1000000001")]
    [InlineData("duration", "ms", "79000000000000000000000000000")]
    [InlineData("duration", "ms", "1e40")]
    [InlineData("duration", null, "\"-1e28\"")]
    [InlineData("total_usage", "credits", "9223372036854775807")]
    [InlineData("total_minutes", "min", "7.9e28")]
    [InlineData("total_cost", "usd", "7.9e28")]
    public async Task A_figure_beyond_its_bound_is_named(string column, string? unit, string figure)
    {
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => ReadAsync(
            $$"""{"columns":["timestamp","{{column}}"],"column_units":[null,{{(unit is null ? "null" : $"\"{unit}\"")}}],"rows":[["2025-10-09T08:53:20Z",1],["2025-10-09T08:53:20Z",{{figure}}]]}"""));
        Assert.Equal("FigureOutOfBounds", failure.ErrorId);
        Assert.StartsWith($"'{column}' of row 1 in the answer of ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_nobody_knows_is_counted_and_passed_over()
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, """{"columns":["timestamp","aura"],"rows":[],"column_units":[null,null]}"""));
        IElevenLabsApi api = server.Open();
        await api.GetRequestsAsync(Query, default);
        Assert.Equal(1, api.Unknowns["column aura"]);
    }

    [Fact]
    public async Task The_latest_are_asked_for_first_with_every_condition()
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, """{"columns":["timestamp"],"rows":[],"column_units":[null]}"""));
        await server.Open().GetRequestsAsync(Query with
        {
            Limit = 7,
            Search = "a \"b\"",
            Conditions = [new RequestCondition("status_code", "in", [429]), new RequestCondition("model", "in", ["eleven_v3"])],
        }, default);
        string sent = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/workspace/analytics/requests ", sent, StringComparison.Ordinal);
        string body = sent[(sent.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Equal($$"""{"start_time":{{Query.From.ToUnixTimeMilliseconds()}},"end_time":{{Query.To.ToUnixTimeMilliseconds()}},"limit":7,"sort":"desc","filters":[{"column":"status_code","operation":"in","values":[429]},{"column":"model","operation":"in","values":["eleven_v3"]}],"search":"a \u0022b\u0022"}""", body);
    }

    private static async Task<RequestPage> ReadAsync(string body)
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, body));
        return await server.Open().GetRequestsAsync(Query, default);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Requests, webhooks and quotas as a user types it.</summary>
public sealed class InsightsTests
{
    [Theory]
    [InlineData(120_000, 121_000, 1, "RunsOut")]
    [InlineData(150_000, 121_000, 1, "Overage")]
    [InlineData(1_000, 90_000_000, 0, "Lasts")]
    public async Task Quota_ends_with_1_where_it_runs_out_before_the_reset(long used, long limit, int exitCode, string state)
    {
        long reset = TimeProvider.System.GetUtcNow().AddDays(20).ToUnixTimeSeconds();
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions
        {
            Days = 40,
            SubscriptionFields = new Dictionary<string, string>
            {
                ["character_count"] = Text(used), ["character_limit"] = Text(limit), ["next_character_count_reset_unix"] = Text(reset),
            },
        }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "35")).ExitCode);
        CliOutcome json = await cli.RunAsync("quota", "--output", "json");
        Assert.True(json.ExitCode == exitCode, json.All);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement quota = document.RootElement[0];
        Assert.Equal((state, limit - used), (quota.GetProperty("State").GetString(), quota.GetProperty("CreditsLeft").GetInt64()));
        CliOutcome table = await cli.RunAsync("quota");
        Assert.True(table.ExitCode == exitCode, table.All);
        Assert.Contains((limit - used).ToString("N0", CultureInfo.InvariantCulture), table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.ApiKey, json.All + table.All + cli.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quota_of_a_key_that_is_refused_ends_with_77()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        server.Faults.Add("invalid-api-key");
        CliOutcome outcome = await cli.RunAsync("quota");
        Assert.True(outcome.ExitCode == 77, outcome.All);
        Assert.Contains("error: acme: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_and_webhooks_come_as_table_json_and_csv()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 20 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome json = await cli.RunAsync("requests", "--last", "10d", "--output", "json");
        Assert.True(json.ExitCode == 0, json.All);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        CliOutcome csv = await cli.RunAsync("requests", "--last", "10d", "--output", "csv");
        Assert.Equal(document.RootElement.GetArrayLength() + 1, csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        CliOutcome table = await cli.RunAsync("requests", "--last", "10d", "--limit", "3");
        Assert.Equal(5, table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("…", table.Output, StringComparison.Ordinal);
        CliOutcome summary = await cli.RunAsync("requests", "--last", "10d", "--summary", "--granularity", "day", "--output", "json");
        using JsonDocument summed = JsonDocument.Parse(summary.Output);
        Assert.Equal(document.RootElement.GetArrayLength(), summed.RootElement.EnumerateArray().Sum(row => row.GetProperty("Requests").GetInt32()));
        CliOutcome none = await cli.RunAsync("requests", "--status", "599");
        Assert.Equal((0, "", "No requests.\n"), (none.ExitCode, none.Output, none.Error));
        CliOutcome webhooks = await cli.RunAsync("webhooks");
        Assert.Contains("Transcripts", webhooks.Output, StringComparison.Ordinal);
        Assert.Contains("enabled", webhooks.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requests --last 24q", "--last", "24h")]
    [InlineData("requests --from yesterday", "--from", "yyyy-MM-dd")]
    [InlineData("requests --to 2026-11-01", "--to", "--from")]
    [InlineData("requests --last 24h --timeframe today", "--last", "--timeframe")]
    [InlineData("requests --granularity day", "--granularity", "--summary")]
    [InlineData("requests --summary --granularity decade", "--granularity", "hour, day, week, month, quarter, year, total")]
    [InlineData("requests --limit 0", "--limit", "from 1")]
    [InlineData("requests --status teapot", "teapot", "5xx")]
    public async Task A_mistake_in_the_arguments_names_the_option_and_what_it_takes(string line, string named, string allowed)
    {
        using var cli = new CliProcess { SharesProcess = true };
        Assert.Equal(0, (await cli.RunAsync("connect", "try", "--demo")).ExitCode);
        CliOutcome outcome = await cli.RunAsync(line.Split(' '));
        Assert.True(outcome.ExitCode == 64, outcome.All);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(allowed, outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("table")]
    public async Task A_hundred_thousand_requests_stream_through_a_heap_that_could_not_hold_them(string format)
    {
        const int Count = 100_000;
        await using LargeLog log = new(Count);
        using var cli = new CliProcess { SharesProcess = true };
        await log.ConnectAsync(cli);

        // 24 MB: the rows alone would take more than twice as much.
        cli.Environment["DOTNET_GCHeapHardLimit"] = "0x1800000";
        CliOutcome outcome = await cli.RunAsync("requests", "--from", "2026-01-01T00:00Z", "--to", "2026-01-02T00:00Z", "--output", format);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(Count + 2, outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length + (format == "csv" ? 1 : 0));
        Assert.Contains(format == "table" ? "2026-01-01 00:00:00" : "r000000", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("table")]
    public async Task The_first_row_is_written_before_the_last_page_is_asked_for_and_a_cancellation_ends_at_once(string format)
    {
        await using LargeLog log = new(3_000) { PagesBeforeSilence = 1 };
        using var cli = new CliProcess { SharesProcess = true };
        await log.ConnectAsync(cli);
        CliOutcome outcome = await cli.RunAsync(async process =>
        {
            await log.Silent.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await Task.Delay(300);
            CliProcess.Interrupt(process);
        }, ["requests", "--from", "2026-01-01T00:00Z", "--to", "2026-01-02T00:00Z", "--output", format]);
        Assert.True(outcome.ExitCode == 130, outcome.Error);
        Assert.Contains(format == "table" ? "/v1/" : "r002999", outcome.Output, StringComparison.Ordinal);
        Assert.InRange(outcome.Output.Split('\n').Length, 1_000, 1_005);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A log of one request each 10 ms of the first of January, made as it is asked for.</summary>
    private sealed class LargeLog : IAsyncDisposable
    {
        private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private readonly int _count;
        private readonly RawServer _server;
        private int _pages;

        public LargeLog(int count)
        {
            _count = count;
            _server = new RawServer(async (request, stream, token) =>
            {
                if (++_pages > PagesBeforeSilence)
                {
                    Silent.TrySetResult();
                    await Task.Delay(Timeout.Infinite, token);
                }

                using JsonDocument body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
                await stream.WriteAsync(RawServer.Reply(200, Page(body.RootElement.GetProperty("end_time").GetInt64(), body.RootElement.GetProperty("limit").GetInt32())), token);
            });
        }

        public int PagesBeforeSilence { get; init; } = int.MaxValue;

        public TaskCompletionSource Silent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task ConnectAsync(CliProcess cli)
        {
            cli.Environment["ELEVENLABS_API_KEY"] = RawServer.Key;
            await new ConnectionStore(new Home(cli.Home)).PutAsync(SimulatedConnection.Describe("acme", _server.BaseUri), default);
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private string Page(long end, int limit)
        {
            var page = new StringBuilder("""{"columns":["timestamp","request_id","path","status_code","latency","model"],"column_units":[null,null,null,null,"ms",null],"rows":[""");
            long newest = Math.Min(_count - 1, (end - Start.ToUnixTimeMilliseconds()) / 10);
            for (long row = newest; row >= 0 && row > newest - limit; row--)
            {
                string time = Start.AddMilliseconds(row * 10).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                page.Append(CultureInfo.InvariantCulture, $"{(row == newest ? "" : ",")}[\"{time}\",\"r{row:000000}\",\"/v1/text-to-speech/r{row:0000000000000000000}\",200,{row % 900},\"eleven_v3\"]");
            }

            return page.Append("]}").ToString();
        }
    }
}

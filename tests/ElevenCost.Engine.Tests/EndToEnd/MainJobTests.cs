using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Connect, sync, cost: as a user types it, over a real socket, against the simulator's own arithmetic.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task Daily_cost_by_model_of_ninety_days_equals_the_truth_in_json_and_csv()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 3, Days = 120 }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome sync = await cli.RunAsync("sync", "--output", "json");
        Assert.True(sync.ExitCode == 0, sync.All);
        using JsonDocument synced = JsonDocument.Parse(sync.Output);
        Assert.Equal(92, synced.RootElement[0].GetProperty("DaysSynced").GetInt32());

        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        DateOnly from = today.AddDays(-60);
        DateOnly to = today.AddDays(-5);
        string[] range = ["--from", Text(from), "--to", Text(to)];
        CliOutcome json = await cli.RunAsync(["cost", "--group-by", "model", "--granularity", "day", "--basis", "consumed", "--output", "json", .. range]);
        Assert.True(json.ExitCode == 0, json.All);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        var rows = document.RootElement.EnumerateArray().Select(row => (
            Date: row.GetProperty("Date").GetString()!,
            Model: row.GetProperty("Model").GetString()!,
            Credits: row.GetProperty("Credits").GetInt64(),
            Cost: row.GetProperty("Cost").ValueKind == JsonValueKind.Null ? (decimal?)null : row.GetProperty("Cost").GetDecimal())).ToList();
        var truth = server.Truth.Rows(from, to, "UTC", "model")
            .Where(row => row.Credits != 0 || row.Requests != 0 || row.Minutes != 0 || row.Cost is not (null or 0))
            .Select(row => (Date: Text(row.Date), Model: string.IsNullOrEmpty(row.Values[0]) ? "(no model)" : row.Values[0]!, row.Credits, row.Cost)).ToList();
        Assert.Equal(truth.OrderBy(row => row.Date, StringComparer.Ordinal).ThenBy(row => row.Model, StringComparer.Ordinal), rows);

        CliOutcome csv = await cli.RunAsync(["cost", "--group-by", "model", "--granularity", "day", "--basis", "consumed", "--output", "csv", .. range]);
        string[] lines = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rows.Count + 1, lines.Length);
        Assert.Contains("Date", lines[0], StringComparison.Ordinal);

        // By model alone is what it reads like: a row a model; running sums need days, and so does what is not told apart.
        CliOutcome models = await cli.RunAsync(["cost", "--group-by", "model", "--basis", "consumed", "--output", "json", .. range]);
        using JsonDocument whole = JsonDocument.Parse(models.Output);
        Assert.Equal(
            rows.GroupBy(row => row.Model).Select(model => (model.Key, model.Sum(row => row.Credits))).OrderBy(model => model.Key, StringComparer.Ordinal),
            whole.RootElement.EnumerateArray().Select(row => (row.GetProperty("Model").GetString()!, row.GetProperty("Credits").GetInt64())).OrderBy(model => model.Item1, StringComparer.Ordinal));
        CliOutcome used = await cli.RunAsync(["usage", "--group-by", "model", "--output", "json", .. range]);
        using JsonDocument usage = JsonDocument.Parse(used.Output);
        Assert.Equal(whole.RootElement.GetArrayLength(), usage.RootElement.GetArrayLength());
        CliOutcome running = await cli.RunAsync(["cost", "--group-by", "model", "--cumulative", "--basis", "consumed", "--output", "csv", .. range]);
        Assert.True(running.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length >= lines.Length, running.All);
        CliOutcome days = await cli.RunAsync(["cost", "--basis", "consumed", "--output", "csv", .. range]);
        Assert.Equal(57, days.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        CliOutcome coverage = await cli.RunAsync("coverage", "--output", "json");
        using JsonDocument covered = JsonDocument.Parse(coverage.Output);
        Assert.Equal(92, covered.RootElement.GetArrayLength());
        CliOutcome test = await cli.RunAsync("test");
        Assert.True(test.ExitCode == 0, test.All);
    }

    [Fact]
    public async Task The_plan_rate_is_credits_times_price_over_quota()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 4, Days = 40, Tier = "creator" }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "20")).ExitCode);
        CliOutcome cost = await cli.RunAsync("cost", "--last", "20d", "--group-by", "model", "--basis", "plan-rate", "--output", "json");
        using JsonDocument document = JsonDocument.Parse(cost.Output);
        Assert.NotEqual(0, document.RootElement.GetArrayLength());
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            decimal expected = row.GetProperty("Credits").GetInt64() * 22m / 121_000m;
            Assert.InRange(row.GetProperty("Cost").GetDecimal() - expected, -0.0000000001m, 0.0000000001m);
            Assert.Equal("USD", row.GetProperty("Currency").GetString());
            Assert.Contains("creator", row.GetProperty("PriceVersion").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("free", "0", "")]
    [InlineData("galaxy_2027", null, "galaxy_2027")]
    [InlineData("enterprise", null, "enterprise")]
    public async Task A_free_plan_costs_zero_and_an_unknown_price_is_null_and_counted(string tier, string? cost, string words)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 20, Tier = tier }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "5")).ExitCode);
        CliOutcome outcome = await cli.RunAsync("cost", "--last", "5d", "--granularity", "total", "--basis", "plan-rate", "--output", "json");
        Assert.True(outcome.ExitCode == 0, outcome.All);
        Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement row = document.RootElement[0];
        Assert.NotEqual(0, row.GetProperty("Credits").GetInt64());
        Assert.Equal(cost ?? "null", row.GetProperty("Cost").GetRawText());
        Assert.Equal(cost is null ? row.GetProperty("Credits").GetInt64() : 0, row.GetProperty("UnpricedCredits").GetInt64());
    }

    [Fact]
    public async Task Two_syncs_at_once_lose_nothing()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 6, Days = 60 }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome[] outcomes = await Task.WhenAll(cli.RunAsync("sync", "--days", "40"), cli.RunAsync("sync", "--days", "40"));
        Assert.All(outcomes, outcome => Assert.True(outcome.ExitCode == 0, outcome.All));
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        CliOutcome cost = await cli.RunAsync(
            "cost", "--from", Text(today.AddDays(-35)), "--to", Text(today.AddDays(-5)), "--granularity", "total", "--basis", "consumed", "--strict", "--output", "json");
        Assert.True(cost.ExitCode == 0, cost.All);
        using JsonDocument document = JsonDocument.Parse(cost.Output);
        Assert.Equal(server.Truth.DailyTotals(today.AddDays(-35), today.AddDays(-5), "UTC").Sum(day => day.Credits), document.RootElement[0].GetProperty("Credits").GetInt64());
        Assert.Equal(server.Truth.DailyTotals(today.AddDays(-35), today.AddDays(-5), "UTC").Sum(day => day.Cost ?? 0), document.RootElement[0].GetProperty("Cost").GetDecimal());
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes_whatever_culture_zone_and_order_of_windows()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 5, Days = 120 }, TimeProvider.System);
        string? expected = null;
        foreach ((string culture, string zone, string? fault) in new[]
        {
            ("C.UTF-8", "UTC", null), ("de_DE.UTF-8", "Pacific/Auckland", "slow:60@/v1/workspace#5"), ("tr_TR.UTF-8", "America/Los_Angeles", "slow:90@/v1/workspace#3-9"),
        })
        {
            string outputs = await OutputsAsync(server, culture, zone, fault);
            expected ??= outputs;
            Assert.Equal(expected, outputs);
            Assert.True(outputs.Length > 10_000);
        }
    }

    [Fact]
    public async Task The_demo_needs_no_key_and_cuts_nothing_in_a_pipe()
    {
        using var cli = new CliProcess();
        CliOutcome demo = await cli.RunAsync("demo");
        Assert.True(demo.ExitCode == 0, demo.All);
        Assert.Contains("eleven_", demo.Output, StringComparison.Ordinal);
        Assert.Contains("USD", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("…", demo.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(cli.Home), "The demo must not write into the user's home.");
    }

    private static async Task<string> OutputsAsync(SimulatorServer server, string culture, string zone, string? fault)
    {
        using var cli = new CliProcess();
        cli.Environment["LC_ALL"] = culture;
        cli.Environment["LANG"] = culture;
        cli.Environment["TZ"] = zone;
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        if (fault is not null)
        {
            server.Faults.Add(fault);
        }

        Assert.Equal(0, (await cli.RunAsync("sync")).ExitCode);
        server.Faults.Clear();
        string outputs = "";
        var to = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-5);
        string[] range = ["--from", Text(to.AddDays(-70)), "--to", Text(to)];
        foreach (string format in new[] { "json", "csv", "table" })
        {
            outputs += (await cli.RunAsync(["cost", "--group-by", "api-key,model", "--granularity", "week", "--output", format, .. range])).Output;
            outputs += (await cli.RunAsync(["usage", "--output", format, .. range])).Output;
        }

        return outputs;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

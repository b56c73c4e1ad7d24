using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Hours, series and reconciliation as a user types them, over a real socket.</summary>
public sealed class LiveJobTests
{
    [Fact]
    public async Task Hours_of_a_day_add_up_to_the_truth_without_a_sync()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 8, Days = 30 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey, "acme", "--time-zone", "America/New_York");
        DateOnly day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-6);
        string[] range = ["--from", Text(day), "--to", Text(day)];
        CliOutcome cost = await cli.RunAsync(["cost", "--granularity", "hour", "--group-by", "model", "--strict", "--output", "json", .. range]);
        Assert.True(cost.ExitCode == 0, cost.All);
        using JsonDocument document = JsonDocument.Parse(cost.Output);
        DailyTotal truth = server.Truth.DailyTotals(day, day, "America/New_York").Single();
        Assert.Equal((truth.Credits, truth.Cost), (
            document.RootElement.EnumerateArray().Sum(row => row.GetProperty("Credits").GetInt64()),
            document.RootElement.EnumerateArray().Sum(row => row.GetProperty("Cost").GetDecimal())));
        Assert.StartsWith(Text(day) + "T", document.RootElement[0].GetProperty("Date").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("Z", document.RootElement[0].GetProperty("StartedAt").GetString(), StringComparison.Ordinal);

        CliOutcome table = await cli.RunAsync(["usage", "--granularity", "hour", .. range]);
        Assert.True(table.ExitCode == 0, table.All);
        Assert.Contains(Text(day) + " 00:00-0", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("…", table.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cost", "json")]
    [InlineData("cost", "table")]
    [InlineData("usage", "json")]
    [InlineData("usage", "table")]
    public async Task Hours_of_one_connection_are_told_though_another_fails(string command, string format)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 8, Days = 30 }, TimeProvider.System);
        SimulatorServer other = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 9, Days = 30 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(other.BaseUri, other.ApiKey, "gone");
        await other.DisposeAsync();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey, "acme");
        DateOnly day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-6);
        string[] asked = [command, "--granularity", "hour", "--strict", "--output", format, "--from", Text(day), "--to", Text(day)];

        CliOutcome alone = await cli.RunAsync([.. asked, "--connection", "acme"]);
        CliOutcome both = await cli.RunAsync([.. asked, "--connection", "gone", "--connection", "acme"]);

        Assert.True(alone.ExitCode == 0, alone.All);
        Assert.True(both.ExitCode == 69, both.All);
        Assert.Contains("warning: The hours of gone could not be read and are left out, so sums are a lower bound.", both.Error, StringComparison.Ordinal);
        Assert.Single(both.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        if (format == "json")
        {
            using JsonDocument whole = JsonDocument.Parse(alone.Output);
            using JsonDocument part = JsonDocument.Parse(both.Output);
            Assert.Equal(
                whole.RootElement.EnumerateArray().Select(row => row.GetProperty("Credits").GetInt64()),
                part.RootElement.EnumerateArray().Select(row => row.GetProperty("Credits").GetInt64()));
            Assert.All(part.RootElement.EnumerateArray(), row => Assert.Equal(
                command == "cost" ? "Partial" : "Final", row.GetProperty(command == "cost" ? "Completeness" : "State").GetString()));
        }
        else
        {
            Assert.Contains(command == "cost" ? "partial" : "acme", both.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_series_is_read_where_it_is_not_kept()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 8, Days = 30 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome series = await cli.RunAsync("usage", "--metric", "ttfb-p95", "--breakdown", "model", "--key", "eleven_*", "--last", "3d", "--output", "json");
        Assert.True(series.ExitCode == 0, series.All);
        using JsonDocument document = JsonDocument.Parse(series.Output);
        Assert.NotEqual(0, document.RootElement.GetArrayLength());
        Assert.All(document.RootElement.EnumerateArray(), row =>
        {
            Assert.StartsWith("eleven_", row.GetProperty("Key").GetString(), StringComparison.Ordinal);
            Assert.Equal("Live", row.GetProperty("Source").GetString());
            Assert.Equal(JsonValueKind.Null, row.GetProperty("Unit").ValueKind);
        });
    }

    [Fact]
    public async Task An_error_of_the_command_line_advises_its_own_commands()
    {
        using var cli = new CliProcess { SharesProcess = true };
        CliOutcome outcome = await cli.RunAsync("cost");
        Assert.Equal(78, outcome.ExitCode);
        Assert.Contains("elevencost connect NAME", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Connect-ElevenLabs", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconcile_ends_with_0_where_all_is_explained_and_with_1_where_it_is_not()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 8, Days = 60 }, new FixedTime(TimeProvider.System.GetUtcNow()));
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "12")).ExitCode);
        CliOutcome good = await cli.RunAsync("reconcile", "--last", "10d");
        Assert.True(good.ExitCode == 0, good.All);
        Assert.Contains("ledger-against-analytics", good.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("…", good.Output, StringComparison.Ordinal);

        // Of days that were never synced nothing is proven, nor of a range that holds some.
        CliOutcome unkept = await cli.RunAsync("reconcile", "--from", "2025-01-01", "--to", "2025-01-02", "--detailed", "--output", "csv");
        Assert.True(unkept.ExitCode == 1, unkept.All);
        Assert.DoesNotContain(",false,", unkept.Output, StringComparison.Ordinal);
        Assert.Contains("warning: acme: no day of 2025-01-01..2025-01-02 is in the ledger", unkept.Error, StringComparison.Ordinal);
        Assert.Contains("elevencost sync --connection acme --from 2025-01-01 --to 2025-01-02", unkept.Error, StringComparison.Ordinal);
        CliOutcome partial = await cli.RunAsync("reconcile", "--last", "14d");
        Assert.True(partial.ExitCode == 1, partial.All);
        Assert.Contains("2 of 14 days are not in the ledger", partial.Error, StringComparison.Ordinal);

        server.Faults.Add("row-cap:20");
        CliOutcome bad = await cli.RunAsync("reconcile", "--last", "10d", "--detailed", "--output", "csv");
        Assert.True(bad.ExitCode == 1, bad.All);
        Assert.Contains(",false,Unexplained,", bad.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_live_ends_with_the_code_of_its_cause()
    {
        SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 20 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        server.Faults.Add("analytics-forbidden");
        CliOutcome forbidden = await cli.RunAsync("cost", "--granularity", "hour", "--last", "2d");
        Assert.True(forbidden.ExitCode == 77, forbidden.All);
        Assert.Contains("workspace_analytics_full_read", forbidden.Error, StringComparison.Ordinal);
        await server.DisposeAsync();
        foreach (string[] line in new string[][]
        {
            ["cost", "--granularity", "hour", "--last", "2d"], ["usage", "--metric", "characters", "--last", "2d"], ["reconcile", "--last", "2d"],
        })
        {
            CliOutcome gone = await cli.RunAsync(line);
            Assert.True(gone.ExitCode == 69, gone.All);
            Assert.DoesNotContain("   at ", gone.All, StringComparison.Ordinal);
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

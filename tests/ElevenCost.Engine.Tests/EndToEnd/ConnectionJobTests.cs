using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Connections as a user lists and forgets them.</summary>
public sealed class ConnectionJobTests
{
    [Fact]
    public async Task Connections_are_listed_with_their_health_and_forgotten_with_their_ledger_kept()
    {
        using var cli = new CliProcess { SharesProcess = true };
        Assert.Equal(0, (await cli.RunAsync("connect", "one", "--demo")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("connect", "two", "--demo")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("sync", "--connection", "one", "--days", "3")).ExitCode);

        using JsonDocument listed = JsonDocument.Parse((await cli.RunAsync("connections", "--output", "json")).Output);
        Assert.Equal(["one True Healthy creator", "two False NeverSynced "], listed.RootElement.EnumerateArray().Select(row =>
            $"{row.GetProperty("Name")} {row.GetProperty("IsDefault")} {row.GetProperty("Health")} {row.GetProperty("Plan")}"));
        CliOutcome table = await cli.RunAsync("connections");
        Assert.Contains("healthy", table.Output, StringComparison.Ordinal);
        Assert.Contains("never-synced", table.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await cli.RunAsync("disconnect", "one")).ExitCode);
        Assert.Equal(78, (await cli.RunAsync("cost", "--connection", "one")).ExitCode);
        Assert.Equal(78, (await cli.RunAsync("disconnect", "one")).ExitCode);

        // The ledger is there again for whoever connects under that name.
        Assert.Equal(0, (await cli.RunAsync("connect", "one", "--demo")).ExitCode);
        using JsonDocument covered = JsonDocument.Parse((await cli.RunAsync("coverage", "--connection", "one", "--output", "json")).Output);
        Assert.Equal(3, covered.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task What_a_narrow_key_leaves_out_is_said_in_one_line_when_it_is_connected_and_not_by_syncs(string output)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Days = 5, Permissions = new HashSet<string> { "models_read", "user_read", "workspace_analytics_full_read" } }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        cli.WriteKey(server.ApiKey);

        CliOutcome connected = await cli.RunAsync("connect", "narrow", "--api-key-file", cli.KeyFile, "--base-uri", server.BaseUri.ToString(), "--output", output);

        Assert.True(connected.ExitCode == 0, connected.All);
        string[] told = [.. connected.Error.Split('\n').Where(line => line.StartsWith("warning:", StringComparison.Ordinal) || line.StartsWith("note:", StringComparison.Ordinal))];
        Assert.StartsWith("warning: narrow: some data cannot be read. Results will not contain ", Assert.Single(told), StringComparison.Ordinal);
        Assert.Contains("names of users", told[0], StringComparison.Ordinal);
        foreach (int _ in new[] { 1, 2 })
        {
            CliOutcome sync = await cli.RunAsync("sync", "--days", "2");
            Assert.True(sync.ExitCode == 0, sync.All);
            Assert.DoesNotContain("warning:", sync.Error, StringComparison.Ordinal);
        }
    }
}

using System.Text.Json;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Connections as a user lists and forgets them.</summary>
public sealed class ConnectionJobTests
{
    [Fact]
    public async Task Connections_are_listed_with_their_health_and_forgotten_with_their_ledger_kept()
    {
        using var cli = new CliProcess();
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
}

using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>An API that takes the connection and stays silent: told in bounded time, and nothing is lost.</summary>
public sealed class SilenceTests
{
    private const string Variable = "ELEVENCOST_SILENCE_SECONDS";

    [Fact]
    public async Task A_connection_is_not_made_where_the_host_is_silent()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        server.Faults.Add("hang");
        using var cli = new CliProcess();
        cli.WriteKey(server.ApiKey);
        cli.Environment[Variable] = "5";
        CliOutcome connect = await cli.RunAsync("connect", "acme", "--api-key-file", cli.KeyFile, "--base-uri", server.BaseUri.ToString());
        AssertTimeout(connect, "/v1/models");
        Assert.Equal(3, server.Requests.Count);
        Assert.DoesNotContain("acme", cli.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hang", "/v1/user/subscription", 3)]

    // The subscription answers; who shares the pool, then five, three, two days are asked for once each, and a day is tried again.
    [InlineData("hang@/v1/workspace/analytics", "/v1/workspace/analytics/query/usage-by-product-over-time", 1 + 3 + 3)]
    public async Task A_sync_ends_and_leaves_the_ledger_as_it_was(string fault, string path, int requests)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 30 }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "2", "--lookback", "0")).ExitCode);
        SortedDictionary<string, string> before = LedgerDigest.Of(cli.Home);
        Assert.NotEmpty(before);
        server.Faults.Add(fault);
        server.ClearRequests();
        cli.Environment[Variable] = "5";
        DateTime to = TimeProvider.System.GetUtcNow().Date.AddDays(-5);
        CliOutcome sync = await cli.RunAsync("sync", "--from", $"{to.AddDays(-4):yyyy-MM-dd}", "--to", $"{to:yyyy-MM-dd}");
        AssertTimeout(sync, path);
        Assert.Equal(before, LedgerDigest.Of(cli.Home));

        // A day's step over a month's end makes two windows of the five days.
        Assert.InRange(server.Requests.Count(request => request.Path.StartsWith(path, StringComparison.Ordinal)), requests - 2, requests + 6);
        server.Faults.Clear();
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "12")).ExitCode);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("4")]
    [InlineData("601")]
    public async Task A_setting_that_is_not_valid_is_named_and_the_demo_does_not_mind(string value)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        server.ClearRequests();
        cli.Environment[Variable] = value;
        CliOutcome sync = await cli.RunAsync("sync", "--days", "2");
        Assert.True(sync.ExitCode == 78, sync.All);
        Assert.Contains($"{Variable} is '{value}'", sync.Error, StringComparison.Ordinal);
        Assert.Contains("5 to 600", sync.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        CliOutcome demo = await cli.RunAsync("connect", "trial", "--demo");
        Assert.True(demo.ExitCode == 0, demo.All);
    }

    private static void AssertTimeout(CliOutcome outcome, string path)
    {
        Assert.True(outcome.ExitCode == 69, outcome.All);
        Assert.Contains($"sent nothing for 5 seconds on {path}", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(Variable, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.All, StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Commands that change one home at the same time, each a process of its own.</summary>
public sealed class ContentionTests
{
    [Fact]
    public async Task Changes_of_rules_prices_and_connections_at_the_same_time_lose_none()
    {
        using var cli = new CliProcess();
        string[] names = [.. Enumerable.Range(0, 6).Select(number => $"rule{number}")];
        CliOutcome[] outcomes = await Task.WhenAll(names.Select(name => cli.RunAsync("cost-center", "set", name, "--shares", "Acme", "--api-key", name)));
        Assert.All(outcomes, outcome => Assert.True(outcome.ExitCode == 0, outcome.All));
        string rules = (await cli.RunAsync("cost-center", "export")).Output;
        Assert.All(names, name => Assert.Contains(name, rules, StringComparison.Ordinal));

        string[] tiers = [.. Enumerable.Range(0, 6).Select(number => $"tier{number}")];
        outcomes = await Task.WhenAll(tiers.Select(tier => cli.RunAsync("price", "set", tier, "--monthly-price", "1", "--monthly-credits", "1")));
        Assert.All(outcomes, outcome => Assert.True(outcome.ExitCode == 0, outcome.All));
        using JsonDocument changes = JsonDocument.Parse((await cli.RunAsync("ledger", "changes", "--output", "json")).Output);
        Assert.Equal(
            names.Select(name => $"cost-centers Added {name}").Concat(tiers.Select(tier => $"prices Added {tier}")),
            changes.RootElement.EnumerateArray().Select(row => $"{row.GetProperty("Kind").GetString()} {row.GetProperty("Action").GetString()} {row.GetProperty("Name").GetString()!.Split(' ')[0]}").Order(StringComparer.Ordinal));

        CliOutcome[] connected = await Task.WhenAll(names.Select(name => cli.RunAsync("connect", name, "--demo")));
        Assert.All(connected, outcome => Assert.True(outcome.ExitCode == 0, outcome.All));
        using JsonDocument listed = JsonDocument.Parse((await cli.RunAsync("connections", "--output", "json")).Output);
        Assert.Equal(names, listed.RootElement.EnumerateArray().Select(row => row.GetProperty("Name").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_syncs_of_one_connection_at_the_same_time_both_end_well_and_keep_the_truth()
    {
        var clock = new FixedTime(TimeProvider.System.GetUtcNow());
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 5, Days = 30, Keys = 5 }, clock);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cli.RunAsync("sync", "--days", "20", "--force")));
        Assert.All(outcomes, outcome => Assert.True(outcome.ExitCode == 0, outcome.All));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        using JsonDocument cost = JsonDocument.Parse((await cli.RunAsync("cost", "--last", "20d", "--output", "json")).Output);
        Assert.Equal(
            server.Truth.DailyTotals(today.AddDays(-19), today, "UTC").Select(day => day.Credits),
            cost.RootElement.EnumerateArray().Select(row => row.GetProperty("Credits").GetInt64()));
    }

    [Theory]
    [InlineData("connect late --demo")]
    public async Task A_home_that_another_holds_all_the_while_is_told_and_left_alone_and_a_reader_does_not_wait(string line)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
        {
            return;
        }

        using var cli = new CliProcess();
        Assert.Equal(0, (await cli.RunAsync("connect", "try", "--demo")).ExitCode);
        SortedDictionary<string, string> before = cli.Files(path => Path.GetFileName(path) != ".lock");
        string path = Path.Combine(cli.Home, ".lock");
        using Process holder = Process.Start(new ProcessStartInfo("/usr/bin/flock", [path, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        CliOutcome read = await cli.RunAsync("connections");
        Assert.True(read.ExitCode == 0, read.All);
        CliOutcome refused = await cli.RunAsync(line.Split(' '));
        Assert.True(refused.ExitCode == 74, refused.All);
        Assert.Contains(path, refused.Error, StringComparison.Ordinal);
        Assert.Contains("another command holds it", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, cli.Files(path => Path.GetFileName(path) != ".lock"));

        // It goes on where the holder lets go while the command waits.
        CliOutcome late = await cli.RunAsync(async process =>
        {
            await Task.Delay(500);
            Assert.False(process.HasExited);
            holder.Kill(entireProcessTree: true);
        }, line.Split(' '));
        Assert.True(late.ExitCode == 0, late.All);
    }
}

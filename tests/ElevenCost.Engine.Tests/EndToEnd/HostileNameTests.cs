using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Names that attack a terminal, a spreadsheet or a file, from the server to every output of the command line.</summary>
public sealed class HostileNameTests
{
    [Fact]
    public async Task A_name_reaches_json_as_it_is_and_a_terminal_without_what_controls_it()
    {
        string[] names = [.. HostileNames.All.Values];
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Days = 6, Keys = names.Length, KeyNames = names, RecordsPerKeyDay = 3 }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome sync = await cli.RunAsync("sync", "--days", "5");
        Assert.True(sync.ExitCode == 0, sync.All);
        AssertPlain(sync.All);

        string[] question = ["cost", "--last", "5d", "--group-by", "api-key", "--granularity", "total", "--output"];
        CliOutcome json = await cli.RunAsync([.. question, "json"]);
        Assert.True(json.ExitCode == 0, json.All);
        using var document = JsonDocument.Parse(json.Output);
        HashSet<string?> seen = [.. document.RootElement.EnumerateArray().Select(row => row.GetProperty("ApiKey").GetString())];
        Assert.InRange(seen.Intersect(names).Count(), names.Length / 2, names.Length);

        // Not one that was altered on its way; use without a key has a label of its own.
        Assert.InRange(seen.Except(names).Count(), 0, 1);

        CliOutcome table = await cli.RunAsync([.. question, "table"]);
        Assert.True(table.ExitCode == 0, table.All);
        AssertPlain(table.All);

        foreach (string kind in new[] { "clear screen", "clipboard (OSC 52)", "carriage return", "right-to-left override" })
        {
            // Echoed in an error.
            CliOutcome refused = await cli.RunAsync("disconnect", HostileNames.All[kind]);
            Assert.Equal(78, refused.ExitCode);
            AssertPlain(refused.All);
        }
    }

    private static void AssertPlain(string text) => Assert.Empty(TerminalText.Unsafe(text.Replace("\r\n", "\n", StringComparison.Ordinal)));
}

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

    [Fact]
    public async Task Names_that_are_asked_for_live_are_plain_on_a_terminal_in_every_command()
    {
        string[] names = [.. HostileNames.All.Values];
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions
        {
            Days = 6, Keys = names.Length, KeyNames = names, OtherNames = names, Users = names.Length, Groups = names.Length, RecordsPerKeyDay = 1,
            Webhooks = JsonSerializer.Serialize(names.Select((name, number) => new
            {
                webhook_id = $"w{number}", name, webhook_url = "https://example.com/" + name, is_disabled = false, is_auto_disabled = false, created_at_unix = 1_790_000_000, auth_type = name,
                usage = new[] { new { usage_type = name } }, events = new[] { name }, most_recent_failure_error_code = 500, most_recent_failure_timestamp = 1_790_000_000,
            })),
        }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        foreach (string[] command in new string[][]
        {
            ["sync", "--days", "5"], ["test"], ["connections"], ["coverage", "--last", "5d"], ["quota"], ["key-limits"], ["webhooks"], ["requests", "--last", "1d"], ["requests", "--last", "1d", "--summary"],
            ["reconcile", "--last", "5d"], ["reconcile", "--last", "5d", "--detailed"], ["cost", "--last", "1d", "--granularity", "hour", "--group-by", "api-key"],
            ["usage", "--last", "1d", "--granularity", "hour", "--group-by", "user"], ["usage", "--last", "5d", "--group-by", "group"], ["cost", "--last", "5d", "--group-by", "user"],
            ["report", Path.Combine(cli.Home, "report.html")], ["export", Path.Combine(cli.Home, "cost.csv"), "--group-by", "user,group,api-key"], ["schedule", "list"], ["ledger"], ["ledger", "changes"],
        })
        {
            CliOutcome outcome = await cli.RunAsync([.. command]);
            Assert.True(outcome.ExitCode is 0 or 1, $"{string.Join(' ', command)}: {outcome.ExitCode} {outcome.All}");
            AssertPlain(outcome.All);
        }

        // The names did come that way.
        CliOutcome groups = await cli.RunAsync("usage", "--last", "5d", "--group-by", "group", "--output", "json");
        using var document = JsonDocument.Parse(groups.Output);
        Assert.NotEmpty(names.Intersect(document.RootElement.EnumerateArray().Select(row => row.GetProperty("Group").GetString())));
    }

    private static void AssertPlain(string text) => Assert.Empty(TerminalText.Unsafe(text.Replace("\r\n", "\n", StringComparison.Ordinal)));
}

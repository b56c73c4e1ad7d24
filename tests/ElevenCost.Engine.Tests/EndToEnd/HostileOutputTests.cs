using System.Text.Json;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Names that attack a terminal, wherever a name can come from, through each command that shows names.</summary>
public sealed class HostileOutputTests : IDisposable
{
    private static readonly string[] s_dimensions = ["product", "model", "api-key", "voice", "user", "group", "source", "region", "cost-center"];
    private static readonly string[] s_names = [.. HostileNames.All.Values];

    // Colors are control characters of our own.
    private readonly CommandLineRun _run = new() { Columns = 120, Variables = { ["NO_COLOR"] = "1" } };

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Usage_of_hostile_names_is_plain_on_a_terminal_and_whole_in_json_by_every_dimension()
    {
        await SyncHostileAsync();
        foreach (string dimension in s_dimensions)
        {
            foreach (string[] question in new string[][]
            {
                ["cost", "--last", "30d"], ["usage", "--last", "30d"], ["forecast"], ["anomalies", "--last", "20d", "--minimum-amount", "0"], ["compare", "--last", "15d"],
            })
            {
                string[] command = [.. question, "--group-by", dimension];
                await AssertPlainAsync(command);
                await AssertPlainAsync([.. command, "--output", "table"], columns: null);
                int code = await _run.RunAsync([.. command, "--output", "json"]);
                Assert.True(code is 0 or 1, $"{string.Join(' ', command)}: {code} {_run.Error}");
                using var document = JsonDocument.Parse(_run.Output);
                CheckPlain(_run.Error, command);
                if (question[0] == "cost" && dimension != "cost-center")
                {
                    string property = string.Concat(dimension.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
                    string?[] shown = [.. document.RootElement.EnumerateArray().Select(row => row.GetProperty(property).GetString()).Distinct()];
                    Assert.NotEmpty(shown.Intersect(s_names));
                    Assert.InRange(shown.Except(s_names).Count(), 0, 1);
                }
            }

            await AssertPlainAsync(["show", "--last", "30d", "--group-by", dimension]);
            await AssertPlainAsync(["cost-center", "explain", .. dimension == "cost-center" ? Array.Empty<string>() : [$"--{dimension}", "*"]]);
            await AssertPlainAsync(["alert", "send", "--dry-run", "--digest", "weekly", "--digest-by", dimension], mayFail: true);
        }
    }

    [Fact]
    public async Task What_a_user_names_so_is_plain_when_it_is_set_listed_asked_and_refused()
    {
        await SyncHostileAsync();
        foreach (string name in s_names)
        {
            foreach (string[] command in new string[][]
            {
                ["connect", name, "--demo"], ["disconnect", name], ["cost", "--connection", name], ["test", "--connection", name],
                ["cost-center", "set", name, "--shares", "Acme", "--api-key", name], ["cost-center", "set", "center", "--shares", name, "--product", name],
                ["budget", "set", name, "--amount", "5", "--api-key", name], ["budget", "set", "team", "--amount", name],
                ["alert", "set", name, "--kind", "slack"], ["price", "set", name, "--monthly-price", "5", "--monthly-credits", "1000"], ["plan", "compare", "--plan", name],
                ["cost", "--last", "3d", "--model", name], ["cost", "--last", "3d", "--group-by", name], ["cost", "--last", name], [name],
                ["ledger", "use", name], ["export", Path.Combine(_run.Home.Path, "no such folder", "x" + name.Replace('\0', ' '))],
            })
            {
                await AssertPlainAsync(command, mayFail: true);
            }
        }

        foreach (string[] list in new string[][]
        {
            ["cost-center", "list"], ["budget", "list"], ["budget", "test"], ["alert", "list"], ["price", "list"], ["connections"], ["ledger", "changes"],
            ["cost", "--last", "30d", "--group-by", "cost-center"], ["cost", "--last", "30d", "--group-by", "connection"], ["alert", "send", "--dry-run"],
        })
        {
            await AssertPlainAsync(list, mayFail: true);
        }
    }

    /// <summary>Forty days of the demo, whose every value and every name of one is then a hostile one.</summary>
    private async Task SyncHostileAsync()
    {
        Assert.Equal(0, await _run.RunAsync("connect", "try", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync", "--quiet", "--days", "40"));
        HostileLedger.Rename(Path.Combine(_run.Home.Path, RelationalLedger.FileName));
    }

    private async Task AssertPlainAsync(string[] command, int? columns = 120, bool mayFail = false)
    {
        _run.Columns = columns;
        int code = await _run.RunAsync(command);
        Assert.True(mayFail ? code is >= 0 and < 100 and not 70 : code is 0 or 1, $"{string.Join(' ', command)}: {code} {_run.Error}");
        CheckPlain(_run.Output + _run.Error, command);
    }

    private static void CheckPlain(string text, string[] command)
    {
        string[] found = TerminalText.Unsafe(text);
        Assert.True(found.Length == 0, $"{JsonSerializer.Serialize(command)} writes U+{string.Join(", U+", found)}: {JsonSerializer.Serialize(text)}");
    }
}

using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Cost centers as a user types them: rules in, a bill by center out.</summary>
public sealed class CostCenterJobTests : IDisposable
{
    private readonly CliProcess _cli = new() { SharesProcess = true };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_customers_share_of_the_bill_adds_up_with_everyone_elses()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 9, Days = 40, Keys = 5, RecordsPerKeyDay = 3 }, TimeProvider.System);
        await _cli.ConnectAsync(server.BaseUri, server.ApiKey);
        await OutputAsync("sync", "--days", "30");
        JsonElement[] keys = await RowsAsync("cost", "--last", "20d", "--group-by", "api-key", "--granularity", "total", "--basis", "consumed");
        string[] names = [.. keys.Where(row => row.GetProperty("ApiKeyId").ValueKind != JsonValueKind.Null).Select(row => row.GetProperty("ApiKey").GetString()!).Distinct()];
        Assert.True(names.Length >= 2);

        await OutputAsync("cost-center", "set", "shared", "--shares", "Acme:60; Beta:40", "--api-key", names[0]);
        await OutputAsync("cost-center", "set", "acme", "--shares", "Acme", "--api-key", names[1]);
        CliOutcome unused = await _cli.RunAsync("cost-center", "set", "nobody", "--shares", "Gone", "--api-key", "no-such-key");
        Assert.Equal(0, unused.ExitCode);

        foreach (string basis in new[] { "consumed", "plan-rate", "amortized" })
        {
            JsonElement whole = Assert.Single(await RowsAsync("cost", "--last", "20d", "--granularity", "total", "--basis", basis));
            JsonElement[] rows = await RowsAsync("cost", "--last", "20d", "--granularity", "week", "--group-by", "cost-center,model", "--basis", basis);
            Assert.Equal(["Acme", "Beta", "Unattributed"], rows.Select(row => row.GetProperty("CostCenter").GetString()!).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(whole.GetProperty("Cost").GetDecimal(), rows.Sum(row => row.GetProperty("Cost").GetDecimal()));
            Assert.Equal(whole.GetProperty("Credits").GetInt64(), rows.Sum(row => row.GetProperty("Credits").GetInt64()));
        }

        JsonElement acme = Assert.Single(await RowsAsync("cost", "--last", "20d", "--granularity", "total", "--cost-center", "acme", "--basis", "consumed"));
        decimal expected = Cost(names[1]) + (0.6m * Cost(names[0]));
        Assert.Equal(Math.Round(expected, 9), Math.Round(acme.GetProperty("Cost").GetDecimal(), 9));
        JsonElement[] usage = await RowsAsync("usage", "--last", "20d", "--group-by", "cost-center", "--granularity", "total");
        Assert.Equal(keys.Sum(row => row.GetProperty("Credits").GetInt64()), usage.Sum(row => row.GetProperty("Credits").GetInt64()));

        CliOutcome list = await _cli.RunAsync("cost-center", "list", "--last", "20d");
        Assert.Contains("The rule 'nobody' matches nothing", list.Error, StringComparison.Ordinal);
        JsonElement[] explained = await RowsAsync("cost-center", "explain", "--last", "20d", "--api-key", names[0]);
        Assert.All(explained, row => Assert.Equal(("shared", $"name '{names[0]}'"), (row.GetProperty("Rule").GetString()!, row.GetProperty("MatchedBy").GetString()!)));

        decimal Cost(string key) => keys.Where(row => row.GetProperty("ApiKey").GetString() == key).Sum(row => row.GetProperty("Cost").GetDecimal());
    }

    [Fact]
    public async Task A_rule_called_like_a_wildcard_is_one_rule_by_name_and_hides_no_other_in_the_list()
    {
        await OutputAsync("cost-center", "set", "*", "--shares", "Overhead", "--api-key", "*");
        await OutputAsync("cost-center", "set", "acme", "--shares", "Acme", "--api-key", "acme*", "--priority", "1");
        Assert.Equal(["acme", "*"], (await RowsAsync("cost-center", "list")).Select(row => row.GetProperty("Name").GetString()));
        Assert.Equal("*", Assert.Single(await RowsAsync("cost-center", "list", "*")).GetProperty("Name").GetString());
        await OutputAsync("cost-center", "remove", "*");
        Assert.Equal("acme", Assert.Single(await RowsAsync("cost-center", "list")).GetProperty("Name").GetString());
    }

    [Fact]
    public async Task Rules_are_exported_imported_and_removed_and_mistakes_end_with_64_and_78()
    {
        await OutputAsync("cost-center", "set", "fee", "--fee-split", "fixed", "--shares", "Acme:70; Beta:30", "--connection", "acme*");
        await OutputAsync("cost-center", "set", "keys", "--shares", "Acme", "--api-key", "=cmd", "--from", "2026-01-01", "--priority", "3", "--note", "see \"legal\", p. 3");
        string csv = await OutputAsync("cost-center", "export");
        await OutputAsync("cost-center", "remove", "*");
        Assert.Equal(78, (await _cli.RunAsync("cost-center", "remove", "keys")).ExitCode);
        CliOutcome imported = await _cli.RunAsync(null, ["cost-center", "import", "-"], csv);
        Assert.Equal((0, csv), (imported.ExitCode, await OutputAsync("cost-center", "export")));
        CliOutcome wrong = await _cli.RunAsync("cost-center", "set", "x", "--shares", "Acme:60,Beta:40", "--api-key", "x");
        Assert.Equal((64, ""), (wrong.ExitCode, wrong.Output));
        Assert.Contains("\"Acme:60; Beta:40\"", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(64, (await _cli.RunAsync("cost-center", "import", "no-such-file.csv")).ExitCode);
    }

    private async Task<JsonElement[]> RowsAsync(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(await OutputAsync([.. arguments, "--output", "json"]));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        CliOutcome outcome = await _cli.RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.All);
        return outcome.Output;
    }
}

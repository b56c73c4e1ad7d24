using System.Text.Json;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>Alerts by the command line, as processes against a server on a socket.</summary>
public sealed class AlertCommandTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Processes_at_once_on_one_ledger_send_each_alert_once(bool isShared)
    {
        using LedgerFixture? shared = isShared ? LedgerFixture.Postgres() : null;
        await using var server = new RawServer(_ => RawServer.Reply(200, "ok"));
        using var cli = new CliProcess();
        cli.Environment["ELEVENCOST_ALERT_OPS"] = server.BaseUri + "services/SECRET";
        cli.Environment["ELEVENCOST_ALERT_HOOK"] = server.BaseUri + "hook/SECRET#a-signing-secret-of-32-characters";
        if (shared is not null)
        {
            cli.Environment["ELEVENCOST_LEDGER"] = shared.Address!.ToString();
        }

        Assert.Equal(0, (await cli.RunAsync("connect", "demo", "--demo")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "40")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("budget", "set", "tiny", "--credits", "1")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("alert", "set", "ops", "--kind", "slack", "--topics", "budget")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("alert", "set", "hook", "--kind", "webhook", "--topics", "budget,digest")).ExitCode);

        CliOutcome dry = await cli.RunAsync("alert", "send", "--dry-run", "--digest", "daily", "--output", "json");
        Assert.Equal(["hook|Budget|Due", "hook|Digest|Due", "ops|Budget|Due"], Rows(dry));
        Assert.Empty(server.Requests);

        CliOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cli.RunAsync("alert", "send", "--digest", "daily", "--output", "json")));
        Assert.All(outcomes, outcome => Assert.True(outcome.ExitCode == 0, outcome.All));
        Assert.Equal(["hook|Budget|Sent", "hook|Digest|Sent", "ops|Budget|Sent"], outcomes.SelectMany(Rows).Where(row => row.EndsWith("Sent", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, server.Requests.Count(request => request.StartsWith("POST /hook/SECRET HTTP/1.1", StringComparison.Ordinal)));
        CliOutcome again = await cli.RunAsync("alert", "send", "--digest", "daily");
        Assert.Equal((0, ""), (again.ExitCode, again.Output));
        Assert.Contains("Nothing is due.", again.Error, StringComparison.Ordinal);
        Assert.All(outcomes.Append(dry).Append(again), outcome => Assert.DoesNotContain("SECRET", outcome.All, StringComparison.Ordinal));
        Assert.DoesNotContain("SECRET", cli.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_was_edited_in_the_ledger_to_send_the_API_key_sends_nothing()
    {
        const string key = "https://example.com/sk_feedfacefeedfacefeedfacefeedfacefeedface";
        await using var server = new RawServer(_ => RawServer.Reply(200, "ok"));
        using var cli = new CliProcess();
        cli.Environment["ELEVENCOST_ALERT_OPS"] = server.BaseUri + "services/SECRET";
        cli.Environment["ELEVENLABS_API_KEY"] = key;
        Assert.Equal(0, (await cli.RunAsync("connect", "demo", "--demo")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "3")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("alert", "set", "ops", "--kind", "slack")).ExitCode);
        using (var database = new SqliteDatabase(Path.Combine(cli.Home, RelationalLedger.FileName), TimeSpan.FromSeconds(30)))
        {
            database.Write(session => session.Execute("UPDATE definition SET document = replace(document, 'ELEVENCOST_ALERT_OPS', 'ELEVENLABS_API_KEY')"), default);
        }

        CliOutcome outcome = await cli.RunAsync("alert", "send", "--digest", "daily");
        Assert.True(outcome.ExitCode == 74, outcome.All);
        Assert.Contains("'ops'", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("\"Variable\"", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("feedface", outcome.All, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_target_that_fails_is_told_with_exit_code_1_and_gets_it_at_the_next_run()
    {
        int status = 404;
        await using var server = new RawServer(_ => RawServer.Reply(status, "no_service", "text/plain"));
        using var cli = new CliProcess();
        cli.Environment["ELEVENCOST_ALERT_OPS"] = server.BaseUri + "services/SECRET";
        Assert.Equal(0, (await cli.RunAsync("connect", "demo", "--demo")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "40")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("budget", "set", "tiny", "--credits", "1")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("alert", "set", "ops", "--kind", "slack", "--topics", "budget")).ExitCode);
        CliOutcome failed = await cli.RunAsync("alert", "send");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("error: The alert 'ops' was not delivered: the server answered with status 404: no_service.", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", failed.All, StringComparison.Ordinal);
        status = 200;
        CliOutcome sent = await cli.RunAsync("alert", "send", "--output", "json");
        Assert.Equal((0, "ops|Budget|Sent"), (sent.ExitCode, Assert.Single(Rows(sent))));
    }

    [Fact]
    public async Task Alerts_are_listed_and_removed_and_mistakes_are_usage()
    {
        using var run = new Cli.CommandLineRun();
        Assert.Equal(0, await run.RunAsync("alert", "set", "on call", "--kind", "teams"));
        Assert.Contains("set the environment variable ELEVENCOST_ALERT_ON_CALL to the address", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("alert", "set", "mail", "--kind", "mail", "--from", "a@example.com", "--to", "b@example.com", "--address-file", "mail.txt", "--topics", "digest"));
        Assert.Equal(0, await run.RunAsync("alert", "list"));
        Assert.Matches(@"on call +teams +\$ELEVENCOST_ALERT_ON_CALL +all +all", run.Output);
        Assert.Equal(0, await run.RunAsync("alert", "list", "ma*", "--output", "json"));
        JsonElement mail = Assert.Single(JsonDocument.Parse(run.Output).RootElement.EnumerateArray());
        Assert.Equal(("Mail", "File", "Digest", "b@example.com"), (mail.GetProperty("Kind").GetString(), mail.GetProperty("AddressSource").GetString(), mail.GetProperty("Topics").GetString(), mail.GetProperty("To").GetString()));
        Assert.True(Path.IsPathFullyQualified(mail.GetProperty("Path").GetString()!));
        Assert.Equal(78, await run.RunAsync("alert", "remove", "on-call"));
        Assert.Contains("Did you mean 'on call'?", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("alert", "remove", "*"));
        Assert.Equal(0, await run.RunAsync("alert", "list"));
        Assert.Contains("There is no alert.", run.Error, StringComparison.Ordinal);
        Assert.Equal(64, await run.RunAsync("alert", "set", "x", "--kind", "fax"));
        Assert.Equal(64, await run.RunAsync("alert", "set", "x", "--kind", "slack", "--address-variable", "PATH"));
        Assert.Equal(0, await run.RunAsync("alert", "send"));
        Assert.Contains("there is no alert yet", run.Error, StringComparison.Ordinal);
    }

    private static string[] Rows(CliOutcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.All);
        return [.. JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray()
            .Select(row => $"{row.GetProperty("Target").GetString()}|{row.GetProperty("Topic").GetString()}|{row.GetProperty("State").GetString()}").Order(StringComparer.Ordinal)];
    }
}

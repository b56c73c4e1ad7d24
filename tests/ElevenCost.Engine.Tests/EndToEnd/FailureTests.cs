using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>What a user or a server can do wrong, end to end: the message, the exit code, and the ledger as it was.</summary>
public sealed class FailureTests
{
    private static readonly string Canary = "sk_" + string.Concat(Enumerable.Repeat("c0ffee", 8));

    [Theory]
    [InlineData("needs-authorization", 77, "without an API key")]
    [InlineData("invalid-api-key", 77, "mistyped, revoked")]
    [InlineData("invalid-authorization-header", 77, "authorization header")]
    [InlineData("api-key-id-used-as-api-key", 77, "the ID of an API key")]
    [InlineData("quota-exceeded", 77, "no credits left")]
    [InlineData("detected-unusual-activity", 77, "suspended")]
    [InlineData("payment-required", 77, "HTTP 402")]
    [InlineData("workspace-not-found", 77, "another region")]
    [InlineData("validation", 69, "rejected the request")]
    [InlineData("html", 69, "a proxy, firewall or sign-in page")]
    [InlineData("html:403", 69, "a proxy, firewall or sign-in page")]
    [InlineData("malformed", 69, "not what the API documents")]
    [InlineData("redirect:http://127.0.0.1:9/", 69, "redirects")]
    [InlineData("absent-column:total_usage", 69, "no column 'total_usage'")]
    [InlineData("absent-column:timestamp", 69, "no column 'timestamp'")]
    [InlineData("absent-column:model", 69, "no column 'model'")]
    public async Task Each_error_of_the_api_says_what_happened_and_leaves_the_ledger_as_it_was(string fault, int exitCode, string words)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 30 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "5")).ExitCode);
        SortedDictionary<string, string> before = LedgerDigest.Of(cli.Home);
        server.Faults.Add(fault);
        CliOutcome sync = await cli.RunAsync("sync", "--days", "10");
        Assert.True(sync.ExitCode == exitCode, sync.All);
        Assert.Contains(words, sync.Error, StringComparison.Ordinal);
        Assert.Equal(before, LedgerDigest.Of(cli.Home));
        AssertClean(sync, cli, server.ApiKey);
    }

    [Fact]
    public async Task A_key_that_is_gone_is_a_failed_sync_of_which_the_health_tells_at_once()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 30 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "5")).ExitCode);
        SortedDictionary<string, string> before = LedgerDigest.Of(cli.Home);

        // A range that cannot be is the asker's mistake, and no failure of the connection.
        Assert.Equal(64, (await cli.RunAsync("sync", "--from", "2026-03-02", "--to", "2026-03-01")).ExitCode);
        Assert.Contains("healthy", (await cli.RunAsync("connections")).Output, StringComparison.OrdinalIgnoreCase);

        File.Delete(cli.KeyFile);
        CliOutcome sync = await cli.RunAsync("sync", "--days", "10");
        Assert.True(sync.ExitCode == 77, sync.All);
        Assert.Contains("there is no such file", sync.Error, StringComparison.Ordinal);
        Assert.Equal(before, LedgerDigest.Of(cli.Home));
        CliOutcome connections = await cli.RunAsync("connections", "--output", "json");
        Assert.Contains("\"Failing\"", connections.Output, StringComparison.Ordinal);
        Assert.Contains("Use a file that you may read", connections.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named_and_the_deprecated_statistics_step_in()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Days = 30, Permissions = new HashSet<string> { "models_read", "user_read" } }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome test = await cli.RunAsync("test");
        Assert.Contains("workspace_analytics_full_read", test.All, StringComparison.Ordinal);
        CliOutcome sync = await cli.RunAsync("sync", "--days", "6");
        Assert.True(sync.ExitCode == 0, sync.All);
        Assert.Contains("workspace_analytics_full_read", sync.Error, StringComparison.Ordinal);
        CliOutcome cost = await cli.RunAsync("cost", "--last", "6d", "--group-by", "model", "--granularity", "total", "--output", "csv");
        Assert.True(cost.ExitCode == 0, cost.All);
        Assert.Contains("PlanRate", cost.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(77, "connect", "acme", "--api-key-file", "KEYFILE", "--base-uri", "SERVER")]
    [InlineData(64, "cost", "--group-by", "colour")]
    [InlineData(64, "cost", "--from", "2026-13-01")]
    [InlineData(64, "cost", "--last", "30d", "--from", "2026-01-01")]
    [InlineData(64, "frobnicate")]
    [InlineData(78, "cost", "--connection", "nobody")]
    [InlineData(78, "sync", "--connection", "nobody")]
    [InlineData(69, "connect", "acme", "--api-key-file", "KEYFILE", "--base-uri", "http://127.0.0.1:9")]
    [InlineData(64, "connect", "acme", "--api-key-file", "KEYFILE", "--base-uri", "http://example.com")]
    [InlineData(78, "connect", "acme", "--api-key-file", "KEYFILE", "--base-uri", "SERVER", "--time-zone", "Mars/Olympus")]
    public async Task What_a_user_can_do_wrong_has_an_exit_code_and_no_stack_trace(int exitCode, params string[] arguments)
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        cli.WriteKey(Canary);
        CliOutcome outcome = await cli.RunAsync([.. arguments.Select(argument => argument
            .Replace("KEYFILE", cli.KeyFile, StringComparison.Ordinal).Replace("SERVER", server.BaseUri.ToString(), StringComparison.Ordinal))]);
        Assert.True(outcome.ExitCode == exitCode, outcome.All);
        Assert.NotEqual("", outcome.Error.Trim());
        Assert.Equal("", outcome.Output);
        AssertClean(outcome, cli, Canary);
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_a_ledger_error()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);

        // A folder where the ledger's file belongs: as root, permissions would stop nobody.
        Directory.CreateDirectory(Path.Combine(cli.Home, "ledger.db"));
        CliOutcome sync = await cli.RunAsync("sync", "--days", "2");
        Assert.True(sync.ExitCode == 74, sync.All);
        AssertClean(sync, cli, server.ApiKey);
    }

    [Fact]
    public async Task The_key_may_come_from_standard_input_or_the_environment_and_is_kept_nowhere()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        CliOutcome piped = await cli.RunAsync(null, ["connect", "piped", "--api-key-file", "-", "--base-uri", server.BaseUri.ToString()], server.ApiKey + "\n");
        Assert.True(piped.ExitCode == 0, piped.All);
        CliOutcome sync = await cli.RunAsync(null, ["sync", "--connection", "piped", "--days", "2"], server.ApiKey + "\n");
        Assert.True(sync.ExitCode == 0, sync.All);
        AssertClean(sync, cli, server.ApiKey);

        cli.Environment["ELEVENLABS_API_KEY"] = server.ApiKey;
        Assert.Equal(0, (await cli.RunAsync("connect", "env", "--base-uri", server.BaseUri.ToString())).ExitCode);
        CliOutcome test = await cli.RunAsync("test", "--connection", "env");
        Assert.True(test.ExitCode == 0, test.All);
        AssertClean(test, cli, server.ApiKey);
    }

    [Fact]
    public async Task A_price_that_is_not_valid_in_the_ledger_is_named_by_field()
    {
        using var cli = new CliProcess { SharesProcess = true };
        Assert.Equal(0, (await cli.RunAsync("connect", "try", "--demo")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "2")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("price", "set", "creator", "--monthly-price", "1.5", "--monthly-credits", "100000")).ExitCode);
        using (var database = new SqliteDatabase(Path.Combine(cli.Home, RelationalLedger.FileName), TimeSpan.FromSeconds(30)))
        {
            database.Write(session => session.Execute("UPDATE definition SET document = replace(document, '1.5', '1,5')"), default);
        }

        CliOutcome cost = await cli.RunAsync("cost", "--basis", "plan-rate");
        Assert.True(cost.ExitCode == 74, cost.All);
        Assert.Contains("MonthlyPrice", cost.Error, StringComparison.Ordinal);
        Assert.Contains("1,5", cost.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", cost.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_is_not_mixed_with_another_scopes_usage()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "2")).ExitCode);
        CliOutcome outcome = await cli.RunAsync("connect", "acme", "--scope", "account");
        Assert.True(outcome.ExitCode == 78, outcome.All);
        Assert.Contains("another name", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_connection_leaves_the_others_alone()
    {
        await using SimulatorServer good = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 10 }, TimeProvider.System);
        await using SimulatorServer bad = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 10 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(bad.BaseUri, bad.ApiKey, "bad");
        await cli.ConnectAsync(good.BaseUri, good.ApiKey, "good");
        bad.Faults.Add("invalid-api-key");
        CliOutcome sync = await cli.RunAsync("sync", "--connection", "*", "--days", "3", "--output", "csv");
        Assert.True(sync.ExitCode == 77, sync.All);
        Assert.NotEmpty(LedgerDigest.Of(cli.Home, "good"));
        Assert.Contains("good", sync.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupting_a_sync_leaves_a_sound_ledger_and_exits_with_130()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 120 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        server.ClearRequests();
        server.Faults.Add("slow:400@/v1/workspace/analytics");
        CliOutcome interrupted = await cli.RunAsync(async process =>
        {
            while (server.Requests.Count(request => request.Path.Contains("analytics", StringComparison.Ordinal)) < 10 && !process.HasExited)
            {
                await Task.Delay(20);
            }

            CliProcess.Interrupt(process);
        }, ["sync"]);
        Assert.True(interrupted.ExitCode == 130, interrupted.All);
        server.Faults.Clear();
        Assert.True(LedgerDigest.Of(cli.Home).Count > 0, "The windows that had finished are kept.");
        CliOutcome again = await cli.RunAsync("sync");
        Assert.True(again.ExitCode == 0, again.All);
        CliOutcome coverage = await cli.RunAsync("coverage", "--output", "csv");
        Assert.DoesNotContain("Missing", coverage.Output, StringComparison.Ordinal);
        AssertClean(interrupted, cli, server.ApiKey);
    }

    private static void AssertClean(CliOutcome outcome, CliProcess cli, string key)
    {
        Assert.DoesNotContain("   at ", outcome.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", outcome.All, StringComparison.Ordinal);
        foreach (string text in new[] { outcome.All, cli.AllText() })
        {
            Assert.DoesNotContain(key, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(key[3..], text, StringComparison.OrdinalIgnoreCase);
        }
    }
}

using System.Text.Json;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Tests.Connections;

namespace ElevenCost.Engine.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly CommandLineRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("cost --granularity dya", "--granularity", "hour, day, week, month, quarter, year, total")]
    [InlineData("cost --group-by model,modle", "--group-by", "api-key")]
    [InlineData("cost --basis free", "--basis", "plan-rate")]
    [InlineData("cost --output xml", "--output", "table, json, csv")]
    [InlineData("cost --from 21.11.2026", "--from", "yyyy-MM-dd")]
    [InlineData("cost --from 2026-02-29", "--from", "yyyy-MM-dd")]
    [InlineData("cost --last 30x", "--last", "30d")]
    [InlineData("cost --timeframe lastmonth", "--timeframe", "last-month")]
    [InlineData("cost --timeframe 1", "--timeframe", "today")]
    [InlineData("cost --to 2026-11-01", "--to", "--from")]
    [InlineData("cost --last 3d --timeframe today", "--last", "--timeframe")]
    [InlineData("cost --last 3d --from 2026-11-01", "--last", "--from")]
    [InlineData("cost --connection", "--connection", "argument")]
    [InlineData("usage --metric chars", "--metric", "characters")]
    [InlineData("usage --breakdown model", "--breakdown", "--metric")]
    [InlineData("usage --granularity fortnight", "--granularity", "week")]
    [InlineData("sync --days 0", "--days", "from 1 to 3,660")]
    [InlineData("sync --days many", "--days", "from 1 to 3,660")]
    [InlineData("sync --lookback 61", "--lookback", "from 0 to 60")]
    [InlineData("sync --days 3 --from 2026-11-01", "--days", "--from")]
    [InlineData("connect x --region mars", "--region", "global, us, eu, in, sg")]
    [InlineData("connect x --region eu --base-uri https://a.example", "--region", "--base-uri")]
    [InlineData("connect x --demo --region eu", "--demo", "--region")]
    [InlineData("connect x --scope team", "--scope", "workspace, account")]
    [InlineData("connect x --base-uri http://a.example", "a.example", "HTTPS")]
    [InlineData("connect a/b --demo", "a/b", "letters")]
    [InlineData("connect", "connect", "argument")]
    [InlineData("frobnicate", "frobnicate", "connect, disconnect, connections, connection, test, sync")]
    [InlineData("csot", "csot", "Did you mean 'cost'?")]
    [InlineData("leger use", "leger", "Did you mean 'ledger'?")]
    [InlineData("price lst", "price lst", "Did you mean 'price list'?")]
    [InlineData("price frobnicate", "price frobnicate", "There are list, set, remove")]
    [InlineData("cost --grup-by model", "--grup-by", "Did you mean '--group-by'?")]
    [InlineData("price list --conection a", "--conection", "Did you mean '--connection'?")]
    [InlineData("price", "price", "command")]
    [InlineData("price set pro --monthly-price 1 --monthly-credits 1.5", "--monthly-credits", "whole number")]
    [InlineData("price set pro --monthly-credits 1", "--monthly-price", "required")]
    [InlineData("price set pro --monthly-price 1 --monthly-credits 1 --billing-period weekly", "--billing-period", "three-month")]
    [InlineData("price list --connection a --source override", "--connection", "--source")]
    [InlineData("price remove", "remove", "argument")]
    public async Task A_mistake_in_the_arguments_names_the_option_and_what_it_takes(string line, string named, string allowed)
    {
        int code = await _run.RunAsync(line.Split(' '));

        Assert.Equal(64, code);
        Assert.StartsWith("error: ", _run.Error);
        Assert.Contains(named, _run.Error, StringComparison.Ordinal);
        Assert.Contains(allowed, _run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
        Assert.False(Directory.Exists(_run.Home.Path));
    }

    [Theory]
    [InlineData("cost --last 32d --granularity hour", "31 days")]
    [InlineData("cost --granularity hour --basis plan-rate", "consumed")]
    [InlineData("usage --metric ttfb-average --granularity week", "weights")]
    [InlineData("usage --metric characters --group-by model,user", "--breakdown")]
    [InlineData("cost --from 2026-11-22", "2026-11-21")]
    [InlineData("cost --from 2026-11-02 --to 2026-11-01", "not after the end")]
    [InlineData("cost --model [", "wildcard")]
    public async Task What_cannot_be_answered_is_refused_before_anything_is_written(string line, string said)
    {
        await _run.RunAsync("connect", "try", "--demo");

        Assert.Equal(64, await _run.RunAsync(line.Split(' ')));
        Assert.Contains(said, _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("usage")]
    [InlineData("coverage")]
    [InlineData("test")]
    [InlineData("sync")]
    [InlineData("quota")]
    [InlineData("requests")]
    [InlineData("webhooks")]
    public async Task Without_a_connection_the_remedy_is_to_make_one(string command)
    {
        Assert.Equal(78, await _run.RunAsync(command));
        Assert.Contains("elevencost connect", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_remembered()
    {
        Assert.Equal(77, await _run.RunAsync("connect", "acme"));
        Assert.Contains("ELEVENLABS_API_KEY", _run.Error, StringComparison.Ordinal);
        Assert.Empty(new ConnectionStore(_run.Home).ReadAll());
    }

    [Fact]
    public async Task From_connect_to_cost()
    {
        Assert.Equal(0, await _run.RunAsync("connect", "try", "--demo"));
        Assert.Contains("Analytics", _run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("sync", "--quiet"));
        Assert.Empty(_run.Error);
        Assert.Equal(0, await _run.RunAsync("coverage", "--strict"));
        Assert.Equal(0, await _run.RunAsync("cost", "--last", "7d", "--group-by", "model", "--strict"));
        Assert.StartsWith("Cost in USD, consumed value, 2026-11-15..2026-11-21\n", _run.Output);
        Assert.All(_run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));

        Assert.Equal(0, await _run.RunAsync("cost", "--last", "7d", "--granularity", "total", "--output", "json"));
        using JsonDocument total = JsonDocument.Parse(_run.Output);
        Assert.Equal(0, await _run.RunAsync("usage", "--last", "7d", "--output", "json"));
        using JsonDocument records = JsonDocument.Parse(_run.Output);
        Assert.Equal(total.RootElement[0].GetProperty("Cost").GetDecimal(), records.RootElement.EnumerateArray().Sum(row => row.GetProperty("ConsumedCost").GetDecimal()));
    }

    [Fact]
    public async Task Days_that_were_never_synced_are_told_with_the_command_that_fetches_them()
    {
        await _run.RunAsync("connect", "try", "--demo");

        Assert.Equal(1, await _run.RunAsync("cost", "--last", "3d", "--strict"));
        Assert.Contains("elevencost sync --connection try --from 2026-11-19 --to 2026-11-21", _run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("cost", "--last", "3d", "--output", "json"));
        Assert.Equal("[]\n", _run.Output);
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("usage")]
    public async Task Strict_means_the_same_for_cost_and_usage(string command)
    {
        await _run.RunAsync("connect", "try", "--demo");
        Assert.Equal(0, await _run.RunAsync("sync", "--quiet", "--from", "2026-11-18", "--to", "2026-11-20"));
        foreach (string format in new[] { "table", "json" })
        {
            Assert.Equal(0, await _run.RunAsync(command, "--from", "2026-11-18", "--to", "2026-11-20", "--strict", "--output", format));
            Assert.Equal(1, await _run.RunAsync(command, "--from", "2026-11-17", "--to", "2026-11-20", "--strict", "--output", format));
            Assert.Equal(1, await _run.RunAsync(command, "--from", "2026-11-17", "--to", "2026-11-20", "--group-by", "model", "--strict", "--output", format));

            // Before the first day that can be synced: no sync mends it, and it lacks all the same.
            Assert.Equal(1, await _run.RunAsync(command, "--from", "2019-11-17", "--to", "2019-11-20", "--strict", "--output", format));
        }
    }

    [Fact]
    public async Task Cost_and_usage_have_the_same_headers()
    {
        await _run.RunAsync("connect", "try", "--demo");
        Assert.Equal(0, await _run.RunAsync("sync", "--quiet", "--days", "3"));
        string[] headers = [await HeaderAsync("cost"), await HeaderAsync("usage")];
        Assert.StartsWith("Date     Model ", headers[0], StringComparison.Ordinal);
        Assert.Equal(["Date", "Model", "Credits", "Requests", "Consumed", "(USD)", "Completeness"], headers[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["Date", "Model", "Credits", "Requests", "Minutes", "Completeness"], headers[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

        async Task<string> HeaderAsync(string command)
        {
            Assert.Equal(0, await _run.RunAsync(command, "--last", "3d", "--granularity", "month", "--group-by", "model"));
            return _run.Output.Split('\n')[2];
        }
    }

    [Fact]
    public async Task One_connection_that_fails_leaves_the_others_alone()
    {
        await _run.RunAsync("connect", "try", "--demo");
        await new ConnectionStore(_run.Home).PutAsync(ConnectionStoreTests.Some("acme"), default);

        Assert.Equal(77, await _run.RunAsync("sync", "--days", "2", "--output", "csv"));

        Assert.Contains("try,true,", _run.Output, StringComparison.Ordinal);
        Assert.Contains("acme,false,", _run.Output, StringComparison.Ordinal);
        Assert.Contains("error: acme: ", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_made_anew_keeps_what_is_left_out_and_no_other_days_come_in()
    {
        await _run.RunAsync("connect", "try", "--demo", "--time-zone", "Europe/Berlin");
        await _run.RunAsync("sync", "--days", "2");

        Assert.Equal(0, await _run.RunAsync("connect", "TRY", "--demo"));
        Assert.Equal("Europe/Berlin", Assert.Single(new ConnectionStore(_run.Home).ReadAll()).TimeZone);
        Assert.Equal(78, await _run.RunAsync("connect", "try", "--demo", "--time-zone", "UTC"));
        Assert.Contains("Europe/Berlin", _run.Error, StringComparison.Ordinal);
        _run.Variables["ELEVENLABS_API_KEY"] = "sk_0";
        Assert.Equal(78, await _run.RunAsync("connect", "try"));
        Assert.Contains("made-up", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_leaves_nothing_behind()
    {
        string[] before = Directory.GetDirectories(Path.GetTempPath(), "elevencost-demo-*");
        _run.Columns = 80;

        Assert.Equal(0, await _run.RunAsync("demo"));

        Assert.Contains("eleven_flash_v2_5", _run.Output, StringComparison.Ordinal);
        Assert.All(_run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "elevencost-demo-*").Except(before));
        Assert.False(Directory.Exists(_run.Home.Path));
    }

    [Fact]
    public async Task A_billing_period_is_known_after_a_sync()
    {
        await _run.RunAsync("connect", "try", "--demo");
        Assert.Equal(78, await _run.RunAsync("cost", "--timeframe", "billing-period"));
        await _run.RunAsync("sync", "--days", "2");
        Assert.Equal(0, await _run.RunAsync("cost", "--timeframe", "billing-period"));
        Assert.Contains("2026-11-01..2026-11-21", _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("connect")]
    [InlineData("test")]
    [InlineData("sync")]
    [InlineData("coverage")]
    [InlineData("cost")]
    [InlineData("usage")]
    [InlineData("quota")]
    [InlineData("requests")]
    [InlineData("webhooks")]
    [InlineData("demo")]
    [InlineData("price")]
    [InlineData("connections")]
    [InlineData("disconnect")]
    [InlineData("price list")]
    [InlineData("price set")]
    [InlineData("price remove")]
    public async Task Every_help_fits_and_has_the_commands_name(string command)
    {
        Assert.Equal(0, await _run.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));
        Assert.Contains($"elevencost {(command.Length == 0 ? "[command]" : command)}", _run.Output, StringComparison.Ordinal);
        Assert.Contains(command.Length == 0 ? "Exit codes:" : "Examples:", _run.Output, StringComparison.Ordinal);
        Assert.Empty(_run.Error);
    }
}

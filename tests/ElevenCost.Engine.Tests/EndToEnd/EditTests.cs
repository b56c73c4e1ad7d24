using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>A digit that was changed outside ElevenCost, in each place that changes money, is shown to whoever asks for the cost or proves it.</summary>
public sealed class EditTests : IDisposable
{
    private readonly CommandLineRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_balance_in_the_file_of_connections_is_a_warning_until_it_is_confirmed()
    {
        await SyncAsync();
        await RunAsync("connection", "set", "acme", "--balance", "50.00", "--currency", "usd");
        string path = new ConnectionStore(_run.Home).FilePath;
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"50.00\"", "\"60.00\"", StringComparison.Ordinal));
        await RunAsync("cost");
        Assert.Equal(1, Count("were edited in"));
        Assert.Contains("Settings of the connection 'acme'", _run.Error, StringComparison.Ordinal);
        Assert.Contains("outside ElevenCost: balance.", _run.Error, StringComparison.Ordinal);
        Assert.Contains("elevencost connection set acme", _run.Error, StringComparison.Ordinal);
        await RunAsync("connection", "set", "acme");
        await RunAsync("cost");
        Assert.Equal(0, Count("were edited in"));
    }

    [Theory]
    [InlineData("89.10", "89.20", "prices", "MonthlyPrice")]
    [InlineData("Acme", "Acne", "cost-centers", "Shares")]
    public async Task A_price_or_a_share_in_the_ledger_is_an_error_until_its_kind_is_set_again(string written, string edited, string kind, string field)
    {
        await SyncAsync();
        await RunAsync("price", "set", "creator", "--monthly-price", "89.10", "--monthly-credits", "100000");
        await RunAsync("cost-center", "set", "rule", "--shares", "Acme:60;Beta:40", "--model", "*");
        Execute($"UPDATE definition SET document = replace(document, '{written}', '{edited}')");
        Assert.Equal(74, await _run.RunAsync("cost", "--basis", "plan-rate", "--group-by", "cost-center"));
        Assert.Equal("", _run.Output);
        Assert.Contains($"The {kind} in the ledger", _run.Error, StringComparison.Ordinal);
        Assert.Contains($"\"{field}\" is \"", _run.Error, StringComparison.Ordinal);
        Assert.Contains("elevencost ledger changes", _run.Error, StringComparison.Ordinal);
        await (kind == "prices" ? RunAsync("price", "set", "pro", "--monthly-price", "1", "--monthly-credits", "1") : RunAsync("cost-center", "set", "other", "--shares", "Gamma", "--model", "none"));
        await RunAsync("cost", "--basis", "plan-rate", "--group-by", "cost-center");
        Assert.DoesNotContain(edited, _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_usage_in_the_ledger_fails_its_check_until_the_day_is_synced_with_force()
    {
        await SyncAsync();
        Execute($"UPDATE usage_row SET credits = credits + 10 WHERE day = {new DateOnly(2026, 11, 19).DayNumber} AND row_no = 0");
        Assert.Equal(1, await _run.RunAsync("reconcile", "--from", "2026-11-18", "--to", "2026-11-20", "--output", "json"));
        Assert.Contains("\"ChangedOutside\"", _run.Output, StringComparison.Ordinal);
        Assert.Contains("its rows", _run.Output, StringComparison.Ordinal);
        Assert.Contains("elevencost sync --connection acme --from 2026-11-", _run.Output, StringComparison.Ordinal);
        await RunAsync("sync", "--connection", "acme", "--from", "2026-11-19", "--to", "2026-11-19", "--force");
        await RunAsync("reconcile", "--from", "2026-11-18", "--to", "2026-11-20");
    }

    private async Task SyncAsync()
    {
        await RunAsync("connect", "acme", "--demo");
        await RunAsync("sync", "--days", "5");
    }

    private async Task RunAsync(params string[] arguments) => Assert.True(await _run.RunAsync(arguments) == 0, _run.Output + _run.Error);

    private int Count(string text) => _run.Error.Split(text).Length - 1;

    private void Execute(string sql)
    {
        using var database = new SqliteDatabase(Path.Combine(_run.Home.Path, RelationalLedger.FileName), TimeSpan.FromSeconds(30));
        Assert.NotEqual(0, database.Write(session => session.Execute(sql), default));
    }
}

using System.Text.Json;

namespace ElevenCost.Engine.Tests.Cli;

/// <summary>Budgets over the demo, as a user types them. The clock stands at 21 November 2026, 06:00 UTC.</summary>
public sealed class BudgetCommandTests : IDisposable
{
    private readonly CommandLineRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_exit_code_is_that_of_the_worst_budget()
    {
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("budget", "test"));
        Assert.Contains("No budget applies today.", _run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("budget", "set", "wide", "--amount", "100000"));
        Assert.Equal(69, await _run.RunAsync("budget", "test"));
        Assert.Equal(0, await _run.RunAsync("budget", "test", "--fail-open"));

        Assert.Equal(0, await _run.RunAsync("sync", "--days", "150"));
        Assert.Equal(0, await _run.RunAsync("budget", "test"));
        JsonElement wide = Assert.Single(await RowsAsync(0));
        JsonElement cost = Assert.Single(JsonDocument.Parse(await OutputAsync("cost", "--timeframe", "month-to-date", "--granularity", "total", "--output", "json")).RootElement.EnumerateArray());
        Assert.Equal(cost.GetProperty("Cost").GetDecimal(), wide.GetProperty("Used").GetDecimal());
        Assert.True(wide.GetProperty("Expected").GetDecimal() > wide.GetProperty("Used").GetDecimal());

        decimal between = decimal.Round((wide.GetProperty("Used").GetDecimal() + wide.GetProperty("Expected").GetDecimal()) / 2, 4);
        Assert.Equal(0, await _run.RunAsync("budget", "set", "close", "--amount", between.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(1, await _run.RunAsync("budget", "test"));
        Assert.Contains("at-risk", _run.Output, StringComparison.Ordinal);
        Assert.Contains("note: close: ", _run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("budget", "set", "tiny", "--credits", "1"));
        Assert.Equal(2, await _run.RunAsync("budget", "test"));
        Assert.Equal(["AtRisk", "Over", "Ok"], (await RowsAsync(2)).Select(row => row.GetProperty("State").GetString()));
        Assert.Equal(0, await _run.RunAsync("budget", "test", "wide"));
    }

    [Fact]
    public async Task Budgets_are_listed_and_removed()
    {
        Assert.Equal(0, await _run.RunAsync("budget", "set", "hotel", "--amount", "120.00", "--cost-center", "Hotel", "--thresholds", "50,90", "--period", "year"));
        Assert.Equal(0, await _run.RunAsync("budget", "list"));
        Assert.Matches(@"hotel +120\.00 +USD +year +Hotel +2026-11-01 +- +50,90", _run.Output);
        Assert.Equal(78, await _run.RunAsync("budget", "list", "hotl"));
        Assert.Contains("Did you mean 'hotel'?", _run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("budget", "remove", "hotel"));
        Assert.Equal(0, await _run.RunAsync("budget", "list"));
        Assert.Contains("There is no budget.", _run.Error, StringComparison.Ordinal);
        Assert.Equal(64, await _run.RunAsync("budget", "set", "both", "--amount", "1", "--credits", "1"));
    }

    private async Task<JsonElement[]> RowsAsync(int code)
    {
        Assert.Equal(code, await _run.RunAsync("budget", "test", "--output", "json"));
        return [.. JsonDocument.Parse(_run.Output).RootElement.EnumerateArray()];
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        Assert.Equal(0, await _run.RunAsync(arguments));
        return _run.Output;
    }
}

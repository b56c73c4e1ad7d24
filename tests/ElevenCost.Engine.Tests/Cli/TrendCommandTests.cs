using System.Text.Json;

namespace ElevenCost.Engine.Tests.Cli;

/// <summary>Forecast, anomalies and comparison of the demo, as a user types them. The clock stands at 21 November 2026, 06:00 UTC.</summary>
public sealed class TrendCommandTests : IDisposable
{
    private readonly CommandLineRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_months_cost_so_far_is_that_of_cost_and_its_end_lies_beyond()
    {
        await DemoAsync();
        JsonElement forecast = Assert.Single(await RowsAsync("forecast"));
        JsonElement cost = Assert.Single(await RowsAsync("cost", "--timeframe", "month-to-date", "--granularity", "total"));
        Assert.Equal(cost.GetProperty("Cost").GetDecimal(), forecast.GetProperty("Actual").GetDecimal());
        Assert.Equal(("2026-11-01", "2026-11-30"), (forecast.GetProperty("From").GetString(), forecast.GetProperty("To").GetString()));
        decimal[] order = [.. new[] { "Actual", "Low95", "Low80", "Expected", "High80", "High95" }.Select(name => forecast.GetProperty(name).GetDecimal())];
        Assert.Equal(order.Order(), order);

        Assert.Equal(0, await _run.RunAsync("forecast", "--days", "14", "--group-by", "model"));
        Assert.StartsWith("Forecast in USD, consumed value, 2026-11-21..2026-12-04, 14 days estimated", _run.Output);
        Assert.Contains("eleven_flash_v2_5", _run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("forecast", "--period", "billing-period", "--basis", "amortized"));
        Assert.Contains("Forecast in USD, fee and overage", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demos_spike_and_its_campaigns_are_found()
    {
        await DemoAsync();
        JsonElement[] keys = await RowsAsync("anomalies", "--last", "80d", "--group-by", "api-key", "--minimum-amount", "0.1");
        JsonElement spike = Assert.Single(keys, row => row.GetProperty("Kind").GetString() == "Spike");
        Assert.Equal("lantern-audiobooks", spike.GetProperty("ApiKey").GetString());
        Assert.Equal("eleven_multilingual_v2", spike.GetProperty("DriverModel").GetString());
        Assert.Contains(keys, row => row.GetProperty("Kind").GetString() == "New" && row.GetProperty("ApiKey").GetString()!.StartsWith("campaign-", StringComparison.Ordinal));
        Assert.Contains(keys, row => row.GetProperty("Kind").GetString() == "Stopped" && row.GetProperty("ApiKey").GetString()!.StartsWith("campaign-", StringComparison.Ordinal));

        Assert.Equal(1, await _run.RunAsync("anomalies", "--last", "80d", "--strict"));
        Assert.Contains("spike", _run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("anomalies", "--last", "80d", "--minimum-amount", "100000", "--strict"));
        Assert.Contains("Nothing unusual in ", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_adds_up_to_the_cost_of_both_ranges()
    {
        await DemoAsync();
        JsonElement[] rows = await RowsAsync("compare", "--group-by", "api-key", "--top", "3");
        JsonElement now = Assert.Single(await RowsAsync("cost", "--from", "2026-11-01", "--to", "2026-11-21", "--granularity", "total"));
        JsonElement before = Assert.Single(await RowsAsync("cost", "--from", "2026-10-01", "--to", "2026-10-21", "--granularity", "total"));
        Assert.Equal(4, rows.Length);
        Assert.Equal(now.GetProperty("Cost").GetDecimal(), Sum("Cost"));
        Assert.Equal(before.GetProperty("Cost").GetDecimal(), Sum("PreviousCost"));
        Assert.Equal(Sum("Change"), Sum("Volume") + Sum("Mix") + Sum("Price") + Sum("New") + Sum("Gone"));
        Assert.True(rows[3].GetProperty("Groups").GetInt32() > 1);

        Assert.Equal(0, await _run.RunAsync("compare", "--group-by", "model", "--top", "2"));
        Assert.StartsWith("Cost in USD, consumed value, 2026-11-01..2026-11-21 against 2026-10-01..2026-10-21", _run.Output);
        Assert.Contains(" others)", _run.Output, StringComparison.Ordinal);
        Assert.Contains("\nTotal ", _run.Output, StringComparison.Ordinal);

        decimal Sum(string name) => rows.Sum(row => row.GetProperty(name).GetDecimal());
    }

    [Fact]
    public async Task Cost_is_listed_with_its_first_groups_their_share_and_the_period_before()
    {
        await DemoAsync();
        JsonElement total = Assert.Single(await RowsAsync("compare"));
        JsonElement[] rows = await RowsAsync("cost", "--timeframe", "month-to-date", "--group-by", "model", "--top", "2", "--share", "--compare");
        Assert.Equal(3, rows.Length);
        Assert.All(new[] { "Cost", "PreviousCost", "Change" }, amount => Assert.Equal(total.GetProperty(amount).GetDecimal(), rows.Sum(row => row.GetProperty(amount).GetDecimal())));
        Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("Model").ValueKind);
        Assert.True(rows[2].GetProperty("Groups").GetInt32() > 1);
        Assert.InRange(rows.Sum(row => row.GetProperty("SharePercent").GetDecimal()), 99.8m, 100.2m);
        Assert.False((await RowsAsync("cost", "--group-by", "model"))[0].TryGetProperty("SharePercent", out _));
        Assert.Equal(64, await _run.RunAsync("cost", "--compare", "--granularity", "day"));
        Assert.Equal(0, await _run.RunAsync("cost", "--group-by", "api-key", "--top", "2"));
        Assert.Matches(@"(?m)^\(\d+ others\) ", _run.Output);
    }

    [Fact]
    public async Task The_total_of_running_sums_of_usage_is_the_last_one()
    {
        await DemoAsync();
        Assert.Equal(0, await _run.RunAsync("usage", "--cumulative", "--last", "5"));
        string[] lines = _run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines[^3].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..3], lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..3]);
    }

    [Theory]
    [InlineData("forecast --days 0", "--days", "from 1 to 366")]
    [InlineData("forecast --days 3 --period month", "--period", "--days")]
    [InlineData("forecast --period year", "--period", "billing-period")]
    [InlineData("anomalies --minimum-amount -1", "--minimum-amount", "of 0 or more")]
    [InlineData("anomalies --basis amortized", "--basis", "plan-rate")]
    [InlineData("compare --previous-to 2026-01-01", "--previous-to", "--previous-from")]
    [InlineData("compare --top 0", "--top", "from 1")]
    public async Task A_mistake_in_the_arguments_names_the_option_and_what_it_takes(string line, string named, string allowed)
    {
        Assert.Equal(64, await _run.RunAsync(line.Split(' ')));
        Assert.Contains(named, _run.Error, StringComparison.Ordinal);
        Assert.Contains(allowed, _run.Error, StringComparison.Ordinal);
    }

    private async Task DemoAsync()
    {
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync", "--days", "150"));
    }

    private async Task<JsonElement[]> RowsAsync(params string[] arguments)
    {
        int code = await _run.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(code == 0, _run.Error);
        return [.. JsonDocument.Parse(_run.Output).RootElement.EnumerateArray()];
    }
}

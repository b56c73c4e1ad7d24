using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Tests.Cli;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Plans compared as a user types it, over a real socket, against the simulator's own sums; the clock is the test's.</summary>
public sealed class PlanJobTests : IDisposable
{
    private static readonly DateTimeOffset Reset = new(2026, 11, 12, 0, 0, 0, TimeSpan.Zero);

    private static readonly (DateOnly From, DateOnly To)[] Months =
        [(new(2026, 8, 12), new(2026, 9, 11)), (new(2026, 9, 12), new(2026, 10, 11)), (new(2026, 10, 12), new(2026, 11, 11))];

    private readonly CommandLineRun _run = new();
    private readonly FixedTime _clock = new(new DateTimeOffset(2026, 11, 21, 6, 0, 0, TimeSpan.Zero));

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(SimulatedBilling.UsageBased)]
    [InlineData(SimulatedBilling.PayAsYouGo)]
    public async Task The_own_plan_costs_what_cost_says_and_the_others_what_the_catalogue_says(SimulatedBilling billing)
    {
        await using SimulatorServer server = await SyncedAsync(billing);
        long[] used = [.. Months.Select(month => server.Truth.DailyTotals(month.From, month.To, "UTC").Sum(day => day.Credits))];
        JsonElement[] rows = await RowsAsync("plan", "compare", "--output", "json");
        JsonElement own = Assert.Single(rows, row => Text(row, "State") == "Current");
        Assert.Equal(("Creator", billing.ToString(), 3, used.Sum()), (Text(own, "Plan"), Text(own, "Billing"), own.GetProperty("Periods").GetInt32(), own.GetProperty("Credits").GetInt64()));
        await AssertIsCostAsync(own);
        foreach (JsonElement period in (await RowsAsync("plan", "compare", "--by-period", "--output", "json")).Where(row => Text(row, "State") == "Current"))
        {
            await AssertIsCostAsync(period);
        }

        // Pro holds the usage of every period: its fee alone, three times.
        Assert.All(used, credits => Assert.InRange(credits, 121_001, 600_000));
        Assert.All(rows.Where(row => Text(row, "Plan") == "Pro" && Text(row, "BillingPeriod") == "Monthly"), row => Assert.Equal(297m, Money(row, "Cost")));
        JsonElement free = Assert.Single(rows, row => Text(row, "Plan") == "Free");
        Assert.Equal(("Insufficient", used.Sum(credits => credits - 10_000)), (Text(free, "State"), free.GetProperty("CreditsNotServed").GetInt64()));
        Assert.Equal(JsonValueKind.Null, free.GetProperty("Saving").ValueKind);

        // Of both generations, and closed what a switch to Pay As You Go has left behind.
        JsonElement[] pro = [.. rows.Where(row => Text(row, "Plan") == "Pro" && Text(row, "BillingPeriod") == "Monthly")];
        Assert.Equal(billing == SimulatedBilling.PayAsYouGo ? ["Available", "Closed"] : ["Available", "Available"], pro.OrderBy(row => Text(row, "Billing")).Select(row => Text(row, "State")));
        Assert.All(rows.Where(row => Text(row, "State") == "Available"), row => Assert.Equal(Money(own, "Cost") - Money(row, "Cost"), Money(row, "Saving")));
        decimal[] available = [.. rows.TakeWhile(row => Text(row, "State") is "Current" or "Available").Select(row => Money(row, "Cost"))];
        Assert.Equal(available.Order(), available);
        Assert.True(available.Length >= 5);

        Assert.Equal(0, await _run.RunAsync("plan", "compare"));
        Assert.StartsWith("Plans in USD, 2026-08-12..2026-11-11, ", _run.Output, StringComparison.Ordinal);
        Assert.Contains("assumes: ", _run.Error, StringComparison.Ordinal);
        Assert.Contains("these prices are not public: ", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_forecast_is_of_the_next_billing_period()
    {
        await using SimulatorServer server = await SyncedAsync(SimulatedBilling.UsageBased);
        JsonElement[] rows = await RowsAsync("plan", "compare", "--forecast", "--plan", "creator", "--output", "json");
        Assert.All(rows, row => Assert.Equal(("2026-12-12", "2027-01-11", true, "Creator"), (Text(row, "From"), Text(row, "To"), row.GetProperty("IsForecast").GetBoolean(), Text(row, "Plan"))));
        JsonElement own = Assert.Single(rows, row => Text(row, "State") == "Current");
        Assert.True(Money(own, "Low80") <= Money(own, "Cost") && Money(own, "Cost") <= Money(own, "High80"));
        Assert.True(own.GetProperty("Credits").GetInt64() > 0);
        Assert.Contains("in 80 of 100 cases", own.GetProperty("Assumptions").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_that_are_missing_are_told_and_strict_ends_with_1()
    {
        await using SimulatorServer server = await SyncedAsync(SimulatedBilling.UsageBased, "40");
        Assert.Equal(0, await _run.RunAsync("plan", "compare", "--from", "2026-09-12", "--to", "2026-11-11"));
        Assert.Contains("lower bound", _run.Error, StringComparison.Ordinal);
        Assert.Equal(1, await _run.RunAsync("plan", "compare", "--from", "2026-09-12", "--to", "2026-11-11", "--strict"));
    }

    [Theory]
    [InlineData("plan compare --forecast --last 3m", "--forecast")]
    [InlineData("plan compare --plan nosuchplan", "nosuchplan")]
    public async Task A_mistake_in_the_arguments_names_what_is_wrong(string line, string named)
    {
        await using SimulatorServer server = await SyncedAsync(SimulatedBilling.UsageBased, "3");
        Assert.Equal(64, await _run.RunAsync(line.Split(' ')));
        Assert.Contains(named, _run.Error, StringComparison.Ordinal);
    }

    private async Task AssertIsCostAsync(JsonElement row)
    {
        string[] days = ["--from", Text(row, "From")!, "--to", Text(row, "To")!, "--granularity", "total", "--output", "json"];
        Assert.Equal(Money(Assert.Single(await RowsAsync(["cost", "--basis", "amortized", .. days])), "Cost"), Money(row, "Cost"));
        Assert.Equal(Money(Assert.Single(await RowsAsync(["cost", "--basis", "overage", .. days])), "Cost"), Money(row, "Overage"));
    }

    private async Task<SimulatorServer> SyncedAsync(SimulatedBilling billing, string days = "110")
    {
        SimulatorServer server = await SimulatorServer.StartAsync(
            new SimulatorOptions { Billing = billing, Seed = 9, Days = 130, Keys = 5, RecordsPerKeyDay = 3, ResetsAt = Reset }, _clock);
        _run.Variables["ELEVENLABS_API_KEY"] = server.ApiKey;

        // Once in each billing period, so that what rolled over into it is known.
        foreach ((string now, string back) in new[] { ("2026-09-01", "1"), ("2026-10-01", "1"), ("2026-11-01", "1"), ("2026-11-21", days) })
        {
            _run.Now = DateTimeOffset.Parse($"{now}T06:00:00Z", CultureInfo.InvariantCulture);
            _clock.Set(_run.Now);
            await RunAsync("connect", "acme", "--base-uri", server.BaseUri.ToString());
            await RunAsync("sync", "--days", back, "--lookback", "0", "--force");
        }

        return server;
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static decimal Money(JsonElement row, string name) => row.GetProperty(name).GetDecimal();

    private async Task<JsonElement[]> RowsAsync(params string[] arguments)
    {
        await RunAsync(arguments);
        using JsonDocument document = JsonDocument.Parse(_run.Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private async Task RunAsync(params string[] arguments) =>
        Assert.True(await _run.RunAsync(arguments) == 0, $"{string.Join(" ", arguments)}\n{_run.Error}");
}

using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Tests.Cli;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Prices and billing months as a user types them, over a real socket, against the simulator's own arithmetic; the clock is the test's.</summary>
public sealed class PriceJobTests : IDisposable
{
    private const string Berlin = "Europe/Berlin";

    /// <summary>12 November 2026, 15:42:07 in Berlin.</summary>
    private static readonly DateTimeOffset Reset = new(2026, 11, 12, 14, 42, 7, TimeSpan.Zero);

    private static readonly DateTimeOffset Today = new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero);

    private readonly CommandLineRun _run = new();
    private readonly FixedTime _clock = new(Today);

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_whole_billing_month_costs_its_fee_and_its_overage_by_any_grouping()
    {
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions());
        await SyncAsync(server, "2026-10-20T06:00:00Z", "10");
        await SyncAsync(server, "2026-11-21T06:00:00Z", "60");

        decimal overage = Overage(server, new DateOnly(2026, 10, 12), new DateOnly(2026, 11, 11), 121_000, 0.30m);
        Assert.True(overage > 0);
        foreach (string groups in new[] { "model", "api-key,model", "product,voice,region" })
        {
            foreach (string granularity in new[] { "day", "week", "total" })
            {
                JsonElement[] rows = await CostAsync("amortized", "--from", "2026-10-12", "--to", "2026-11-11", "--group-by", groups, "--granularity", granularity);
                Assert.Equal(22m + overage, rows.Sum(Cost));
                Assert.Equal(overage, (await CostAsync("overage", "--from", "2026-10-12", "--to", "2026-11-11", "--group-by", groups, "--granularity", granularity)).Sum(Cost));
            }
        }

        JsonElement whole = Assert.Single(await CostAsync("amortized", "--timeframe", "last-billing-period", "--granularity", "total"));
        Assert.Equal(22m + overage, Cost(whole));
        Assert.Equal("2026-10-12", whole.GetProperty("Date").GetString());
        Assert.Equal("Final", whole.GetProperty("Completeness").GetString());

        // The day of the reset is of the month that begins on it, although it resets in the afternoon.
        JsonElement[] around = await CostAsync("overage", "--from", "2026-11-11", "--to", "2026-11-12");
        Assert.True(Cost(around[0]) > 0);
        Assert.Equal(0, Cost(around[1]));

        JsonElement current = Assert.Single(await CostAsync("amortized", "--timeframe", "billing-period", "--granularity", "total"));
        Assert.Equal("Provisional", current.GetProperty("Completeness").GetString());
        Assert.Equal(22m + Overage(server, new DateOnly(2026, 11, 12), new DateOnly(2026, 11, 21), 121_000, 0.30m), Cost(current));
    }

    [Fact]
    public async Task A_plan_that_changes_in_mid_month_counts_for_its_days()
    {
        int port;
        await using (SimulatorServer creator = await ServerAsync(new SimulatorOptions { Tier = "creator" }))
        {
            port = creator.BaseUri.Port;
            await SyncAsync(creator, "2026-10-13T06:00:00Z", "10");
        }

        _clock.Set(Today);
        await using SimulatorServer pro = await ServerAsync(new SimulatorOptions { Tier = "pro" }, port);
        await SyncAsync(pro, "2026-10-22T06:00:00Z", "20");
        await SyncAsync(pro, "2026-11-21T06:00:00Z", "60");

        decimal fee = ((22m * 10) + (99m * 21)) / 31;
        decimal overage = Overage(pro, new DateOnly(2026, 10, 12), new DateOnly(2026, 11, 11), 600_000, 0.24m);
        decimal cost = Cost(Assert.Single(await CostAsync("amortized", "--from", "2026-10-12", "--to", "2026-11-11", "--granularity", "total")));
        Assert.Equal(Math.Round(fee + overage, 2), Math.Round(cost, 2));
        Assert.Contains("each plan's fee counts for its days", _run.Error, StringComparison.Ordinal);
        JsonElement[] daily = await CostAsync("plan-rate", "--from", "2026-10-21", "--to", "2026-10-22");
        Assert.Equal(["catalog 2026-11-28/creator usage-based by overage limit", "catalog 2026-11-28/pro usage-based by overage limit"], daily.Select(row => row.GetProperty("PriceVersion").GetString()!));
    }

    [Fact]
    public async Task Annual_billing_and_an_enterprise_contract_are_priced_by_the_users_own_prices()
    {
        await using (SimulatorServer annual = await ServerAsync(new SimulatorOptions { BillingPeriod = "annual_period" }))
        {
            await SyncAsync(annual, "2026-10-20T06:00:00Z", "10");
            await SyncAsync(annual, "2026-11-21T06:00:00Z", "60");
        }

        JsonElement unknown = Assert.Single(await CostAsync("amortized", "--timeframe", "last-billing-period", "--granularity", "total"));
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("Cost").ValueKind);
        Assert.Equal(unknown.GetProperty("Credits").GetInt64(), unknown.GetProperty("UnpricedCredits").GetInt64());
        Assert.Contains("annual_period", _run.Error, StringComparison.Ordinal);

        await RunAsync("price", "set", "creator", "--billing-period", "annual", "--monthly-price", "18.25", "--monthly-credits", "100000000", "--from", "2026-01-01");
        JsonElement year = Assert.Single(await CostAsync("amortized", "--timeframe", "last-billing-period", "--granularity", "total"));
        Assert.Equal((18.25m, "override/creator annual_period from 2026-01-01 (plan assumed)"), (Cost(year), year.GetProperty("PriceVersion").GetString()!));

        _clock.Set(Today);
        await using SimulatorServer enterprise = await ServerAsync(new SimulatorOptions { Tier = "enterprise" }, seed: 10);
        await SyncAsync(enterprise, "2026-10-20T06:00:00Z", "10", "globex");
        await SyncAsync(enterprise, "2026-11-21T06:00:00Z", "60", "globex");
        await RunAsync("price", "set", "enterprise", "--connection", "globex", "--monthly-price", "1200.00", "--monthly-credits", "10000000", "--currency", "eur", "--overage-per-1000-credits", "0.1", "--from", "2026-01-01");
        JsonElement contract = Assert.Single(await CostAsync("amortized", "--connection", "globex", "--timeframe", "last-billing-period", "--granularity", "total"));
        Assert.Equal((1200m, "EUR"), (Cost(contract), contract.GetProperty("Currency").GetString()!));
    }

    [Fact]
    public async Task A_price_from_today_leaves_every_earlier_amount_as_it_was()
    {
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions());
        await SyncAsync(server, "2026-10-20T06:00:00Z", "10");
        await SyncAsync(server, "2026-11-21T06:00:00Z", "60");
        var before = new List<string>();
        foreach (string basis in new[] { "plan-rate", "amortized", "overage", "consumed" })
        {
            before.Add(await OutputAsync("cost", "--basis", basis, "--from", "2026-10-01", "--to", "2026-11-20", "--group-by", "model", "--granularity", "day", "--output", "csv"));
        }

        await RunAsync("price", "set", "creator", "--monthly-price", "44", "--monthly-credits", "242000", "--overage-per-1000-credits", "0.6");
        var after = new List<string>();
        foreach (string basis in new[] { "plan-rate", "amortized", "overage", "consumed" })
        {
            after.Add(await OutputAsync("cost", "--basis", basis, "--from", "2026-10-01", "--to", "2026-11-20", "--group-by", "model", "--granularity", "day", "--output", "csv"));
        }

        Assert.Equal(before, after);
        JsonElement today = Assert.Single(await CostAsync("plan-rate", "--timeframe", "today"));
        Assert.Equal("override/creator from 2026-11-21", today.GetProperty("PriceVersion").GetString());
    }

    [Fact]
    public async Task Prices_are_listed_set_and_removed_with_clear_words()
    {
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions());
        await SyncAsync(server, "2026-11-21T06:00:00Z", "3");
        string table = await OutputAsync("price", "list");
        Assert.DoesNotContain("…", table, StringComparison.Ordinal);
        Assert.Contains("growing_business", await OutputAsync("price", "list", "--output", "csv"), StringComparison.Ordinal);

        using JsonDocument set = JsonDocument.Parse(await OutputAsync(
            "price", "set", "creator", "--connection", "acme", "--monthly-price", "11.00", "--monthly-credits", "121000", "--from", "2026-11-01", "--to", "2026-11-30", "--output", "json"));
        Assert.Equal(("11.00", "2026-11-30", "Override"), (
            set.RootElement[0].GetProperty("MonthlyPrice").GetRawText(), set.RootElement[0].GetProperty("To").GetString()!, set.RootElement[0].GetProperty("Source").GetString()!));
        Assert.Contains("override/creator@acme from 2026-11-01", await OutputAsync("price", "list", "--connection", "acme", "--output", "csv"), StringComparison.Ordinal);
        Assert.Contains("catalog 2026-11-28/creator usage-based by overage limit,", await OutputAsync("price", "list", "--connection", "acme", "--on", "2026-12-01", "--output", "csv"), StringComparison.Ordinal);
        await OutputAsync("price", "set", "creator", "--connection", "acme", "--monthly-price", "12", "--monthly-credits", "121000", "--from", "2026-11-20");
        Assert.Contains("override/creator@acme from 2026-11-01 (11.00 USD) now applies from 2026-11-01 to 2026-11-19", _run.Error, StringComparison.Ordinal);

        Assert.Equal(64, await _run.RunAsync("price", "remove", "creator", "--connection", "acme"));
        Assert.Contains("There are 2 prices", _run.Error, StringComparison.Ordinal);
        await RunAsync("price", "remove", "creator", "--connection", "acme", "--all");
        Assert.Equal(78, await _run.RunAsync("price", "remove", "creator", "--connection", "acme"));
        Assert.Equal(64, await _run.RunAsync("price", "set", "creator", "--monthly-price", "1,5", "--monthly-credits", "1"));
        Assert.Contains("\"1,5\"", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
    }

    private Task<SimulatorServer> ServerAsync(SimulatorOptions options, int port = 0, int seed = 9) => SimulatorServer.StartAsync(
        options with { Seed = seed, Days = 100, Keys = 5, RecordsPerKeyDay = 3, ResetsAt = Reset }, _clock, port);

    private static decimal Overage(SimulatorServer server, DateOnly from, DateOnly to, long quota, decimal rate) =>
        Math.Max(0, server.Truth.DailyTotals(from, to, Berlin).Sum(day => day.Credits) - quota) * rate / 1000;

    private static decimal Cost(JsonElement row) => row.GetProperty("Cost").GetDecimal();

    /// <summary>Connects where there is no such connection yet or its server is another, and syncs some days up to an instant.</summary>
    private async Task SyncAsync(SimulatorServer server, string now, string days, string connection = "acme")
    {
        _run.Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        _clock.Set(_run.Now);
        _run.Variables["ELEVENLABS_API_KEY"] = server.ApiKey;
        await RunAsync("connect", connection, "--base-uri", server.BaseUri.ToString(), "--time-zone", Berlin);
        await RunAsync("sync", "--connection", connection, "--days", days, "--lookback", "0", "--force");
    }

    private async Task<JsonElement[]> CostAsync(string basis, params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(await OutputAsync(["cost", "--basis", basis, "--output", "json", .. arguments]));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        await RunAsync(arguments);
        return _run.Output;
    }

    private async Task RunAsync(params string[] arguments) =>
        Assert.True(await _run.RunAsync(arguments) == 0, $"{string.Join(" ", arguments)}\n{_run.Error}");
}

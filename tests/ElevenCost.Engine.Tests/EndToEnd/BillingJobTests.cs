using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Tests.Cli;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Both generations of billing as a user meets them, over a real socket, against the simulator's own arithmetic; the clock is the test's.</summary>
public sealed class BillingJobTests : IDisposable
{
    private const decimal OwnRate = 22m / 121_000m;

    private static readonly DateTimeOffset Reset = new(2026, 11, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Today = new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero);

    private readonly CommandLineRun _run = new();
    private readonly FixedTime _clock = new(Today);

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(SimulatedBilling.PayAsYouGo, false)]
    [InlineData(SimulatedBilling.PayAsYouGo, true)]
    [InlineData(SimulatedBilling.UsageBased, false)]
    [InlineData(SimulatedBilling.UsageBased, true)]
    public async Task Fee_drawn_balance_and_overage_add_up_by_every_grouping(SimulatedBilling billing, bool countsCredits)
    {
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions { Billing = billing, CountsCredits = countsCredits });
        await SyncAsync(server, "2026-10-20T06:00:00Z", "10");
        await SyncAsync(server, "2026-11-21T06:00:00Z", "60");
        long beyond = Beyond(server);
        Assert.True(beyond > 0);
        bool isDrawn = billing == SimulatedBilling.PayAsYouGo;
        decimal overage = isDrawn ? 0 : beyond * 0.30m / 1000;
        decimal drawn = isDrawn ? beyond * OwnRate : 0;
        foreach (string groups in new[] { "model", "api-key,model", "product,voice,region" })
        {
            foreach (string granularity in new[] { "day", "total" })
            {
                string[] question = ["--from", "2026-10-12", "--to", "2026-11-11", "--group-by", groups, "--granularity", granularity];
                JsonElement[] rows = await CostAsync("amortized", question);
                Assert.Equal(22m + overage + drawn, rows.Sum(Cost), 8);
                Assert.All(rows, row => Assert.Contains(isDrawn ? " pay-as-you-go by " : " usage-based by ", row.GetProperty("PriceVersion").GetString(), StringComparison.Ordinal));
                Assert.Equal(overage, (await CostAsync("overage", question)).Sum(Cost));
            }
        }

        // The invoice holds the fee; what is drawn was paid before.
        JsonElement invoice = Assert.Single(await RowsAsync("reconcile", "--detailed", "--output", "json"), row => row.GetProperty("Check").GetString() == "NextInvoice");
        Assert.Equal((22m, 22m), (invoice.GetProperty("Left").GetDecimal(), invoice.GetProperty("Right").GetDecimal()));
    }

    [Fact]
    public async Task An_account_that_switches_in_mid_life_keeps_what_it_cost_before()
    {
        int port;
        decimal october;
        await using (SimulatorServer before = await ServerAsync(new SimulatorOptions()))
        {
            port = before.BaseUri.Port;
            await SyncAsync(before, "2026-11-11T23:00:00Z", "40");
            october = 22m + (Beyond(before) * 0.30m / 1000);
            Assert.Equal(october, Assert.Single(await OctoberAsync("amortized")).GetProperty("Cost").GetDecimal(), 8);
        }

        await using SimulatorServer after = await ServerAsync(new SimulatorOptions { Billing = SimulatedBilling.PayAsYouGo }, port);
        await SyncAsync(after, "2026-11-21T06:00:00Z", "60");
        Assert.Equal(22m + (Beyond(after) * 0.30m / 1000), Cost(Assert.Single(await OctoberAsync("amortized"))), 8);
        JsonElement november = Assert.Single(await CostAsync("amortized", "--from", "2026-11-12", "--to", "2026-11-21", "--granularity", "total"));
        Assert.Contains("pay-as-you-go", november.GetProperty("PriceVersion").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Cost(Assert.Single(await CostAsync("overage", "--from", "2026-11-12", "--to", "2026-11-21", "--granularity", "total"))));
        Assert.Contains("usage-based", Assert.Single(await OctoberAsync("amortized")).GetProperty("PriceVersion").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_decides_is_shown_with_both_amounts_until_the_user_sets_it()
    {
        var fields = new Dictionary<string, string> { ["can_extend_character_limit"] = "\"maybe\"", ["max_credit_limit_extension"] = "0" };
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions { SubscriptionFields = fields });
        await SyncAsync(server, "2026-10-20T06:00:00Z", "10");
        await SyncAsync(server, "2026-11-21T06:00:00Z", "60");
        JsonElement open = Assert.Single(await OctoberAsync("amortized"));
        Assert.Equal(22m, Cost(open));
        string based = (22m + (Beyond(server) * 0.30m / 1000)).ToString("N2", CultureInfo.InvariantCulture);
        string drawn = (22m + (Beyond(server) * OwnRate)).ToString("N2", CultureInfo.InvariantCulture);
        Assert.Contains($"{drawn} USD on Pay As You Go", _run.Error, StringComparison.Ordinal);
        Assert.Contains($"{based} USD on usage-based billing", _run.Error, StringComparison.Ordinal);

        await RunAsync("connection", "set", "acme", "--billing", "usage-based");
        Assert.Equal(22m + (Beyond(server) * 0.30m / 1000), Cost(Assert.Single(await OctoberAsync("amortized"))), 8);
        await RunAsync("connection", "set", "acme", "--billing", "pay-as-you-go", "--from", "2026-10-12");
        Assert.Equal(22m + (Beyond(server) * OwnRate), Cost(Assert.Single(await OctoberAsync("amortized"))), 8);
        JsonElement connection = Assert.Single(await RowsAsync("connections", "--output", "json"));
        Assert.Equal(["UsageBased", "PayAsYouGo from 2026-10-12"], connection.GetProperty("Billing").EnumerateArray().Select(term => term.GetString()!));
        await RunAsync("price", "list", "--connection", "acme");
        Assert.Contains("acme: pay-as-you-go, because it is set for the connection.", _run.Error, StringComparison.Ordinal);

        // Connected anew, what was set stays.
        await RunAsync("connect", "acme", "--base-uri", server.BaseUri.ToString());
        Assert.Equal(2, Assert.Single(await RowsAsync("connections", "--output", "json")).GetProperty("Billing").GetArrayLength());
        await RunAsync("connection", "set", "acme", "--billing", "auto");
        Assert.Equal(22m, Cost(Assert.Single(await OctoberAsync("amortized"))));
    }

    [Fact]
    public async Task A_stated_balance_is_followed_to_the_day_it_is_used_up()
    {
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions { Billing = SimulatedBilling.PayAsYouGo });
        await SyncAsync(server, "2026-10-20T06:00:00Z", "10");
        await SyncAsync(server, "2026-11-21T06:00:00Z", "60");
        JsonElement none = await QuotaAsync();
        Assert.Equal(("PayAsYouGo", JsonValueKind.Null), (none.GetProperty("Billing").GetString(), none.GetProperty("Balance").ValueKind));
        Assert.Contains("The API does not report the balance", _run.Error, StringComparison.Ordinal);

        await RunAsync("connection", "set", "acme", "--balance", "5.00");
        JsonElement stated = await QuotaAsync();
        Assert.Equal((5m, "USD", "2026-11-21"), (stated.GetProperty("Balance").GetDecimal(), stated.GetProperty("BalanceCurrency").GetString(), stated.GetProperty("BalanceAsOf").GetString()));
        Assert.True(string.CompareOrdinal(stated.GetProperty("BalanceRunsOutOn").GetString(), "2026-11-21") > 0);

        // Stated before the last cycle's end: what was drawn on the days after is taken off.
        await RunAsync("connection", "set", "acme", "--balance", "50.00", "--as-of", "2026-10-11", "--currency", "usd");
        decimal drawn = (Beyond(server) + Math.Max(0, Used(server, new DateOnly(2026, 11, 12), new DateOnly(2026, 11, 21)) - 121_000)) * OwnRate;
        Assert.Equal(50m - decimal.Round(drawn, 6, MidpointRounding.AwayFromZero), (await QuotaAsync()).GetProperty("Balance").GetDecimal());
        Assert.Equal(64, await _run.RunAsync("connection", "set", "acme", "--balance", "5,00"));
        Assert.Contains("'5,00' is not an amount", _run.Error, StringComparison.Ordinal);
        Assert.Equal(64, await _run.RunAsync("connection", "set", "acme", "--balance", "5", "--as-of", "2026-11-22"));
        Assert.Equal(64, await _run.RunAsync("connection", "set", "acme"));
        Assert.Equal(78, await _run.RunAsync("connection", "set", "globex", "--billing", "auto"));
        await RunAsync("connection", "set", "acme", "--no-balance");
        Assert.Equal(JsonValueKind.Null, (await QuotaAsync()).GetProperty("Balance").ValueKind);
    }

    [Theory]
    [InlineData("gbp", "GBP")]
    [InlineData("JPY", "JPY")]
    [InlineData("Chf", "CHF")]
    public async Task Any_currency_of_three_letters_in_any_case_is_one(string told, string shown)
    {
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions { Currency = told });
        await SyncAsync(server, "2026-11-21T06:00:00Z", "5");
        JsonElement row = Assert.Single(await CostAsync("consumed", "--from", "2026-11-19", "--to", "2026-11-20", "--granularity", "total"));
        Assert.Equal(shown, row.GetProperty("Currency").GetString());
        JsonElement request = (await RowsAsync("requests", "--last", "2d", "--limit", "1", "--output", "json"))[0];
        Assert.Equal(shown, request.GetProperty("Currency").GetString());
        await RunAsync("price", "set", "creator", "--monthly-price", "20", "--monthly-credits", "121000", "--currency", told, "--from", "2026-01-01");
        JsonElement[] planned = await CostAsync("plan-rate", "--from", "2026-11-19", "--to", "2026-11-20", "--granularity", "total");
        Assert.Equal(shown, Assert.Single(planned).GetProperty("Currency").GetString());
    }

    [Fact]
    public async Task Two_currencies_never_meet_in_a_sum()
    {
        await using SimulatorServer pounds = await ServerAsync(new SimulatorOptions { Currency = "gbp" });
        await using SimulatorServer francs = await ServerAsync(new SimulatorOptions { Currency = "chf" });
        await SyncAsync(pounds, "2026-11-21T06:00:00Z", "5");
        await SyncAsync(francs, "2026-11-21T06:00:00Z", "5", "globex");
        JsonElement[] rows = await CostAsync("consumed", "--connection", "*", "--from", "2026-11-19", "--to", "2026-11-20", "--granularity", "total");
        Assert.Equal(["CHF", "GBP"], rows.Select(row => row.GetProperty("Currency").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_keys_own_limit_stands_beside_its_use_and_a_passed_one_is_warned_of()
    {
        var fields = new Dictionary<string, string> { ["character_limit"] = "1000000", ["platform_limits"] = """{"credits":{"limit":5,"usage":3},"other":[1]}""" };
        await using SimulatorServer server = await ServerAsync(new SimulatorOptions { KeyFields = fields });
        await SyncAsync(server, "2026-11-21T06:00:00Z", "5");
        Assert.Equal(1, await _run.RunAsync("key-limits", "--output", "json"));
        using JsonDocument document = JsonDocument.Parse(_run.Output);
        Dictionary<string, long> used = server.Truth.Rows(new DateOnly(2026, 11, 12), new DateOnly(2026, 11, 21), "UTC", "hashed_xi_api_key")
            .Where(row => row.Values[0] is not null).GroupBy(row => row.Values[0]!).ToDictionary(key => key.Key, key => key.Sum(row => row.Credits));
        JsonElement[] keys = [.. document.RootElement.EnumerateArray()];
        Assert.NotEmpty(keys);
        Assert.All(keys, key =>
        {
            Assert.Equal((5L, 3L), (key.GetProperty("CreditLimit").GetInt64(), key.GetProperty("CreditsCounted").GetInt64()));
            Assert.Equal(used.GetValueOrDefault(key.GetProperty("ApiKeyId").GetString()!), key.GetProperty("CreditsUsed").GetInt64());
            Assert.Equal("2026-11-12", key.GetProperty("From").GetString());
        });
        Assert.Contains(keys, key => key.GetProperty("State").GetString() == "Passed");
        Assert.Contains("does not stop every product", _run.Error, StringComparison.Ordinal);

        await using SimulatorServer free = await ServerAsync(new SimulatorOptions());
        await SyncAsync(free, "2026-11-21T06:00:00Z", "5", "globex");
        await RunAsync("key-limits", "--connection", "globex");
        Assert.Contains("no-limit", _run.Output, StringComparison.Ordinal);
    }

    private static long Used(SimulatorServer server, DateOnly from, DateOnly to) => server.Truth.DailyTotals(from, to, "UTC").Sum(day => day.Credits);

    private static long Beyond(SimulatorServer server) => Math.Max(0, Used(server, new DateOnly(2026, 10, 12), new DateOnly(2026, 11, 11)) - 121_000);

    private static decimal Cost(JsonElement row) => row.GetProperty("Cost").GetDecimal();

    private Task<JsonElement[]> OctoberAsync(string basis) => CostAsync(basis, "--from", "2026-10-12", "--to", "2026-11-11", "--granularity", "total");

    private Task<SimulatorServer> ServerAsync(SimulatorOptions options, int port = 0) => SimulatorServer.StartAsync(
        options with { Seed = 9, Days = 100, Keys = 5, RecordsPerKeyDay = 3, ResetsAt = Reset }, _clock, port);

    private async Task SyncAsync(SimulatorServer server, string now, string days, string connection = "acme")
    {
        _run.Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        _clock.Set(_run.Now);
        _run.Variables["ELEVENLABS_API_KEY"] = server.ApiKey;
        await RunAsync("connect", connection, "--base-uri", server.BaseUri.ToString());
        await RunAsync("sync", "--connection", connection, "--days", days, "--lookback", "0", "--force");
    }

    private async Task<JsonElement> QuotaAsync()
    {
        Assert.InRange(await _run.RunAsync("quota", "--output", "json"), 0, 1);
        using JsonDocument document = JsonDocument.Parse(_run.Output);
        return document.RootElement[0].Clone();
    }

    private Task<JsonElement[]> CostAsync(string basis, params string[] arguments) => RowsAsync(["cost", "--basis", basis, "--output", "json", .. arguments]);

    private async Task<JsonElement[]> RowsAsync(params string[] arguments)
    {
        int code = await _run.RunAsync(arguments);
        Assert.True(code is 0 or 1, $"{string.Join(" ", arguments)}\n{_run.Error}");
        using JsonDocument document = JsonDocument.Parse(_run.Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private async Task RunAsync(params string[] arguments) =>
        Assert.True(await _run.RunAsync(arguments) == 0, $"{string.Join(" ", arguments)}\n{_run.Error}");
}

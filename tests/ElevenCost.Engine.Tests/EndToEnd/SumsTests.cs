using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>What may not be added is not, whatever is asked for: two currencies, and one pool of credits twice.</summary>
public sealed class SumsTests : IDisposable
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private readonly CliProcess _cli = new() { SharesProcess = true };

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("total", "")]
    [InlineData("day", "")]
    [InlineData("month", "model")]
    [InlineData("total", "connection")]
    public async Task Two_currencies_never_meet_in_a_sum(string granularity, string groupBy)
    {
        await using SimulatorServer dollars = await StartAsync(new SimulatorOptions { Seed = 3, Days = 20, Keys = 4 });
        await using SimulatorServer euros = await StartAsync(new SimulatorOptions { Seed = 4, Days = 20, Keys = 4, Currency = "eur" });
        await _cli.ConnectAsync(dollars.BaseUri, dollars.ApiKey, "us");
        await SyncAsync("us");
        await _cli.ConnectAsync(euros.BaseUri, euros.ApiKey, "eu");
        await SyncAsync("eu");
        string[] line = ["cost", "--connection", "*", "--from", Text(Today.AddDays(-14)), "--to", Text(Today.AddDays(-5)), "--basis", "consumed", "--granularity", granularity];
        JsonElement[] rows = await RowsAsync([.. line, .. groupBy.Length > 0 ? new[] { "--group-by", groupBy } : []]);
        foreach ((string currency, SimulatorServer server) in new[] { ("USD", dollars), ("EUR", euros) })
        {
            decimal truth = server.Truth.DailyTotals(Today.AddDays(-14), Today.AddDays(-5), "UTC").Sum(day => day.Cost ?? 0);
            Assert.True(truth > 0);
            Assert.Equal(truth, rows.Where(row => row.GetProperty("Currency").GetString() == currency).Sum(row => row.GetProperty("Cost").GetDecimal()));
        }

        // A row has one currency, and what is the same but for that is two rows.
        Assert.Equal(["EUR", "USD"], rows.Select(row => row.GetProperty("Currency").GetString()!).Distinct().Order(StringComparer.Ordinal));
        CliOutcome table = await _cli.RunAsync([.. line, .. groupBy.Length > 0 ? new[] { "--group-by", groupBy } : []]);
        Assert.True(table.ExitCode == 0, table.All);
        Assert.Contains("USD", table.Output, StringComparison.Ordinal);
        Assert.Contains("EUR", table.Output, StringComparison.Ordinal);
        string both = rows.Sum(row => row.GetProperty("Cost").GetDecimal()).ToString("#,##0.00", CultureInfo.InvariantCulture);
        Assert.DoesNotContain(both, table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_connections_on_one_pool_pay_its_fee_once_and_have_its_credits_once()
    {
        DateOnly anchor = Today.AddDays(-5);
        anchor = new DateOnly(anchor.Year, anchor.Month, Math.Min(anchor.Day, 28));

        // Little usage for the plan: of a month without a snapshot it is not known what was rolled over.
        SimulatorOptions options = new()
        {
            Seed = 3, Days = 70, Keys = 4, BillingGroupId = "group-1", Tier = "starter", ResetsAt = new DateTimeOffset(anchor, TimeOnly.MinValue, TimeSpan.Zero),
            SubscriptionFields = new Dictionary<string, string>
            {
                ["tier"] = "\"creator\"", ["character_count"] = "90000", ["character_limit"] = "121000", ["can_extend_character_limit"] = "true",
            },
        };
        await using SimulatorServer one = await StartAsync(options);
        await using SimulatorServer two = await StartAsync(options with { Seed = 4 });
        await _cli.ConnectAsync(one.BaseUri, one.ApiKey, "one");
        await SyncAsync("one");
        await _cli.ConnectAsync(two.BaseUri, two.ApiKey, "two");
        await SyncAsync("two");

        // A whole billing month that is over: 22 USD, whichever of them used it.
        string[] month = ["cost", "--from", Text(anchor.AddMonths(-1)), "--to", Text(anchor.AddDays(-1)), "--granularity", "total", "--basis", "amortized"];
        decimal both = (await RowsAsync([.. month, "--connection", "*"])).Sum(row => row.GetProperty("Cost").GetDecimal());
        Assert.Equal(22m, Math.Round(both, 2));
        decimal first = (await RowsAsync([.. month, "--connection", "one"])).Sum(row => row.GetProperty("Cost").GetDecimal());
        decimal second = (await RowsAsync([.. month, "--connection", "two"])).Sum(row => row.GetProperty("Cost").GetDecimal());
        Assert.True(first > 0 && second > 0);
        Assert.Equal(Math.Round(both, 6), Math.Round(first + second, 6));

        CliOutcome quota = await _cli.RunAsync("quota", "--connection", "*", "--output", "json");
        using JsonDocument quotas = JsonDocument.Parse(quota.Output);
        JsonElement pool = Assert.Single(quotas.RootElement.EnumerateArray());
        Assert.Equal((121_000L, 90_000L), (pool.GetProperty("CreditLimit").GetInt64(), pool.GetProperty("CreditsUsed").GetInt64()));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // The command line has the system's clock, so the days are those of now; the tests ask for whole ones that are over.
    private static Task<SimulatorServer> StartAsync(SimulatorOptions options) => SimulatorServer.StartAsync(options, TimeProvider.System);

    private async Task SyncAsync(string name)
    {
        CliOutcome outcome = await _cli.RunAsync("sync", "--connection", name, "--days", "60");
        Assert.True(outcome.ExitCode == 0, outcome.All);
    }

    private async Task<JsonElement[]> RowsAsync(params string[] arguments)
    {
        CliOutcome outcome = await _cli.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(outcome.ExitCode == 0, outcome.All);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}

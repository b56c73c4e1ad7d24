using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Reconciliation;

/// <summary>Causes between the endpoints, and between them and the ledger, each made alone and told by its own name.</summary>
public sealed class CauseTests
{
    private static readonly DateOnly Day = new(2026, 11, 5);
    private static readonly DateRange Days = new(Day.AddDays(-1), Day.AddDays(1));

    [Fact]
    public async Task Statistics_that_leave_the_website_out_differ_by_just_that()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        Dictionary<DateOnly, long> website = Keyless(simulated.Server);
        List<ReconciliationRecord> records = await CompareAsync(simulated, new MemoryLedger(), api => new AlteredApi(api)
        {
            Statistics = (query, answer) => query is { Metric: "credits", Breakdown: "none" } ? Less(answer, "All", day => website.GetValueOrDefault(day)) : answer,
        });
        ReconciliationRecord[] credits = [.. records.Where(record => record is { Check: ReconciliationCheck.Endpoints, Unit: "credits" })];
        Assert.Equal(Days.EachDay().Select(day => ((decimal?)website[day], DifferenceCause.WebsiteUse, (bool?)true)), credits.Select(record => (record.Difference, record.Cause, record.Passed)));
        Assert.All(credits, record => Assert.Contains("the usage statistics leave them out", record.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_leave_the_website_out_differ_from_their_total_by_just_that()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        List<ReconciliationRecord> records = await CompareAsync(simulated, new MemoryLedger(), api => new AlteredApi(api)
        {
            Statistics = (query, answer) => query.Breakdown == "all_api_keys" ? Without(answer, "none") : answer,
        });
        ReconciliationRecord[] keys = [.. records.Where(record => record.Breakdown == Dimension.ApiKey)];
        Dictionary<DateOnly, long> website = Keyless(simulated.Server);
        Assert.Equal(Days.EachDay().Select(day => ((decimal?)-website[day], DifferenceCause.WebsiteUse, (bool?)true)), keys.Select(record => (record.Difference, record.Cause, record.Passed)));
    }

    [Fact]
    public async Task A_difference_of_another_size_than_the_websites_is_not_put_down_to_it()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        List<ReconciliationRecord> records = await CompareAsync(simulated, new MemoryLedger(), api => new AlteredApi(api)
        {
            Statistics = (query, answer) => query is { Metric: "credits", Breakdown: "none" or "all_api_keys" } ? Less(answer, query.Breakdown == "none" ? "All" : "none", _ => 1) : answer,
        });
        Assert.All(records.Where(record => record is { Check: ReconciliationCheck.Endpoints, Unit: "credits" }), record => Assert.Equal((DifferenceCause.Unexplained, 1m), (record.Cause, record.Difference)));
        Assert.All(records.Where(record => record.Breakdown is Dimension.Product), record => Assert.Equal((DifferenceCause.Unexplained, 1m, false), (record.Cause, record.Difference, record.Passed)));
    }

    [Fact]
    public async Task Statistics_that_count_days_of_utc_are_found_out()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: "Asia/Kolkata");
        List<ReconciliationRecord> records = await CompareAsync(simulated, new MemoryLedger(), api => new AlteredApi(api)
        {
            StatisticsQuery = query => query with { TimeZone = TimeZoneInfo.Utc },
        });
        ReconciliationRecord[] differing = [.. records.Where(record => record is { Check: ReconciliationCheck.Endpoints, Difference: not 0, Unit: not "minutes" })];
        Assert.NotEmpty(differing);
        Assert.All(differing, record => Assert.Equal((DifferenceCause.OtherZone, true), (record.Cause, record.Passed)));
    }

    [Theory]
    [InlineData(FiatScale.Cents, 1, DifferenceCause.OtherUnit, true)]
    [InlineData(FiatScale.Units, 1, DifferenceCause.None, true)]
    [InlineData(FiatScale.Units, 3, DifferenceCause.Unexplained, false)]
    public async Task Fiat_units_are_dollars_or_cents_or_neither(FiatScale scale, int factor, DifferenceCause cause, bool passed)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { FiatUnits = scale });
        List<ReconciliationRecord> records = await CompareAsync(simulated, new MemoryLedger(), api => new AlteredApi(api)
        {
            Statistics = (query, answer) => query.Metric == "fiat_units_spent" ? Mapped(answer, (_, _, value) => value * factor) : answer,
        });
        ReconciliationRecord fiat = Assert.Single(records, record => record.Check == ReconciliationCheck.FiatUnits);
        Assert.Equal((cause, (bool?)passed), (fiat.Cause, fiat.Passed));
    }

    [Fact]
    public async Task Minutes_that_differ_by_a_rounding_of_the_parts_pass()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        List<ReconciliationRecord> records = await CompareAsync(simulated, new MemoryLedger(), api => new AlteredApi(api)
        {
            Statistics = (query, answer) => query.Metric == "minutes_used" ? Mapped(answer, (_, day, value) => value + (day == Day ? 0.02m : 0.01m)) : answer,
        });
        ReconciliationRecord[] minutes = [.. records.Where(record => record is { Check: ReconciliationCheck.Endpoints, Unit: "minutes" })];
        Assert.Equal(
            [(DifferenceCause.Rounding, (decimal?)-0.01m), (DifferenceCause.Unexplained, -0.02m), (DifferenceCause.Rounding, -0.01m)], minutes.Select(record => (record.Cause, record.Difference)));
    }

    [Fact]
    public async Task A_value_that_was_kept_in_another_currency_is_not_taken_from_the_one_of_now()
    {
        await using SimulatedConnection euros = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { Currency = "eur" });
        await using SimulatedConnection dollars = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(euros);
        await home.SyncAsync();
        ReconciliationRecord[] value = [.. (await CompareAsync(dollars, home.Usage)).Where(record => record is { Check: ReconciliationCheck.LedgerAgainstAnalytics, Unit: "USD" })];
        Assert.Equal(Days.Days, value.Length);
        Assert.All(value, record =>
        {
            Assert.Equal((DifferenceCause.OtherUnit, null, true), (record.Cause, record.Difference, record.Passed));
            Assert.Contains("EUR", record.Explanation, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Where_the_ledger_and_the_statistics_agree_the_analytics_alone_are_not_explained()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        List<ReconciliationRecord> records = await CompareAsync(simulated, home.Usage, api => new AlteredApi(api) { Analytics = (_, answer) => answer with { Table = FirstRowRaised(answer.Table) } });
        ReconciliationRecord[] kept = [.. records.Where(record => record is { Check: ReconciliationCheck.LedgerAgainstAnalytics, Unit: "credits", Difference: not 0 })];
        Assert.NotEmpty(kept);
        Assert.All(kept, record => Assert.Equal((DifferenceCause.Unexplained, false, -1m), (record.Cause, record.Passed, record.Difference)));
        Assert.All(records.Where(record => record.Check == ReconciliationCheck.LedgerAgainstStatistics), record => Assert.Equal(DifferenceCause.None, record.Cause));
    }

    private static Task<List<ReconciliationRecord>> CompareAsync(SimulatedConnection simulated, IUsageLedger ledger, Func<IElevenLabsApi, IElevenLabsApi>? alter = null) =>
        Comparisons.OfAsync(simulated, ledger, Days, alter: alter);

    private static Dictionary<DateOnly, long> Keyless(SimulatorServer server)
    {
        Dictionary<DateOnly, long> days = server.Truth.Rows(Days.Start, Days.End, "UTC", "hashed_xi_api_key").Where(row => string.IsNullOrEmpty(row.Values[0])).ToDictionary(row => row.Date, row => row.Credits);
        Assert.All(Days.EachDay(), day => Assert.True(days[day] > 1));
        return days;
    }

    private static UsageStatistics Less(UsageStatistics answer, string key, Func<DateOnly, long> by) => Mapped(answer, (of, day, value) => of == key ? value - by(day) : value);

    private static UsageStatistics Without(UsageStatistics answer, string key)
    {
        Assert.Contains(key, answer.Values.Keys);
        return new UsageStatistics(answer.Values.Where(entry => entry.Key != key).ToDictionary(entry => entry.Key, entry => entry.Value));
    }

    private static UsageStatistics Mapped(UsageStatistics answer, Func<string, DateOnly, decimal, decimal> value) => new(answer.Values.ToDictionary(
        entry => entry.Key,
        entry => (IReadOnlyDictionary<DateOnly, decimal>)entry.Value.ToDictionary(day => day.Key, day => value(entry.Key, day.Key, day.Value))));

    private static UsageTable FirstRowRaised(UsageTable table)
    {
        var credits = (long[])table.Credits.Clone();
        if (table.Count > 0)
        {
            credits[0]++;
        }

        return new UsageTable
        {
            Count = table.Count, Day = table.Day, Breakdown = table.Breakdown, Dimensions = table.Dimensions, Credits = credits,
            Requests = table.Requests, Minutes = table.Minutes, ConsumedCost = table.ConsumedCost,
        };
    }
}

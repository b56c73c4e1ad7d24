using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

public sealed class AnalyticsQueryTests
{
    private static readonly DateRange Days = new(new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 8));

    public static TheoryData<string, string, string> Zones => new()
    {
        { "UTC", "2026-11-02", "2026-11-08" },
        { "Europe/Berlin", "2026-03-27", "2026-03-31" },
        { "Europe/Berlin", "2026-10-23", "2026-10-27" },
        { "America/New_York", "2026-10-30", "2026-11-03" },
        { "Asia/Kolkata", "2026-11-02", "2026-11-06" },
        { "Pacific/Kiritimati", "2026-11-02", "2026-11-04" },
        { "America/Santiago", "2026-09-04", "2026-09-08" },
        { "UTC", "2026-11-20", "2026-11-20" },
    };

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Days_are_those_of_the_zone_by_every_grouping(string zone, string from, string to)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { Days = 300 }, zone);
        IElevenLabsApi api = simulated.Open();
        var range = new DateRange(DateOnly.Parse(from), DateOnly.Parse(to));
        foreach (Dimension[] grouping in new Dimension[][] { [], [Dimension.Product, Dimension.ApiKey], SimulatedConnection.AllDimensions })
        {
            AnalyticsUsage usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(range, DayZone.Find(zone), grouping), default);
            List<UsageLine> truth = UsageChecks.Truth(simulated.Server, range, zone, grouping);
            Assert.NotEmpty(truth);
            Assert.Equal(truth, UsageChecks.Sum(usage.Table, range, UsageTable.FullRecord, grouping));
            Assert.Equal(truth.Count, usage.Table.Count);
            Assert.Equal("USD", usage.Currency);
        }

        Assert.Empty(api.Unknowns);
    }

    [Theory]
    [InlineData("renamed-column:total_usage=credits_used")]
    [InlineData("renamed-column:total_cost=money")]
    [InlineData("renamed-column:total_minutes=audio")]
    [InlineData("columns-after-rows")]
    [InlineData("epoch-timestamps")]
    [InlineData("numbers-as-floats")]
    [InlineData("row-at-end-time")]
    [InlineData("extra-column")]
    [InlineData("extra-field")]
    [InlineData("unknown-unit")]
    public async Task A_deviation_that_leaves_the_meaning_leaves_the_figures(string fault)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: fault);
        AnalyticsUsage usage = await simulated.Open().QueryAnalyticsAsync(new AnalyticsQuery(Days, TimeZoneInfo.Utc, [Dimension.Model, Dimension.ApiKey]), default);
        List<UsageLine> truth = UsageChecks.Truth(simulated.Server, Days, "UTC", Dimension.Model, Dimension.ApiKey);
        List<UsageLine> read = UsageChecks.Sum(usage.Table, Days, UsageTable.FullRecord, Dimension.Model, Dimension.ApiKey);
        if (fault == "unknown-unit")
        {
            // Fortnights are no minutes.
            truth = [.. truth.Select(line => line with { Minutes = null })];
        }

        Assert.Equal(truth, read);
        Assert.Equal(truth.Count, usage.Table.Count);
    }

    [Theory]
    [InlineData("absent-column:timestamp", "timestamp")]
    [InlineData("absent-column:total_usage", "total_usage")]
    [InlineData("absent-column:model", "model")]
    [InlineData("absent-column:hashed_xi_api_key", "hashed_xi_api_key")]
    [InlineData("renamed-column:voice_id=voice", "voice_id")]
    public async Task A_column_that_is_needed_and_absent_is_named(string fault, string column)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: fault);
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => simulated.Open().QueryAnalyticsAsync(
            new AnalyticsQuery(Days, TimeZoneInfo.Utc, SimulatedConnection.AllDimensions), default));
        Assert.Equal(("ColumnMissing", FailureCategory.Unavailable), (failure.ErrorId, failure.Category));
        Assert.Contains($"'{column}'", failure.Message);
        Assert.Single(simulated.Server.Requests);
    }

    [Theory]
    [InlineData("total_cost")]
    [InlineData("usage_count")]
    [InlineData("total_minutes")]
    public async Task A_measure_that_is_absent_is_unknown_and_not_zero(string column)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "absent-column:" + column);
        AnalyticsUsage usage = await simulated.Open().QueryAnalyticsAsync(new AnalyticsQuery(Days, TimeZoneInfo.Utc, [Dimension.Model]), default);
        UsageTable table = usage.Table;
        Assert.NotEqual(0, table.Count);
        Assert.Equal(column == "total_cost", table.ConsumedCost.Take(table.Count).All(cost => cost is null));
        Assert.Equal(column == "usage_count", table.Requests.Take(table.Count).All(requests => requests is null));
        Assert.Equal(column == "total_minutes", table.Minutes.Take(table.Count).All(minutes => minutes is null));
        Assert.Equal(column == "total_cost" ? null : "USD", usage.Currency);
    }

    [Fact]
    public async Task A_cost_whose_unit_is_not_money_is_unknown()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "unknown-unit:total_cost=doubloons");
        IElevenLabsApi api = simulated.Open();
        AnalyticsUsage usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(Days, TimeZoneInfo.Utc, []), default);
        Assert.Null(usage.Currency);
        Assert.All(usage.Table.ConsumedCost, cost => Assert.Null(cost));
        Assert.Equal(1, api.Unknowns["unit doubloons"]);
    }

    [Fact]
    public async Task What_is_unknown_is_counted()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: ["extra-column:total_tax", "extra-field", "unknown-unit", "unknown-enum@/v1/user"]);
        IElevenLabsApi api = simulated.Open();
        var query = new AnalyticsQuery(Days, TimeZoneInfo.Utc, []);
        await api.QueryAnalyticsAsync(query, default);
        await api.QueryAnalyticsAsync(query, default);
        await api.GetSubscriptionAsync(default);
        Assert.Equal(2, api.Unknowns["column total_tax"]);
        Assert.Equal(3, api.Unknowns["field next_cursor"]);
        Assert.Equal(2, api.Unknowns["unit fortnight"]);
        Assert.Equal(1, api.Unknowns["status quantum_status"]);
        Assert.Equal(1, api.Unknowns["billing_period quantum_billing_period"]);
    }

    [Fact]
    public async Task Names_of_keys_are_learnt_and_two_keys_of_one_name_stay_two()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        AnalyticsUsage usage = await simulated.Open().QueryAnalyticsAsync(new AnalyticsQuery(Days, TimeZoneInfo.Utc, [Dimension.ApiKey]), default);
        Assert.All(usage.ApiKeyNames, pair => Assert.Equal(simulated.Server.Workspace.Keys.Single(key => key.Hash == pair.Key).Name, pair.Value));
        Assert.Equal(2, usage.ApiKeyNames.Values.Count(name => name == simulated.Server.Workspace.Keys[2].Name));
        Assert.Contains("", usage.Table.Dimensions[UsageTable.IndexOf(Dimension.ApiKey)].Values);
    }

    [Fact]
    public async Task The_question_is_whole_days_up_to_the_last_millisecond()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: "Europe/Berlin");
        var range = new DateRange(new DateOnly(2026, 10, 24), new DateOnly(2026, 10, 25));
        await simulated.Open().QueryAnalyticsAsync(new AnalyticsQuery(range, DayZone.Find("Europe/Berlin"), [Dimension.Product]), default);
        Assert.Equal(
            """{"start_time":1792792800000,"end_time":1792969199999,"interval_seconds":86400,"time_zone":"Europe/Berlin","group_by":["product_type"]}""",
            Assert.Single(simulated.Server.Requests).Body);
    }
}

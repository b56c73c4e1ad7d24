using ElevenCost.Engine.Costing;

using static ElevenCost.Engine.Tests.Costing.BillingMonthSample;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>What is paid beyond the plan; figures worked out by hand.</summary>
public sealed class OverageTests
{
    private static readonly CostQuery Daily = new() { Range = October, Basis = CostBasis.Overage };

    // 121,000 credits are used up on 20 October, with 30,000 of that day's 90,000 beyond: 9 USD; then 20,000 more: 6 USD.
    private static readonly SampleRow[] Rows =
    [
        Row("2026-10-12", 61_000), Row("2026-10-20", 60_000), Row("2026-10-20", 30_000, "scribe_v1"), Row("2026-10-25", 20_000),
    ];

    [Fact]
    public async Task Credits_beyond_the_plan_cost_the_overage_rate_in_order_of_time()
    {
        UsageSample sample = Sample(Rows, October, Seen("2026-10-12T14:00:00Z"));
        List<CostRecord> rows = await RowsAsync(sample, Daily with { GroupBy = [Dimension.Model] });
        Assert.Equal([0m, 6m, 3m, 6m], rows.Select(row => row.Cost!.Value));
        Assert.All(rows, row => Assert.Equal(0, row.UnpricedCredits));
        Assert.Equal(15m, (await sample.QueryAsync(Daily with { Granularity = Granularity.Total })).Totals.Single().Cost);
        var later = new DateRange(new DateOnly(2026, 10, 21), October.End);
        Assert.Equal(6m, (await sample.QueryAsync(Daily with { Range = later })).Totals.Single().Cost);
    }

    [Theory]
    [InlineData(121_000, "15")]
    [InlineData(141_000, "9")]
    [InlineData(363_000, "0")]
    public async Task Credits_that_rolled_over_are_no_overage(long limit, string cost)
    {
        UsageSample sample = Sample(Rows, October, Seen("2026-10-12T14:00:00Z", limit: limit));
        CostResult result = await sample.QueryAsync(Daily with { Granularity = Granularity.Total });
        Assert.Equal(decimal.Parse(cost), result.Totals.Single().Cost);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task Where_the_rollover_is_not_known_what_may_be_overage_is_null_and_the_rest_is_none()
    {
        UsageSample sample = Sample(Rows, October, Seen("2026-11-13T06:00:00Z", reset: "2026-12-12T14:42:07Z"));
        CostResult result = await sample.QueryAsync(Daily);
        Assert.Equal([(0m, 0L), (null, 90_000L), (null, 20_000L)],
            result.Rows.Where(row => row.Credits > 0).Select(row => (row.Cost, row.UnpricedCredits)));
        CostResult total = await sample.QueryAsync(Daily with { Granularity = Granularity.Total });
        Assert.Equal((null, 110_000L), (total.Totals.Single().Cost, total.Totals.Single().UnpricedCredits));
        Assert.Equal(["CreditsUnpriced", "PlanAssumed"], total.Warnings.Select(warning => warning.Id));
        Assert.Contains("rolled over", total.Warnings[0].Message);

        CostResult amortized = await sample.QueryAsync(Daily with { Basis = CostBasis.Amortized, Granularity = Granularity.Total });
        Assert.Equal((22m, 110_000L), (amortized.Totals.Single().Cost!.Value, amortized.Totals.Single().UnpricedCredits));
        Assert.Equal(["OverageNotKnown", "PlanAssumed"], amortized.Warnings.Select(warning => warning.Id));
    }

    [Fact]
    public async Task Within_the_plan_there_is_no_overage_whatever_rolled_over()
    {
        UsageSample sample = Sample([Row("2026-10-12", 121_000)], October, Seen("2026-11-13T06:00:00Z", reset: "2026-12-12T14:42:07Z"));
        CostResult result = await sample.QueryAsync(Daily with { Granularity = Granularity.Total });
        Assert.Equal((0m, 0L), (result.Totals.Single().Cost!.Value, result.Totals.Single().UnpricedCredits));
    }

    [Fact]
    public async Task A_plan_without_a_known_overage_rate_has_none_until_its_credits_are_used_up()
    {
        UsageSample sample = Sample([Row("2026-10-12", 30_000), Row("2026-10-13", 1)], October, Seen("2026-10-12T14:00:00Z", "starter", 30_000));
        CostResult result = await sample.QueryAsync(Daily);
        Assert.Equal([(0m, 0L), (null, 1L)], result.Rows.Where(row => row.Credits > 0).Select(row => (row.Cost, row.UnpricedCredits)));
        Assert.Contains("catalog 2026-11-28/starter usage-based by overage limit", result.Warnings.Single(warning => warning.Id == "CreditsUnpriced").Message);
    }

    [Fact]
    public async Task An_enterprise_contract_has_its_own_quota_and_rate()
    {
        const string Prices = """{ "tier": "enterprise", "connection": "ac*", "monthlyPrice": "1200.00", "monthlyCredits": 100000, "currency": "EUR", "overagePer1000Credits": "0.105" }""";
        UsageSample sample = Sample(Rows, October, null, [Seen("2026-10-12T14:00:00Z", "enterprise", 100_000)], prices: Prices);
        CostResult overage = await sample.QueryAsync(Daily with { Granularity = Granularity.Total });
        Assert.Equal(("EUR", 7.455m), (overage.Totals.Single().Currency!, overage.Totals.Single().Cost!.Value));
        CostResult amortized = await sample.QueryAsync(Daily with { Basis = CostBasis.Amortized, Granularity = Granularity.Total });
        Assert.Equal(1207.455m, amortized.Totals.Single().Cost);
    }

    [Fact]
    public async Task A_missing_day_leaves_what_came_before_it_final()
    {
        UsageSample sample = Sample(Rows, October, [new DateOnly(2026, 10, 22)], [Seen("2026-10-12T14:00:00Z")]);
        List<CostRecord> rows = await RowsAsync(sample, Daily);
        Assert.All(rows, row => Assert.Equal(row.Date < new DateTime(2026, 10, 22) ? Completeness.Final : Completeness.Partial, row.Completeness));
    }

    [Fact]
    public async Task A_limit_below_the_plans_credits_is_told()
    {
        CostResult result = await Sample(Rows, October, Seen("2026-10-12T14:00:00Z", limit: 99_000)).QueryAsync(Daily);
        string message = Assert.Single(result.Warnings, warning => warning.Id == "QuotaDiffers").Message;
        Assert.Contains("99,000", message, StringComparison.Ordinal);
        Assert.Contains("with 2026-10-12 or an earlier day", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_takes_back_the_latest_overage_and_never_more_than_there_was()
    {
        const string Prices = """{ "tier": "creator", "monthlyPrice": "15.00", "monthlyCredits": 1000, "currency": "USD", "overagePer1000Credits": "3.00" }""";
        SampleRow[] rows = [Row("2026-10-12", 900), Row("2026-10-14", 400), Row("2026-10-16", -600)];
        UsageSample sample = Sample(rows, October, null, [Seen("2026-10-12T14:00:00Z", limit: 1000)], prices: Prices);
        CostQuery whole = Daily with { Granularity = Granularity.Total };
        Assert.Equal(0m, (await sample.QueryAsync(whole)).Totals.Single().Cost);
        Assert.Equal(15m, (await sample.QueryAsync(whole with { Basis = CostBasis.Amortized })).Totals.Single().Cost);
        Assert.All((await sample.QueryAsync(Daily)).Rows, row => Assert.Equal(0m, row.Cost));

        // 900 + 400 - 200 = 1,100: of the 300 beyond, 100 are left, of the 14th.
        UsageSample less = Sample([.. rows[..2], Row("2026-10-16", -200)], October, null, [Seen("2026-10-12T14:00:00Z", limit: 1000)], prices: Prices);
        Assert.Equal([(14, 0.3m)], (await less.QueryAsync(Daily)).Rows.Where(row => row.Cost != 0).Select(row => (row.Date.Day, row.Cost!.Value)));
        Assert.Equal(15.3m, (await less.QueryAsync(whole with { Basis = CostBasis.Amortized })).Totals.Single().Cost);
    }

    private static async Task<List<CostRecord>> RowsAsync(UsageSample sample, CostQuery query) =>
        [.. (await sample.QueryAsync(query)).Rows.Where(row => row.Credits > 0)];
}

using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;

using static ElevenCost.Engine.Tests.Costing.BillingMonthSample;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>The fee of a billing month, spread over its usage; figures worked out by hand.</summary>
public sealed class AmortizedTests
{
    private static readonly CostQuery Whole = new() { Range = October, Basis = CostBasis.Amortized, Granularity = Granularity.Total };

    [Fact]
    public async Task The_fee_is_spread_over_the_usage_and_unused_credits_are_in_the_rate()
    {
        // 22 USD over 88,000 credits, although the plan has 121,000: 0.25 for every 1,000.
        UsageSample sample = Sample([Row("2026-10-12", 44_000), Row("2026-10-20", 22_000, "scribe_v1"), Row("2026-11-11", 22_000)], October, Seen("2026-10-15T06:00:00Z"));
        CostResult byModel = await sample.QueryAsync(Whole with { GroupBy = [Dimension.Model] });
        Assert.Equal([("eleven_v3", 16.5m), ("scribe_v1", 5.5m)], byModel.Rows.Select(row => (row.Model!, row.Cost!.Value)));
        Assert.All(byModel.Rows, row => Assert.Equal(("USD", CostBasis.Amortized, "catalog 2026-11-28/creator usage-based by overage limit (plan assumed)", Completeness.Final), (row.Currency!, row.CostBasis, row.PriceVersion!, row.Completeness)));
        Assert.Equal(22m, byModel.Totals.Single().Cost);
        CostResult daily = await sample.QueryAsync(Whole with { Granularity = Granularity.Day });
        Assert.Equal([11m, 5.5m, 5.5m], daily.Rows.Where(row => row.Credits > 0).Select(row => row.Cost!.Value));
        Assert.Equal(31, daily.Rows.Count);
    }

    [Fact]
    public async Task The_month_is_cut_on_the_day_of_the_reset_not_by_the_calendar()
    {
        var range = new DateRange(new DateOnly(2026, 9, 12), new DateOnly(2026, 11, 11));
        UsageSample sample = Sample(
            [Row("2026-10-11", 10), Row("2026-10-12", 30), Row("2026-11-11", 10)], range, Seen("2026-09-15T06:00:00Z", reset: "2026-10-12T13:42:07Z"));
        List<CostRecord> rows = await RowsAsync(sample, Whole with { Range = range, Granularity = Granularity.Day });
        Assert.Equal([("2026-10-11", 22m), ("2026-10-12", 16.5m), ("2026-11-11", 5.5m)],
            rows.Where(row => row.Credits > 0).Select(row => (row.Date.ToString("yyyy-MM-dd"), row.Cost!.Value)));
    }

    [Fact]
    public async Task Overage_comes_on_top_for_the_days_that_caused_it()
    {
        // 121,000 included, 165,000 used: 44,000 beyond at 0.30 per 1,000 = 13.20, all on the last day, of which 11,000 are still included.
        UsageSample sample = Sample([Row("2026-10-12", 110_000), Row("2026-11-01", 55_000)], October, Seen("2026-10-15T06:00:00Z"));
        List<CostRecord> rows = await RowsAsync(sample, Whole with { Granularity = Granularity.Day });
        decimal fee = 22m / 3;
        Assert.Equal([Math.Round(fee * 2, 10), Math.Round(fee + 13.2m, 10)], rows.Where(row => row.Credits > 0).Select(row => row.Cost!.Value));
        Assert.Equal(35.2m, (await sample.QueryAsync(Whole)).Totals.Single().Cost);
    }

    [Fact]
    public async Task A_part_of_a_month_is_priced_by_the_whole_of_it_and_a_filter_changes_no_rate()
    {
        UsageSample sample = Sample([Row("2026-10-12", 44_000), Row("2026-10-20", 22_000, "scribe_v1"), Row("2026-11-11", 22_000)], October, Seen("2026-10-15T06:00:00Z"));
        var day = new DateRange(new DateOnly(2026, 10, 20), new DateOnly(2026, 10, 20));
        Assert.Equal(5.5m, (await sample.QueryAsync(Whole with { Range = day })).Totals.Single().Cost);
        CostQuery filtered = Whole with { Filters = [new DimensionFilter(Dimension.Model, ["scribe*"])] };
        Assert.Equal(5.5m, (await sample.QueryAsync(filtered)).Totals.Single().Cost);
    }

    [Fact]
    public async Task A_day_that_is_missing_in_the_month_makes_its_rows_partial_and_is_told()
    {
        UsageSample sample = Sample([Row("2026-10-12", 44_000), Row("2026-11-11", 44_000)], October, [new DateOnly(2026, 10, 14)], [Seen("2026-10-15T06:00:00Z")]);
        var day = new DateRange(new DateOnly(2026, 11, 11), new DateOnly(2026, 11, 11));
        CostResult result = await sample.QueryAsync(Whole with { Range = day });
        Assert.Equal((11m, Completeness.Partial), (result.Totals.Single().Cost!.Value, result.Completeness));
        Warning warning = Assert.Single(result.Warnings, warning => warning.Id == "BillingMonthIncomplete");
        Assert.Equal(("acme", new DateRange(new DateOnly(2026, 10, 14), new DateOnly(2026, 10, 14))), (warning.Connection!, warning.Days!.Value));
    }

    [Fact]
    public async Task The_month_that_goes_on_spreads_its_fee_over_the_usage_so_far_and_is_provisional()
    {
        var range = new DateRange(November, UsageSample.Today);
        UsageSample sample = Sample([Row("2026-11-12", 3_000), Row("2026-11-19", 1_000)], range, Seen("2026-11-13T06:00:00Z", reset: "2026-12-12T14:42:07Z"));
        CostResult result = await sample.QueryAsync(Whole with { Range = range, Granularity = Granularity.Day });
        Assert.Equal([16.5m, 5.5m], result.Rows.Where(row => row.Credits > 0).Select(row => row.Cost!.Value));
        Assert.All(result.Rows, row => Assert.Equal(Completeness.Provisional, row.Completeness));
    }

    [Fact]
    public async Task A_plan_that_changed_within_the_month_counts_for_its_days()
    {
        // 10 of 31 days at 22, 21 at 99: 7.0967741935 + 67.0645161290.
        UsageSample sample = Sample(
            [Row("2026-10-12", 44_000), Row("2026-11-11", 44_000)], October, Seen("2026-10-13T06:00:00Z"), Seen("2026-10-22T06:00:00Z", "pro", 600_000));
        CostResult result = await sample.QueryAsync(Whole);
        Assert.Equal(Math.Round(((22m * 10) + (99m * 21)) / 31, 10), result.Totals.Single().Cost);
        Assert.Equal("catalog 2026-11-28/creator usage-based by overage limit (plan assumed); catalog 2026-11-28/pro usage-based by overage limit", result.Rows.Single().PriceVersion);
        Assert.Single(result.Warnings, warning => warning.Id == "BillingMonthSplit");
    }

    [Fact]
    public async Task A_plan_first_seen_shortly_after_the_reset_holds_since_the_reset()
    {
        UsageSample sample = Sample(
            [Row("2026-10-12", 44_000), Row("2026-11-11", 44_000)], October, Seen("2026-10-11T06:00:00Z", "pro", 600_000, "2026-10-12T13:42:07Z"), Seen("2026-10-13T06:00:00Z"));
        CostResult result = await sample.QueryAsync(Whole);
        Assert.Equal(22m, result.Totals.Single().Cost);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task A_reset_that_moves_begins_a_new_month_and_cuts_the_old_one_short()
    {
        // An upgrade on 22 October that starts anew: 10 of 31 days at 22; then 22 October to 21 November at 99.
        var range = new DateRange(October.Start, UsageSample.Today);
        UsageSample sample = Sample(
            [Row("2026-10-12", 1_000), Row("2026-10-22", 2_000), Row("2026-11-20", 1_000)], range,
            Seen("2026-10-13T06:00:00Z"), Seen("2026-10-22T09:00:00Z", "pro", 600_000, "2026-11-22T08:00:00Z"));
        List<CostRecord> rows = await RowsAsync(sample, Whole with { Range = range, Granularity = Granularity.Day });
        Assert.Equal([Math.Round(220m / 31, 10), 66m, 33m], rows.Where(row => row.Credits > 0).Select(row => row.Cost!.Value));
    }

    [Theory]
    [InlineData("free", "monthly_period", "0", 0)]
    [InlineData("galaxy", "monthly_period", null, 500)]
    [InlineData("enterprise", "monthly_period", null, 500)]
    [InlineData("creator", "annual_period", null, 500)]
    public async Task A_free_plan_costs_nothing_and_an_unknown_price_is_null_with_one_warning(string tier, string period, string? cost, long unpriced)
    {
        UsageSample sample = Sample([Row("2026-10-12", 200), Row("2026-11-11", 300)], October, Seen("2026-10-12T06:00:00Z", tier, 10_000, period: period));
        foreach (CostBasis basis in new[] { CostBasis.Amortized, CostBasis.Overage })
        {
            CostResult result = await sample.QueryAsync(Whole with { Basis = basis });
            Assert.Equal((cost is null ? null : decimal.Parse(cost), unpriced), (result.Totals.Single().Cost, result.Totals.Single().UnpricedCredits));
            Assert.Equal(unpriced > 0 ? ["CreditsUnpriced"] : [], result.Warnings.Select(warning => warning.Id));
        }
    }

    [Fact]
    public async Task Annual_billing_is_priced_by_the_month_where_the_user_says_so()
    {
        const string Prices = """{ "tier": "creator", "billingPeriod": "annual_period", "monthlyPrice": "18.33", "monthlyCredits": 121000, "currency": "USD" }""";
        UsageSample sample = Sample([Row("2026-10-12", 3)], October, null, [Seen("2026-10-12T06:00:00Z", period: "annual_period")], prices: Prices);
        CostResult result = await sample.QueryAsync(Whole);
        Assert.Equal((18.33m, "override/creator annual_period"), (result.Totals.Single().Cost!.Value, result.Rows.Single().PriceVersion!));
    }

    [Fact]
    public async Task A_price_that_changes_within_the_month_counts_from_the_next_one()
    {
        const string Prices = """
            { "tier": "creator", "until": "2026-10-30", "monthlyPrice": 31, "monthlyCredits": 100000, "currency": "USD" },
            { "tier": "creator", "from": "2026-10-30", "monthlyPrice": 62, "monthlyCredits": 100000, "currency": "USD" }
            """;
        var range = new DateRange(October.Start, UsageSample.Today);
        UsageSample sample = Sample([Row("2026-10-12", 3), Row("2026-10-31", 3), Row("2026-11-12", 3)], range, null, [Seen("2026-10-12T06:00:00Z")], prices: Prices);
        List<CostRecord> rows = await RowsAsync(sample, Whole with { Range = range, Granularity = Granularity.Day });
        Assert.Equal([15.5m, 15.5m, 62m], rows.Where(row => row.Credits > 0).Select(row => row.Cost!.Value));
    }

    [Fact]
    public async Task Without_a_reset_nothing_is_guessed()
    {
        UsageSample sample = Sample([Row("2026-10-12", 500)], October, Seen("2026-10-12T06:00:00Z", reset: ""));
        CostResult result = await sample.QueryAsync(Whole);
        Assert.Equal((null, 500L), (result.Totals.Single().Cost, result.Totals.Single().UnpricedCredits));
        Assert.Contains("billing month of connection 'acme' is not known", Assert.Single(result.Warnings).Message);
    }

    [Fact]
    public async Task A_fee_without_usage_is_told_and_in_no_cost()
    {
        CostResult result = await Sample([], October, Seen("2026-10-12T06:00:00Z")).QueryAsync(Whole);
        Assert.Equal(0m, result.Totals.Single().Cost);
        Assert.Equal("FeeWithoutUsage", Assert.Single(result.Warnings).Id);
    }

    [Fact]
    public async Task Usage_before_the_plan_was_seen_is_told_once()
    {
        UsageSample sample = Sample([Row("2026-10-12", 500), Row("2026-10-13", 500)], October, Seen("2026-11-20T06:00:00Z", reset: "2026-12-12T14:42:07Z"));
        foreach (CostBasis basis in new[] { CostBasis.PlanRate, CostBasis.Amortized, CostBasis.Overage })
        {
            CostResult result = await sample.QueryAsync(Whole with { Basis = basis });
            Assert.Contains("2026-11-20", Assert.Single(result.Warnings).Message);
            Assert.Equal("PlanAssumed", result.Warnings[0].Id);
        }

        Assert.Empty((await sample.QueryAsync(Whole with { Basis = CostBasis.Consumed })).Warnings);
    }

    private static async Task<List<CostRecord>> RowsAsync(UsageSample sample, CostQuery query) => [.. (await sample.QueryAsync(query)).Rows];
}

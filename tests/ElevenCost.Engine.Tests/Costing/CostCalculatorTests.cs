using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Tests.Costing;

public sealed class CostCalculatorTests
{
    private static readonly DateOnly First = new(2026, 11, 1);
    private static readonly DateRange Range = new(First, new DateOnly(2026, 11, 3));

    [Fact]
    public async Task Plan_rate_is_to_the_cent_by_model_and_day()
    {
        UsageSample sample = new UsageSample().Add(
        [
            Row(0, "eleven_v3", 55_000), Row(0, "scribe_v1", 66_000), Row(1, "eleven_v3", 1), Row(1, "eleven_v3", 121_000),
        ], Range);
        List<CostRecord> rows = await RowsAsync(sample, new CostQuery { Range = Range, GroupBy = [Dimension.Model], Basis = CostBasis.PlanRate });
        Assert.Equal([("eleven_v3", 10m), ("scribe_v1", 12m), ("eleven_v3", 22.0001818182m)], rows.Select(row => (row.Model!, row.Cost!.Value)));
        Assert.All(rows, row => Assert.Equal(("USD", CostBasis.PlanRate, "test/creator"), (row.Currency, row.CostBasis, row.PriceVersion)));
    }

    [Fact]
    public async Task A_free_plan_costs_zero()
    {
        UsageSample sample = new UsageSample { Rate = _ => new PlanRateAnswer(new PlanRate(0m, 10_000, "USD", "test/free"), null) }
            .Add([Row(0, "eleven_v3", 9_000)], Range);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range, Basis = CostBasis.PlanRate, Granularity = Granularity.Total });
        Assert.Equal(0m, result.Totals.Single().Cost);
        Assert.Equal(0, result.Totals.Single().UnpricedCredits);
    }

    [Fact]
    public async Task An_unknown_tier_is_null_with_one_warning_and_counts_as_unpriced()
    {
        UsageSample sample = new UsageSample { Rate = _ => new PlanRateAnswer(null, "The tier 'galaxy' has no price.") }
            .Add([Row(0, "eleven_v3", 900), Row(1, "eleven_v3", 100)], Range);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range, Basis = CostBasis.PlanRate, GroupBy = [Dimension.Model] });
        Assert.All(result.Rows, row => Assert.Null(row.Cost));
        Assert.All(result.Rows, row => Assert.Null(row.Currency));
        Assert.Equal(1000, result.Totals.Single().UnpricedCredits);
        Assert.Null(result.Totals.Single().Cost);
        Warning warning = Assert.Single(result.Warnings);
        Assert.Equal("CreditsUnpriced", warning.Id);
        Assert.Contains("1,000 credits", warning.Message);
        Assert.Contains("galaxy", warning.Message);
    }

    [Fact]
    public async Task Consumed_is_the_default_where_every_row_has_it()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 51, 0.0188m), Row(2, "eleven_v3", 219, 0.079716m)], Range);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range });
        Assert.Equal(CostBasis.Consumed, result.Basis);
        Assert.Equal(0.098516m, result.Totals.Single().Cost);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task A_connection_without_values_moves_those_that_have_them_to_the_plan_rate_with_their_prices()
    {
        UsageSample sample = new UsageSample()
            .Add([Row(0, "eleven_v3", 1000, 0.5m)], Range)
            .Add([Row(0, "eleven_v3", 2000, null)], Range, connection: "beta");
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range, GroupBy = [Dimension.Connection], Granularity = Granularity.Total });
        Assert.Equal((CostBasis.PlanRate, 0L), (result.Basis, result.Totals.Single().UnpricedCredits));
        Assert.All(result.Rows, row => Assert.NotNull(row.Cost));
        Assert.Equal("ConsumedNotKnown", Assert.Single(result.Warnings).Id);
    }

    [Fact]
    public async Task A_day_whose_sum_promises_a_value_that_a_row_lacks_is_priced_at_the_plan_rate()
    {
        UsageSample sample = new UsageSample { PromisesValues = true }.Add([Row(0, "eleven_v3", 51, 0.0188m), Row(2, "eleven_v3", 219, null)], Range);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range });
        Assert.Equal((CostBasis.PlanRate, 0L), (result.Basis, result.Totals.Single().UnpricedCredits));
    }

    [Fact]
    public async Task One_row_without_value_moves_the_whole_result_to_the_plan_rate_with_one_warning()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 51, 0.0188m), Row(2, "eleven_v3", 219, null)], Range);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range });
        Assert.Equal(CostBasis.PlanRate, result.Basis);
        Assert.All(result.Rows, row => Assert.Equal(CostBasis.PlanRate, row.CostBasis));
        Assert.Equal("ConsumedNotKnown", Assert.Single(result.Warnings).Id);
    }

    [Fact]
    public async Task Consumed_on_request_prices_what_has_a_value_and_counts_the_rest()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 51, 0.0188m), Row(0, "eleven_v3", 219, null), Row(1, "eleven_v3", 7, null)], Range);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range, Basis = CostBasis.Consumed, GroupBy = [Dimension.Model] });
        List<CostRecord> rows = [.. result.Rows];
        Assert.Equal([(0.0188m, 219L), (null, 7L)], rows.Select(row => (row.Cost, row.UnpricedCredits)));
    }

    [Fact]
    public async Task Two_currencies_stay_two_rows_and_two_totals()
    {
        UsageSample sample = new UsageSample()
            .Add([Row(0, "eleven_v3", 10, 1.5m)], Range)
            .Add([Row(0, "eleven_v3", 20, 2.5m) with { Connection = "globex" }], Range, "globex", "EUR");
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range, GroupBy = [Dimension.Model], Granularity = Granularity.Total });
        Assert.Equal([("EUR", 2.5m), ("USD", 1.5m)], result.Rows.Select(row => (row.Currency!, row.Cost!.Value)));
        Assert.Equal([("EUR", 2.5m), ("USD", 1.5m)], result.Totals.Select(total => (total.Currency!, total.Cost!.Value)));
    }

    [Fact]
    public async Task A_day_never_synced_makes_its_bucket_partial_and_is_named_once()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range, without: [First.AddDays(1)]);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range });
        Assert.Equal([(First, Completeness.Final), (First.AddDays(2), Completeness.Final)],
            result.Rows.Select(row => (DateOnly.FromDateTime(row.Date), row.Completeness)));
        Warning warning = Assert.Single(result.Warnings);
        Assert.Equal(("DaysMissing", "acme", new DateRange(First.AddDays(1), First.AddDays(1))), (warning.Id, warning.Connection, warning.Days!.Value));
        Assert.Equal(Completeness.Partial, result.Completeness);
        CostResult total = await sample.QueryAsync(new CostQuery { Range = Range, Granularity = Granularity.Month });
        Assert.Equal(Completeness.Partial, Assert.Single(total.Rows).Completeness);
    }

    [Theory]
    [InlineData(Granularity.Month)]
    [InlineData(Granularity.Total)]
    public async Task Usage_of_a_bucket_with_a_day_never_synced_is_as_partial_as_its_cost(Granularity granularity)
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range, without: [First.AddDays(1)]);
        var query = new CostQuery { Range = Range, Granularity = granularity, GroupBy = [Dimension.Model] };
        var warnings = new List<Warning>();
        UsageRecord record = Assert.Single(await sample.ReadAsync(query, warnings.Add));
        Assert.Equal((Completeness.Partial, DayState.Missing), (record.Completeness, record.State));
        Assert.Equal(Assert.Single((await sample.QueryAsync(query)).Rows).Completeness, record.Completeness);
        Assert.True(Assert.Single(warnings).MakesPartial);
    }

    [Theory]
    [InlineData(DayState.Final, Completeness.Final)]
    [InlineData(DayState.Provisional, Completeness.Provisional)]
    [InlineData(DayState.Failed, Completeness.Partial)]
    public async Task Usage_of_a_day_is_as_complete_as_its_cost(DayState state, Completeness completeness)
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], new DateRange(First, First), state: _ => state);
        foreach (Dimension[] groups in new Dimension[][] { [], [Dimension.Model] })
        {
            var query = new CostQuery { Range = new DateRange(First, First), GroupBy = groups };
            UsageRecord record = Assert.Single(await sample.ReadAsync(query, _ => { }));
            Assert.Equal((completeness, state), (record.Completeness, record.State));
            Assert.Equal(completeness, Assert.Single((await sample.QueryAsync(query)).Rows).Completeness);
        }
    }

    [Fact]
    public async Task A_free_account_is_told_that_its_consumed_value_is_not_charged()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range);
        await sample.Ledger.AppendSnapshotAsync("acme", Snapshot("creator"), CancellationToken.None);
        var query = new CostQuery { Range = Range };
        Assert.Empty((await sample.QueryAsync(query)).Warnings);
        await sample.Ledger.AppendSnapshotAsync("acme", Snapshot("free"), CancellationToken.None);
        Warning warning = Assert.Single((await sample.QueryAsync(query)).Warnings);
        Assert.Equal("ConsumedNotCharged", warning.Id);
        Assert.StartsWith("acme: the plan is Free", warning.Message, StringComparison.Ordinal);
        Assert.Empty((await sample.QueryAsync(query with { Basis = CostBasis.Consumed })).Warnings);
        Assert.Empty((await sample.QueryAsync(query with { Basis = CostBasis.PlanRate })).Warnings);
    }

    [Fact]
    public async Task A_synced_day_without_usage_is_known_to_be_zero()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range);
        List<CostRecord> rows = await RowsAsync(sample, new CostQuery { Range = Range });
        Assert.Equal([1m, 0m, 0m], rows.Select(row => row.Cost!.Value));
        Assert.All(rows, row => Assert.Equal("USD", row.Currency));
    }

    [Theory]
    [InlineData(Granularity.Day)]
    [InlineData(Granularity.Total)]
    public async Task Only_cost_has_a_row_for_what_had_no_usage(Granularity granularity)
    {
        UsageSample sample = new UsageSample().Add([], Range);
        var query = new CostQuery { Range = Range, GroupBy = [Dimension.Connection], Granularity = granularity };
        Assert.NotEmpty(await RowsAsync(sample, query));
        Assert.Empty(await sample.ReadAsync(query, _ => { }));
    }

    [Fact]
    public async Task Days_that_have_not_come_are_not_missing()
    {
        var range = new DateRange(UsageSample.Today, UsageSample.Today.AddDays(30));
        UsageSample sample = new UsageSample().Add([], new DateRange(UsageSample.Today, UsageSample.Today), state: _ => DayState.Provisional);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = range });
        Assert.Empty(result.Warnings);
        Assert.Equal(Completeness.Provisional, result.Completeness);
    }

    [Fact]
    public async Task Two_keys_of_one_name_stay_two_rows_and_use_without_a_key_is_its_own()
    {
        UsageSample sample = new UsageSample().Add(
        [
            Row(0, "eleven_v3", 1, 1m) with { ApiKey = "hash-a" }, Row(0, "eleven_v3", 2, 1m) with { ApiKey = "hash-b" }, Row(0, "eleven_v3", 4, 1m) with { ApiKey = "" },
        ], Range);
        sample.Ledger.Names = new NameBook(new Dictionary<string, string> { ["hash-a"] = "prod", ["hash-b"] = "prod" }, new Dictionary<string, string>());
        List<CostRecord> rows = await RowsAsync(sample, new CostQuery { Range = Range, GroupBy = [Dimension.ApiKey] });
        Assert.Equal([("(no key)", null, 4L), ("prod", "hash-a", 1L), ("prod", "hash-b", 2L)], rows.Select(row => (row.ApiKey!, row.ApiKeyId, row.Credits)));
        List<CostRecord> named = await RowsAsync(sample, new CostQuery { Range = Range, Filters = [new DimensionFilter(Dimension.ApiKey, ["PRO?"])], Granularity = Granularity.Total });
        Assert.Equal(3, Assert.Single(named).Credits);
    }

    [Fact]
    public async Task Usage_before_the_first_price_joins_the_one_currency_of_the_result()
    {
        var rate = new PlanRate(22m, 121_000, "EUR", "override/creator");
        UsageSample sample = new UsageSample
        {
            Rate = day => day < First.AddDays(1) ? new PlanRateAnswer(null, "No price before.") : new PlanRateAnswer(rate, null),
        }.Add([Row(0, "eleven_v3", 500), Row(1, "eleven_v3", 121_000), Row(2, "eleven_v3", 121_000)], Range);
        var query = new CostQuery { Range = Range, Basis = CostBasis.PlanRate };
        CostResult daily = await sample.QueryAsync(query);
        Assert.Equal([(null, null, 500L), (22m, "EUR", 0L), (22m, "EUR", 0L)], daily.Rows.Select(row => (row.Cost, row.Currency, row.UnpricedCredits)));
        Assert.Equal(("EUR", 44m, 500L), daily.Totals.Select(total => (total.Currency, total.Cost!.Value, total.UnpricedCredits)).Single());
        List<CostRecord> cumulative = await RowsAsync(sample, query with { Cumulative = true });
        Assert.Equal([(null, 500L), (22m, 500L), (44m, 500L)], cumulative.Select(row => (row.Cost, row.UnpricedCredits)));
    }

    [Fact]
    public async Task A_filter_that_nothing_passes_gives_known_zeros_and_a_warning()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range);
        var query = new CostQuery { Range = Range, Filters = [new DimensionFilter(Dimension.Model, ["zzz*"])] };
        Assert.All((await sample.QueryAsync(query)).Rows, row => Assert.Equal((0m, "USD"), (row.Cost!.Value, row.Currency)));
        Assert.All((await sample.QueryAsync(query with { Basis = CostBasis.PlanRate })).Rows, row => Assert.Equal((0m, "USD"), (row.Cost!.Value, row.Currency)));
        foreach (CostQuery asked in new[] { query, query with { GroupBy = [Dimension.Model] }, query with { Granularity = Granularity.Total } })
        {
            CostResult result = await sample.QueryAsync(asked);
            Assert.True(result.IsNameUnknown);
            Assert.Equal(["No model in the ledger of acme matches 'zzz*'. Check the spelling."], result.Warnings.Where(warning => warning.Id == "FilterNameNotKnown").Select(warning => warning.Message));
        }

        Assert.Empty((await sample.QueryAsync(query with { Filters = [new DimensionFilter(Dimension.Model, ["eleven*"])] })).Warnings);
        Assert.Empty((await sample.QueryAsync(new CostQuery { Range = Range, Filters = [new DimensionFilter(Dimension.Model, ["zzz*"], Exclude: true)] })).Warnings);
    }

    [Fact]
    public async Task A_filter_is_not_blamed_for_days_that_were_never_synced()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range, without: [First]);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range, Filters = [new DimensionFilter(Dimension.Model, ["zzz*"])] });
        Assert.Equal(["DaysMissing"], result.Warnings.Select(warning => warning.Id));
    }

    [Fact]
    public async Task A_name_with_usage_on_other_days_alone_is_a_known_zero_and_a_mistyped_one_has_no_rows_and_names_near_it()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_flash_v2_5", 10, 1m), Row(1, "eleven_v3", 10, 1m), Row(1, "scribe_v1", 10, 1m)], Range);
        var today = new CostQuery { Range = new DateRange(First.AddDays(2), First.AddDays(2)), Filters = [new DimensionFilter(Dimension.Model, ["eleven_v3"])] };
        CostResult known = CostLister.List(await sample.QueryAsync(today), today, CostListOptions.Plain);
        Assert.Equal((0m, "FilterTakesNothing"), (Assert.Single(known.Rows).Cost!.Value, Assert.Single(known.Warnings).Id));

        var mistyped = new CostQuery { Range = Range, Filters = [new DimensionFilter(Dimension.Model, ["eleven_flsh"])] };
        CostResult none = CostLister.List(await sample.QueryAsync(mistyped), mistyped, CostListOptions.Plain);
        Assert.Equal((0, 0), (none.Rows.Count, none.Totals.Count));
        Assert.Equal("No model in the ledger of acme matches 'eleven_flsh'. Did you mean 'eleven_flash_v2_5'?", Assert.Single(none.Warnings).Message);
        var warnings = new List<Warning>();
        Assert.Empty(await sample.ReadAsync(mistyped with { Granularity = Granularity.Total }, warnings.Add));
        Assert.Equal(none.Warnings.Select(warning => warning.Message), warnings.Select(warning => warning.Message));

        // One of two names is enough for rows; a wildcard that leaves nothing out is no mistake, a name is.
        CostResult some = await sample.QueryAsync(mistyped with { Filters = [new DimensionFilter(Dimension.Model, ["eleven_flsh", "scribe_v1"])] });
        Assert.Equal((10L, 1, false), (some.Totals.Single().Credits, some.Warnings.Count, some.IsNameUnknown));
        Assert.Empty((await sample.QueryAsync(mistyped with { Filters = [new DimensionFilter(Dimension.Model, ["*test*"], Exclude: true)] })).Warnings);
        CostResult kept = await sample.QueryAsync(mistyped with { Filters = [new DimensionFilter(Dimension.Model, ["scribe_1"], Exclude: true)] });
        Assert.Equal("No model in the ledger of acme matches 'scribe_1', so it excludes nothing. Did you mean 'scribe_v1'?", Assert.Single(kept.Warnings).Message);
    }

    [Fact]
    public async Task One_connections_gaps_do_not_make_anothers_rows_partial()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range)
            .Add([Row(0, "eleven_v3", 20, 1m) with { Connection = "globex" }], Range, "globex", without: [First.AddDays(1)]);
        var query = new CostQuery { Range = Range, GroupBy = [Dimension.Connection], Granularity = Granularity.Total };
        Assert.Equal([("acme", Completeness.Final), ("globex", Completeness.Partial)], (await RowsAsync(sample, query)).Select(row => (row.Connection!, row.Completeness)));
        Assert.Equal(Completeness.Partial, (await RowsAsync(sample, query with { GroupBy = [] })).Single().Completeness);
    }

    [Fact]
    public async Task A_cumulative_row_is_no_more_complete_than_what_came_before_it()
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], Range)
            .Add([Row(0, "eleven_v3", 20, 1m) with { Connection = "globex" }], Range, "globex", without: [First.AddDays(1)]);
        var query = new CostQuery { Range = Range, GroupBy = [Dimension.Connection], Cumulative = true };
        List<CostRecord> rows = await RowsAsync(sample, query);
        Assert.Equal([Completeness.Final, Completeness.Final, Completeness.Final], rows.Where(row => row.Connection == "acme").Select(row => row.Completeness));
        Assert.Equal([Completeness.Final, Completeness.Partial, Completeness.Partial], rows.Where(row => row.Connection == "globex").Select(row => row.Completeness));
        Assert.Equal([Completeness.Final, Completeness.Partial, Completeness.Partial], (await RowsAsync(sample, query with { GroupBy = [] })).Select(row => row.Completeness));
    }

    [Theory]
    [InlineData(Granularity.Week, "2026-10-26")]
    [InlineData(Granularity.Month, "2026-11-01")]
    [InlineData(Granularity.Quarter, "2026-10-01")]
    [InlineData(Granularity.Year, "2026-01-01")]
    [InlineData(Granularity.Total, "2026-11-01")]
    public async Task A_bucket_is_named_by_its_first_day(Granularity granularity, string expected)
    {
        UsageSample sample = new UsageSample().Add([Row(0, "eleven_v3", 10, 1m)], new DateRange(First, First));
        List<CostRecord> rows = await RowsAsync(sample, new CostQuery { Range = new DateRange(First, First), Granularity = granularity });
        Assert.Equal(expected, Assert.Single(rows).Date.ToString("yyyy-MM-dd"));
        Assert.Equal(DateTimeKind.Unspecified, rows[0].Date.Kind);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(
            () => new UsageSample().QueryAsync(new CostQuery { Range = Range, Granularity = Granularity.Hour }));
        Assert.Equal(("GranularityNotKept", FailureCategory.Usage), (failure.ErrorId, failure.Category));
    }

    private static SubscriptionSnapshot Snapshot(string tier) => new() { At = new DateTime(2026, 11, 19, 0, 0, 0, DateTimeKind.Utc), Tier = tier, CreditsUsed = 1, CreditLimit = 10_000 };

    private static SampleRow Row(int day, string model, long credits, decimal? cost = 0m) =>
        new(First.AddDays(day), model, "hash-a", "TTS", credits, 1, null, cost);

    private static async Task<List<CostRecord>> RowsAsync(UsageSample sample, CostQuery query) => [.. (await sample.QueryAsync(query)).Rows];
}

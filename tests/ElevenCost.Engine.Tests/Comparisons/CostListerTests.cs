using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tables;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Comparisons;

public sealed class CostListerTests
{
    private static readonly DateRange Range = new(new DateOnly(2026, 1, 26), new DateOnly(2026, 3, 10));
    private static readonly Dimension[] Dimensions = [Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Region, Dimension.Connection];

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    public void Rows_come_by_cost_and_the_first_ones_and_the_others_add_up_to_the_total(CostBasis basis)
    {
        Gen<(CostQuery Query, CostListOptions List)> questions =
            from groups in Gen.SubListOf(Dimensions)
            from granularity in Gen.Elements(GroupingSumsTests.Granularities)
            from cumulative in Gen.Elements(false, true)
            from top in Gen.Elements<int?>(null, 1, 2, 5)
            select (new CostQuery { Range = Range, GroupBy = [.. groups], Granularity = granularity, Cumulative = cumulative, Basis = basis },
                new CostListOptions { Top = top, WithShare = true });
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(questions), (rows, question) =>
        {
            UsageSample sample = GroupingSumsTests.Sample(rows);
            CostResult plain = sample.QueryAsync(question.Query).Result;
            CostResult listed = ListAsync(sample, question.Query, question.List).Result;
            return listed.Rows.GroupBy(row => row.Date).All(bucket =>
                    bucket.Sum(row => row.Cost ?? 0) == plain.Rows.Where(row => row.Date == bucket.Key).Sum(row => row.Cost ?? 0)
                    && bucket.Sum(row => row.Credits) == plain.Rows.Where(row => row.Date == bucket.Key).Sum(row => row.Credits)
                    && (question.List.Top is not { } top || bucket.Count() <= top + 1))
                && listed.Rows.Sum(row => row.Groups ?? 1) == plain.Rows.Count
                && listed.Rows.All(row => (row.Groups is null) == (question.List.Top is null))
                && listed.Rows.All(row => row.SharePercent is null || Math.Abs(row.SharePercent.Value - (row.Cost!.Value / listed.Totals[0].Cost!.Value * 100)) <= 0.05m)
                && (question.Query.Granularity != Granularity.Total || question.Query.GroupBy.Count == 0
                    || listed.Rows.Where(row => row.Groups is null or 1).Select(row => row.Cost ?? 0).ToList() is var costs && costs.SequenceEqual(costs.OrderDescending()));
        }).CheckOnLedger();
    }

    [Fact]
    public void The_period_before_is_that_of_a_comparison()
    {
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(Gen.SubListOf(Dimensions)), (rows, groups) =>
        {
            UsageSample sample = GroupingSumsTests.Sample(rows);
            var query = new CostQuery { Range = Range, GroupBy = [.. groups], Granularity = Granularity.Total, Basis = CostBasis.Consumed };
            CostResult listed = ListAsync(sample, query, new CostListOptions { WithPrevious = true }).Result;
            ComparisonResult compared = new CostComparer(sample.Costs).CompareAsync(
                sample.Connections, new ComparisonOptions { Range = Range, Previous = ComparisonOptions.PreviousOf(Range), GroupBy = query.GroupBy, Basis = query.Basis }, default).Result;
            return listed.Rows.Select(row => Key(row.Connection, row.Product, row.Model, row.ApiKeyId, row.Region, row.Cost, row.PreviousCost, row.Change, row.ChangePercent)).Order(StringComparer.Ordinal)
                .SequenceEqual(compared.Rows.Select(row => Key(row.Connection, row.Product, row.Model, row.ApiKeyId, row.Region, row.Cost, row.PreviousCost, row.Change, row.ChangePercent)).Order(StringComparer.Ordinal));
        }).CheckOnLedger();
    }

    [Fact]
    public async Task Buckets_have_no_period_before()
    {
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => ListAsync(
            GroupingSumsTests.Sample([]), new CostQuery { Range = Range, Granularity = Granularity.Month }, new CostListOptions { WithPrevious = true }));
        Assert.Equal("PreviousNeedsTotal", failure.ErrorId);
    }

    [Fact]
    public async Task Voices_of_one_name_are_one_row_with_the_cost_of_both()
    {
        UsageSample sample = Two([Row("v1", 3m), Row("v2", 4m)], [Row("v1", 1m)]);
        sample.Ledger.Names = NameBook.Empty with { Voices = new Dictionary<string, string> { ["v1"] = "Ann", ["v2"] = "Ann" } };
        CostResult listed = await ListAsync(sample, Asked(Dimension.Voice), new CostListOptions { WithPrevious = true });
        CostRecord row = Assert.Single(listed.Rows);
        Assert.Equal(("Ann", 7m, 1m, 6m), (row.Voice!, row.Cost!.Value, row.PreviousCost!.Value, row.Change!.Value));
        Assert.Equal((7m, 1m, 6m), Assert.Single(listed.Totals) is var total ? (total.Cost!.Value, total.PreviousCost!.Value, total.Change!.Value) : default);
    }

    [Fact]
    public async Task What_is_not_known_of_a_group_is_not_known_of_the_total()
    {
        // No price of the days before: neither that cost nor the change is 0.
        UsageSample sample = Two([Row("v1", null)], [Row("v1", null)], day => day >= Now.Start ? new PlanRateAnswer(new PlanRate(22m, 121_000, "USD", "test"), null) : new PlanRateAnswer(null, "none"));
        CostResult listed = await ListAsync(sample, Asked(Dimension.Model) with { Basis = CostBasis.PlanRate }, new CostListOptions { WithPrevious = true });
        Assert.All(listed.Rows, row => Assert.Equal((null, null), (row.PreviousCost, row.Change)));
        CostTotal dollars = Assert.Single(listed.Totals, total => total.Currency == "USD");
        Assert.Equal((null, null, null), (dollars.PreviousCost, dollars.Change, dollars.ChangePercent));

        // No day before is known.
        UsageSample first = new UsageSample().Add([Row("v1", 3m)], Now);
        listed = await ListAsync(first, Asked(Dimension.Model), new CostListOptions { WithPrevious = true });
        Assert.Equal((3m, null, null), Assert.Single(listed.Rows) is var row ? (row.Cost!.Value, row.PreviousCost, row.Change) : default);
        Assert.Equal((3m, null, null), Assert.Single(listed.Totals) is var all ? (all.Cost!.Value, all.PreviousCost, all.Change) : default);
    }

    [Fact]
    public async Task A_single_group_that_is_left_in_a_bucket_keeps_its_name()
    {
        UsageSample sample = new UsageSample().Add(
        [
            Row("v1", 9m) with { Model = "a" }, Row("v1", 1m) with { Model = "b", Date = Now.Start.AddDays(1) }, Row("v1", 1m) with { Model = "c", Date = Now.Start.AddDays(2) },
            Row("v1", 1m) with { Model = "b", Date = Now.Start.AddDays(2) },
        ], Now);
        CostResult listed = await ListAsync(sample, Asked(Dimension.Model) with { Granularity = Granularity.Day }, new CostListOptions { Top = 1 });
        Assert.Equal([("a", 1), ("b", 1), (null, 2)], listed.Rows.Select(row => (row.Model, row.Groups!.Value)));
    }

    [Fact]
    public async Task The_row_of_all_others_has_one_name_and_unknown_names_stay_unknown()
    {
        UsageSample sample = new UsageSample().Add(
            [Row("v1", 9m) with { Model = "a" }, Row("v1", 8m) with { Model = "b", ApiKey = null }, Row("v1", 1m) with { Model = "c" }, Row("v1", 1m) with { Model = "d" }], Now);
        CostQuery query = Asked(Dimension.Model) with { GroupBy = [Dimension.Model, Dimension.ApiKey] };
        var list = new CostListOptions { Top = 2 };
        CostResult listed = await ListAsync(sample, query, list);
        ResultTable table = ResultTables.Cost(listed, query, list: list);
        Assert.Equal([("a", "k"), ("b", "(unknown)"), ("(2 others)", "-")], listed.Rows.Select(row => table.Texts(row) is var cells ? (cells[0], cells[1]) : default));
        var options = new ComparisonOptions { Range = Now, Previous = ComparisonOptions.PreviousOf(Now), GroupBy = query.GroupBy, Top = 2 };
        ComparisonResult compared = await new CostComparer(sample.Costs).CompareAsync(sample.Connections, options, default);
        table = ResultTables.Comparison(compared, query.GroupBy);
        Assert.Contains(("(2 others)", "-"), compared.Rows.Select(row => table.Texts(row) is var cells ? (cells[0], cells[1]) : default));
    }

    private static readonly DateRange Now = new(new DateOnly(2026, 11, 11), new DateOnly(2026, 11, 15));

    private static CostQuery Asked(Dimension dimension) => new() { Range = Now, GroupBy = [dimension], Granularity = Granularity.Total };

    private static SampleRow Row(string voice, decimal? cost) => new(Now.Start, "m", "k", "TTS", 10, 1, 1m, cost, Voice: voice);

    private static UsageSample Two(SampleRow[] now, SampleRow[] before, Func<DateOnly, PlanRateAnswer>? rate = null)
    {
        UsageSample sample = rate is null ? new UsageSample() : new UsageSample { Rate = rate };
        return sample.Add([.. now, .. before.Select(row => row with { Date = Now.Start.AddDays(-3) })], new DateRange(Now.Start.AddDays(-5), Now.End));
    }

    private static string Key(params object?[] parts) => string.Join('|', parts);

    private static Task<CostResult> ListAsync(UsageSample sample, CostQuery query, CostListOptions list) =>
        new CostLister(sample.Costs).QueryAsync(sample.Connections, query, list, null, default);
}

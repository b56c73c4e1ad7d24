using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
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

    private static string Key(params object?[] parts) => string.Join('|', parts);

    private static Task<CostResult> ListAsync(UsageSample sample, CostQuery query, CostListOptions list) =>
        new CostLister(sample.Costs).QueryAsync(sample.Connections, query, list, null, default);
}

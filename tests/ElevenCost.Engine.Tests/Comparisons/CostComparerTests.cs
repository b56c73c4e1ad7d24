using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Comparisons;

public sealed class CostComparerTests
{
    private static readonly DateRange Before = new(new DateOnly(2025, 12, 15), new DateOnly(2026, 1, 25));
    private static readonly DateRange Now = new(new DateOnly(2026, 1, 26), new DateOnly(2026, 3, 10));
    private static readonly Dimension[] Dimensions = [Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Region, Dimension.Connection];

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    [InlineData(CostBasis.Amortized)]
    public void Drivers_add_up_to_the_change_and_rows_to_the_totals_of_the_cost(CostBasis basis)
    {
        Gen<ComparisonOptions> questions =
            from groups in Gen.SubListOf(Dimensions)
            from top in Gen.Elements<int?>(null, 1, 2, 5)
            select new ComparisonOptions { Range = Now, Previous = Before, GroupBy = [.. groups], Top = top, Basis = basis };
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(questions), (rows, options) =>
        {
            UsageSample sample = GroupingSumsTests.Sample(rows);
            ComparisonResult result = CompareAsync(sample, options).Result;
            IReadOnlyList<CostTotal> now = Totals(Now);
            IReadOnlyList<CostTotal> before = Totals(Before);
            return result.Rows.Concat(result.Totals).All(row => row.Change is null || row.Change == row.Cost - row.PreviousCost)
                && result.Rows.Concat(result.Totals).All(row => row.Change is null ? row.Volume is null : row.Volume + row.Mix + row.Price + row.New + row.Gone == row.Change)
                && result.Totals.All(total => SumOf(now, total.Currency) == (total.Cost ?? 0) && SumOf(before, total.Currency) == (total.PreviousCost ?? 0))
                && result.Totals.All(total => result.Rows.Where(row => row.Currency == total.Currency).Sum(row => row.Cost ?? 0) == (total.Cost ?? 0))
                && result.Totals.All(total => total.Change is null || result.Rows.Where(row => row.Currency == total.Currency).Sum(row => row.Mix ?? 0) == total.Mix)
                && result.Rows.Sum(row => row.Credits) == now.Sum(total => total.Credits)
                && result.Rows.GroupBy(row => row.Currency).All(same => options.Top is not { } top || same.Count() <= top + 1);

            IReadOnlyList<CostTotal> Totals(DateRange range) =>
                sample.QueryAsync(new CostQuery { Range = range, GroupBy = options.GroupBy, Granularity = Granularity.Total, Basis = basis }).Result.Totals;
        }).CheckOnLedger();

        static decimal SumOf(IReadOnlyList<CostTotal> totals, string? currency) => totals.Where(total => total.Currency == currency).Sum(total => total.Cost ?? 0);
    }

    [Fact]
    public async Task Each_driver_shows_what_it_stands_for()
    {
        // Twice the credits of one model at its price; then half of it moves to a model of twice the price; and so on.
        await AssertDriversAsync([("a", 100, 1m)], [("a", 200, 2m)], volume: 1m);
        await AssertDriversAsync([("a", 100, 1m), ("b", 100, 2m)], [("a", 50, 0.5m), ("b", 150, 3m)], mix: 0.5m);
        await AssertDriversAsync([("a", 100, 1m)], [("a", 100, 1.5m)], price: 0.5m);
        await AssertDriversAsync([("a", 100, 1m)], [("a", 100, 1m), ("b", 10, 0.3m)], appeared: 0.3m);
        await AssertDriversAsync([("a", 100, 1m), ("b", 10, 0.3m)], [("a", 100, 1m)], gone: -0.3m);
        await AssertDriversAsync([("a", 100, 1m), ("b", 100, 2m)], [("a", 200, 3m), ("b", 400, 8m), ("c", 1, 1m)], volume: 6m, mix: 1m, price: 1m, appeared: 1m);
    }

    [Fact]
    public async Task Usage_that_has_a_cost_and_no_credits_is_measured_by_its_requests()
    {
        CostComparison row = Assert.Single((await CompareAsync(
            Sample([new("a", 0, 1m, 10)], [new("a", 0, 3m, 20)]), Options())).Rows);
        Assert.Equal((2m, 1m, 0m, 1m), (row.Change, row.Volume, row.Mix, row.Price));
    }

    [Fact]
    public async Task The_largest_changes_come_first_and_the_rest_is_one_row()
    {
        UsageSample sample = Sample([new("a", 1, 1m), new("b", 1, 9m), new("c", 1, 5m), new("d", 1, 1m)], [new("a", 1, 2m), new("b", 1, 1m), new("c", 1, 5m), new("e", 1, 3m)]);
        ComparisonResult result = await CompareAsync(sample, Options() with { GroupBy = [Dimension.Model], Top = 2 });
        Assert.Equal([("b", 1, -8m), ("e", 1, 3m), (null, 3, 0m)], result.Rows.Select(row => (row.Model, row.Groups, row.Change!.Value)));
        Assert.Equal((160m, -60m), (result.Rows[0].ShareOfChangePercent, result.Rows[1].ShareOfChangePercent));
        Assert.Equal((-88.9m, null), (result.Rows[0].ChangePercent, result.Rows[1].ChangePercent));
        Assert.Equal((11m, 16m, -5m), (result.Totals[0].Cost, result.Totals[0].PreviousCost, result.Totals[0].Change));
    }

    [Fact]
    public async Task Two_currencies_are_never_one_sum()
    {
        UsageSample sample = Sample([new("a", 1, 1m)], [new("a", 1, 2m)]);
        DateRange all = new(Before.Start, Now.End);
        sample.Add([new SampleRow(Now.Start, "a", "k", "TTS", 1, 1, 1m, 7m)], all, "globex", "EUR");
        ComparisonResult result = await CompareAsync(sample, Options());
        Assert.Equal([("EUR", 7m), ("USD", 1m)], result.Totals.Select(total => (total.Currency!, total.Change!.Value)));
    }

    [Fact]
    public async Task A_day_that_is_missing_makes_the_comparison_partial()
    {
        UsageSample sample = new UsageSample().Add(
            [new SampleRow(Now.Start, "a", "k", "TTS", 1, 1, 1m, 7m)], new DateRange(Before.Start, Now.End), without: [Before.Start.AddDays(3)]);
        ComparisonResult result = await CompareAsync(sample, Options());
        Assert.Equal(Completeness.Partial, result.Completeness);
        Assert.Equal(Completeness.Partial, Assert.Single(result.Rows).Completeness);
        Assert.Contains(result.Warnings, warning => warning.Id == "DaysMissing");
    }

    [Fact]
    public async Task What_has_no_price_in_one_range_has_no_change()
    {
        UsageSample sample = Sample([new("a", 100, null)], [new("a", 100, 2m)]);
        CostComparison row = Assert.Single((await CompareAsync(sample, Options() with { Basis = CostBasis.Consumed })).Rows);
        Assert.Equal(("USD", 2m, null, null), (row.Currency, row.Cost, row.PreviousCost, row.Change));
        Assert.Null(row.Mix);
        Assert.Equal(100, row.UnpricedCredits);
    }

    [Fact]
    public async Task What_one_range_lacks_is_taken_at_the_plans_rate_in_both()
    {
        ComparisonResult result = await CompareAsync(Sample([new("a", 100, null)], [new("a", 100, 2m)]), Options());
        Assert.Equal(CostBasis.PlanRate, result.Basis);
        Assert.Equal(0m, Assert.Single(result.Rows).Change);
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-20", "2026-10-01", "2026-10-20")]
    [InlineData("2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30")]
    [InlineData("2026-03-01", "2026-03-30", "2026-02-01", "2026-02-28")]
    [InlineData("2026-11-14", "2026-11-20", "2026-11-07", "2026-11-13")]
    [InlineData("2026-10-01", "2026-11-20", "2026-08-11", "2026-09-30")]
    public void A_range_is_compared_with_the_same_days_before_it(string start, string end, string previousStart, string previousEnd) => Assert.Equal(
        new DateRange(Day(previousStart), Day(previousEnd)), ComparisonOptions.PreviousOf(new DateRange(Day(start), Day(end)), null, null));

    [Fact]
    public void The_days_to_compare_with_can_be_given()
    {
        var range = new DateRange(Day("2026-11-01"), Day("2026-11-10"));
        Assert.Equal(new DateRange(Day("2025-11-01"), Day("2025-11-10")), ComparisonOptions.PreviousOf(range, Day("2025-11-01"), null));
        Assert.Equal(new DateRange(Day("2025-11-01"), Day("2025-11-30")), ComparisonOptions.PreviousOf(range, Day("2025-11-01"), Day("2025-11-30")));
        Assert.Equal("RangeNotValid", Assert.Throws<ElevenCostException>(() => ComparisonOptions.PreviousOf(range, Day("2025-11-02"), Day("2025-11-01"))).ErrorId);
        Assert.Equal("RangeNotValid", Assert.Throws<ElevenCostException>(() => ComparisonOptions.PreviousOf(range, null, Day("2025-11-01"))).ErrorId);
    }

    private static async Task AssertDriversAsync(
        (string Model, long Credits, decimal Cost)[] before, (string Model, long Credits, decimal Cost)[] now,
        decimal volume = 0, decimal mix = 0, decimal price = 0, decimal appeared = 0, decimal gone = 0)
    {
        UsageSample sample = Sample([.. before.Select(use => new Use(use.Model, use.Credits, use.Cost))], [.. now.Select(use => new Use(use.Model, use.Credits, use.Cost))]);
        CostComparison row = Assert.Single((await CompareAsync(sample, Options())).Rows);
        Assert.Equal((volume, mix, price, appeared, gone), (row.Volume, row.Mix, row.Price, row.New, row.Gone));
    }

    private static UsageSample Sample(Use[] before, Use[] now) => new UsageSample().Add(
        [.. before.Select(use => Row(Before.Start, use)), .. now.Select(use => Row(Now.Start, use))], new DateRange(Before.Start, Now.End));

    private static SampleRow Row(DateOnly day, Use use) => new(day, use.Model, "k", "TTS", use.Credits, use.Requests, 1m, use.Cost);

    private static ComparisonOptions Options() => new() { Range = Now, Previous = Before };

    private static Task<ComparisonResult> CompareAsync(UsageSample sample, ComparisonOptions options) =>
        new CostComparer(sample.Costs).CompareAsync(sample.Connections, options, default);

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Use(string Model, long Credits, decimal? Cost, long Requests = 1);
}

using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Tests.Costing;

namespace ElevenCost.Engine.Tests.Anomalies;

/// <summary>Anomalies over a ledger; today is 20 November 2026.</summary>
public sealed class AnomalyFinderTests
{
    private static readonly DateRange Known = new(new DateOnly(2026, 8, 1), UsageSample.Today);
    private static readonly DateRange November = new(new DateOnly(2026, 11, 1), UsageSample.Today);
    private static readonly DateOnly Spike = new(2026, 11, 10);

    [Fact]
    public async Task A_spike_costs_exactly_what_its_days_cost_and_names_what_drove_it()
    {
        AnomalyResult result = await FindAsync(Sample(), new AnomalyOptions { Range = November });
        CostAnomaly row = Assert.Single(result.Rows);
        Assert.Equal((AnomalyKind.Spike, Spike, Spike), (row.Kind, DateOnly.FromDateTime(row.From), DateOnly.FromDateTime(row.To)));
        Assert.Equal((32.123456789m, 12m, 20.123456789m), (row.Cost, row.ExpectedCost, row.Difference));
        Assert.Equal(("v3", "hash-b", "USD"), (row.DriverModel, row.DriverApiKey, row.Currency));
        Assert.True(row.Score > 3);
        Assert.Equal(Completeness.Final, row.Completeness);
    }

    [Fact]
    public async Task A_group_is_judged_on_its_own_and_is_no_driver_of_itself()
    {
        CostAnomaly row = Assert.Single((await FindAsync(Sample(), new AnomalyOptions { Range = November, GroupBy = [Dimension.ApiKey] })).Rows);
        Assert.Equal(("hash-b", "hash-b", null, "v3"), (row.ApiKey, row.ApiKeyId, row.DriverApiKey, row.DriverModel));
        Assert.Equal(2m, row.ExpectedCost);
    }

    [Fact]
    public async Task Keys_that_begin_and_stop_are_told()
    {
        UsageSample sample = new UsageSample().Add(
            Known.EachDay().SelectMany(day => new[]
            {
                Row(day, "v2", "steady", 10m),
                Row(day, "v2", day < new DateOnly(2026, 11, 9) ? "old" : "new", 4m),
            }), Known);
        AnomalyResult result = await FindAsync(sample, new AnomalyOptions { Range = November, GroupBy = [Dimension.ApiKey] });
        Assert.Equal(
            [(AnomalyKind.Stopped, "old", 0m, -48m), (AnomalyKind.New, "new", 28m, 28m)],
            result.Rows.Select(row => (row.Kind, row.ApiKey!, row.Cost, row.Difference)));
    }

    [Fact]
    public async Task A_missing_day_is_neither_a_drop_nor_the_end()
    {
        DateOnly[] missing = [new(2026, 11, 3), .. Enumerable.Range(14, 7).Select(day => new DateOnly(2026, 11, day))];
        UsageSample sample = new UsageSample().Add(Known.EachDay().Except(missing).Select(day => Row(day, "v2", "a", 10m)), Known, without: missing);
        AnomalyResult result = await FindAsync(sample, new AnomalyOptions { Range = November });
        Assert.Empty(result.Rows);
        Assert.Equal(Completeness.Partial, result.Completeness);
        Assert.Contains(result.Warnings, warning => warning.Id == "DaysMissing");
    }

    [Fact]
    public async Task Today_is_no_drop_while_it_goes_on()
    {
        UsageSample sample = new UsageSample().Add(
            Known.EachDay().Where(day => day < UsageSample.Today).Select(day => Row(day, "v2", "a", 10m)), Known, state: day => day == UsageSample.Today ? DayState.Provisional : DayState.Final);
        Assert.Empty((await FindAsync(sample, new AnomalyOptions { Range = November })).Rows);
    }

    [Fact]
    public async Task The_minimum_amount_bounds_what_is_told() =>
        Assert.Empty((await FindAsync(Sample(), new AnomalyOptions { Range = November, MinimumAmount = 21 })).Rows);

    [Theory]
    [InlineData(CostBasis.Amortized)]
    [InlineData(CostBasis.Overage)]
    public async Task A_basis_of_billing_months_has_no_days_to_judge(CostBasis basis)
    {
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => FindAsync(Sample(), new AnomalyOptions { Range = November, Basis = basis }));
        Assert.Equal("AnomalyBasisNotDaily", failure.ErrorId);
    }

    private static UsageSample Sample() => new UsageSample().Add(
        Known.EachDay().SelectMany(day => new[]
        {
            Row(day, "v2", "hash-a", 10m), Row(day, "v2", "hash-b", 1m), Row(day, "v3", "hash-b", day == Spike ? 21.123456789m : 1m),
        }), Known);

    private static Task<AnomalyResult> FindAsync(UsageSample sample, AnomalyOptions options) => new AnomalyFinder(sample.Costs).FindAsync(sample.Connections, options, default);

    private static SampleRow Row(DateOnly day, string model, string key, decimal cost) => new(day, model, key, "TTS", 100, 1, 1m, cost);
}

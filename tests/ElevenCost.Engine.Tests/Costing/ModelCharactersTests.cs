using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>Characters of cost: of whole models alone, and of days on which they were read.</summary>
public sealed class ModelCharactersTests
{
    private static readonly DateOnly First = new(2026, 11, 1);
    private static readonly DateRange Range = new(First, First.AddDays(2));

    private static readonly SampleRow[] Rows =
    [
        Row(0, "flash", 100, 0.20m), Row(0, "scribe", 50, 0.10m), Row(1, "flash", 300, 0.60m), Row(2, "flash", 10, 0.02m), Row(2, "v3", 10, 0.05m),
    ];

    private static readonly SeriesPoint[] Series = [Point(0, "flash", 200), Point(1, "flash", 600), Point(2, "flash", 20), Point(2, "v3", 10), Point(2, "v3", 7) with { Breakdown = "voice", Key = "v3" }];

    [Fact]
    public async Task A_model_has_those_of_its_days_and_what_1000_of_them_cost()
    {
        CostResult result = await AskAsync(Series, [Dimension.Model]);
        Assert.Equal(
            [("flash", 820L, 1m), ("scribe", null, null), ("v3", 10, 5m)],
            result.Rows.Select(row => (row.Model!, row.Characters, row.CostPer1000Characters)));

        // The sum of what is known is not the sum.
        Assert.Null(Assert.Single(result.Totals).Characters);
        result = await AskAsync(Series, [Dimension.Connection, Dimension.Model], filters: [new DimensionFilter(Dimension.Model, ["flash", "v3"])]);
        Assert.Equal((830L, 1.0481927711m), (Assert.Single(result.Totals) is var total ? (total.Characters, total.CostPer1000Characters) : default));
    }

    [Fact]
    public async Task Days_have_their_own_and_running_sums_those_so_far()
    {
        CostResult days = await AskAsync(Series, [Dimension.Model], Granularity.Day);
        Assert.Equal([200, null, 600, 20, 10], days.Rows.Select(row => row.Characters));
        CostResult sums = await AskAsync(Series, [Dimension.Model], Granularity.Day, cumulative: true);
        Assert.Equal([200, 800, 820], sums.Rows.Where(row => row.Model == "flash").Select(row => row.Characters));
        Assert.Equal(1m, sums.Rows.Last(row => row.Model == "flash").CostPer1000Characters);
    }

    [Fact]
    public async Task A_day_with_usage_of_which_none_were_read_leaves_its_bucket_unknown()
    {
        SeriesPoint[] gap = [.. Series.Where(point => point.Date != First.AddDays(1))];
        Assert.All((await AskAsync(gap, [Dimension.Model])).Rows, row => Assert.Null(row.Characters));
        Assert.Equal([200, null, null, 20, 10], (await AskAsync(gap, [Dimension.Model], Granularity.Day)).Rows.Select(row => row.Characters));
        Assert.Equal([200, null, null], (await AskAsync(gap, [Dimension.Model], Granularity.Day, cumulative: true)).Rows.Where(row => row.Model == "flash").Select(row => row.Characters));
    }

    [Theory]
    [InlineData(Dimension.Product, false)]
    [InlineData(Dimension.ApiKey, false)]
    [InlineData(Dimension.ApiKey, true)]
    [InlineData(Dimension.CostCenter, false)]
    public async Task Rows_of_parts_of_a_model_have_none(Dimension other, bool isFilter)
    {
        CostResult result = await AskAsync(Series, isFilter ? [Dimension.Model] : [Dimension.Model, other], filters: isFilter ? [new DimensionFilter(other, ["*"])] : []);
        Assert.NotEmpty(result.Rows);
        Assert.All(result.Rows, row => Assert.Null(row.Characters));
        Assert.All((await AskAsync(Series, [])).Rows, row => Assert.Null(row.Characters));
    }

    [Fact]
    public async Task A_model_with_two_currencies_has_none()
    {
        UsageSample sample = new UsageSample
        {
            Rate = day => new PlanRateAnswer(new PlanRate(22m, 121_000, day == First ? "EUR" : "USD", "test"), null),
        }.Add(Rows, Range, series: Series);
        CostResult result = await sample.QueryAsync(new CostQuery { Range = Range, GroupBy = [Dimension.Model], Granularity = Granularity.Total, Basis = CostBasis.PlanRate });
        Assert.Equal([("flash", "EUR", null), ("flash", "USD", null), ("scribe", "EUR", null), ("v3", "USD", 10L)], result.Rows.Select(row => (row.Model!, row.Currency!, row.Characters)));
    }

    private static Task<CostResult> AskAsync(
        SeriesPoint[] series, Dimension[] groupBy, Granularity granularity = Granularity.Total, bool cumulative = false, DimensionFilter[]? filters = null) =>
        new UsageSample().Add(Rows, Range, series: series).QueryAsync(
            new CostQuery { Range = Range, GroupBy = groupBy, Granularity = granularity, Cumulative = cumulative, Filters = filters ?? [] });

    private static SampleRow Row(int day, string model, long credits, decimal cost) => new(First.AddDays(day), model, "k", "TTS", credits, 1, 1m, cost);

    private static SeriesPoint Point(int day, string model, decimal value) => new(First.AddDays(day), "tts_characters", "model", model, value);
}

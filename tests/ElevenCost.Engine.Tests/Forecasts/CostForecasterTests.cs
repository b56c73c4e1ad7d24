using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Costing;

namespace ElevenCost.Engine.Tests.Forecasts;

/// <summary>Forecasts over a ledger; today is 20 November 2026, a Friday.</summary>
public sealed class CostForecasterTests
{
    private static readonly DateRange Year = new(new DateOnly(2025, 11, 21), UsageSample.Today);
    private static readonly DateRange November = new(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30));

    [Fact]
    public async Task The_cost_so_far_is_that_of_a_cost_query_and_the_rest_is_expected_to_go_on()
    {
        UsageSample sample = new UsageSample().Add(Rows(Year), Year, state: Provisional);
        ForecastResult result = await ForecastAsync(sample, new ForecastOptions());
        CostForecast row = Assert.Single(result.Rows);
        CostTotal total = Assert.Single((await sample.QueryAsync(new CostQuery { Range = new DateRange(November.Start, UsageSample.Today), Granularity = Granularity.Total })).Totals);

        Assert.Equal(November, result.Period);
        Assert.Equal(total.Cost, row.Actual);
        Assert.Equal(total.Credits, row.Credits);
        Assert.Equal(60m, row.Expected);
        Assert.Equal((60m, 60m, 60m, 60m), (row.Low95, row.Low80, row.High80, row.High95));
        Assert.Equal("USD", row.Currency);
        Assert.Equal((11, 364), (row.EstimatedDays, row.HistoryDays));
        Assert.Equal(3000, row.ExpectedCredits);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task What_today_used_already_counts_once()
    {
        UsageSample sample = new UsageSample().Add([.. Rows(new DateRange(Year.Start, Year.End.AddDays(-1))), Row(UsageSample.Today, 25, 0.5m)], Year, state: Provisional);
        Assert.Equal((38.5m, 60m), Figures(Assert.Single((await ForecastAsync(sample, new ForecastOptions())).Rows)));

        UsageSample busy = new UsageSample().Add([.. Rows(new DateRange(Year.Start, Year.End.AddDays(-1))), Row(UsageSample.Today, 250, 5m)], Year, state: Provisional);
        Assert.Equal((43m, 63m), Figures(Assert.Single((await ForecastAsync(busy, new ForecastOptions())).Rows)));

        static (decimal?, decimal?) Figures(CostForecast row) => (row.Actual, row.Expected);
    }

    [Fact]
    public async Task Days_that_were_never_synced_are_estimated_and_said_to_be_missing()
    {
        DateOnly[] missing = [new(2026, 11, 5), new(2026, 11, 19), new(2026, 11, 20)];
        UsageSample sample = new UsageSample().Add(Rows(Year).Where(row => !missing.Contains(row.Date)), Year, without: missing);
        ForecastResult result = await ForecastAsync(sample, new ForecastOptions());
        CostForecast row = Assert.Single(result.Rows);
        Assert.Equal(34m, row.Actual);
        Assert.Equal(60m, row.Expected);
        Assert.Equal(13, row.EstimatedDays);
        Assert.Equal(Completeness.Partial, row.Completeness);
        Assert.Contains(result.Warnings, warning => warning.Id == "DaysMissing");
    }

    [Fact]
    public async Task Days_before_the_period_that_are_missing_are_no_warning()
    {
        var quarter = new DateRange(new DateOnly(2026, 8, 23), UsageSample.Today);
        ForecastResult result = await ForecastAsync(new UsageSample().Add(Rows(quarter), quarter, state: Provisional), new ForecastOptions());
        Assert.Empty(result.Warnings);
        Assert.Equal(89, Assert.Single(result.Rows).HistoryDays);
    }

    [Fact]
    public async Task Little_history_says_so_and_how_wide()
    {
        var days = new DateRange(UsageSample.Today.AddDays(-9), UsageSample.Today);
        UsageSample sample = new UsageSample().Add(Rows(days, day => day.Day % 3 == 0 ? 4m : 1m), days, state: Provisional);
        ForecastResult result = await ForecastAsync(sample, new ForecastOptions { Days = 14 });
        Warning warning = Assert.Single(result.Warnings, warning => warning.Id == "HistoryShort");
        Assert.Matches(@"rests on 9 days of history.*from \d+ % to \d+ % of the expected amount", warning.Message);
        CostForecast row = Assert.Single(result.Rows);
        Assert.True(row.Low95 < row.Low80 && row.Low80 < row.Expected && row.Expected < row.High80 && row.High80 < row.High95);
    }

    [Fact]
    public async Task Too_little_history_is_no_forecast()
    {
        var days = new DateRange(UsageSample.Today.AddDays(-2), UsageSample.Today);
        ForecastResult result = await ForecastAsync(new UsageSample().Add(Rows(days), days, state: Provisional), new ForecastOptions());
        CostForecast row = Assert.Single(result.Rows);
        Assert.Equal(6m, row.Actual);
        Assert.Null(row.Expected);
        Assert.Null(row.High95);
        Assert.Contains(result.Warnings, warning => warning.Id == "HistoryTooShort");
    }

    [Fact]
    public async Task Two_currencies_are_two_rows()
    {
        UsageSample sample = new UsageSample().Add(Rows(Year), Year, state: Provisional)
            .Add(Rows(Year, _ => 3m).Select(row => row with { Connection = "globex" }), Year, "globex", "EUR", Provisional);
        ForecastResult result = await ForecastAsync(sample, new ForecastOptions { Basis = CostBasis.Consumed });
        Assert.Equal([("EUR", 90m), ("USD", 60m)], result.Rows.Select(row => (row.Currency!, row.Expected!.Value)));
    }

    [Fact]
    public async Task Groups_are_forecast_each_and_one_that_ended_is_not()
    {
        UsageSample sample = new UsageSample().Add(
            [.. Rows(Year), .. Rows(Year, _ => 5m).Select(row => row with { Model = "b" }), .. Rows(new DateRange(Year.Start, new DateOnly(2026, 5, 1)), _ => 9m).Select(row => row with { Model = "gone" })],
            Year, state: Provisional);
        ForecastResult result = await ForecastAsync(sample, new ForecastOptions { GroupBy = [Dimension.Model] });
        Assert.Equal([("b", 150m), ("a", 60m)], result.Rows.Where(row => row.Expected > 0.5m).Select(row => (row.Model!, row.Expected!.Value)));
    }

    [Fact]
    public async Task The_same_question_gets_the_same_answer()
    {
        UsageSample sample = new UsageSample().Add(Rows(Year, day => 1 + (day.DayNumber * 7919 % 13 / 4m)), Year, state: Provisional);
        var options = new ForecastOptions { Days = 45 };
        Assert.Equal((await ForecastAsync(sample, options)).Rows, (await ForecastAsync(sample, options)).Rows);
    }

    [Theory]
    [InlineData(2_000, 22, 0)]
    [InlineData(5_000, 22, 8.7)]
    public async Task A_bill_is_the_fee_and_what_goes_beyond_the_plan(long perDay, decimal fee, decimal overage)
    {
        // 12 November to 11 December, 30 days: 150,000 credits at 5,000 a day, of which 121,000 are the plan's; 0.30 for 1,000 beyond.
        UsageSample sample = Billed(perDay);
        ForecastResult amortized = await ForecastAsync(sample, new ForecastOptions { Period = ForecastPeriod.BillingPeriod, Basis = CostBasis.Amortized });
        ForecastResult beyond = await ForecastAsync(sample, new ForecastOptions { Period = ForecastPeriod.BillingPeriod, Basis = CostBasis.Overage });
        Assert.Equal(new DateRange(new DateOnly(2026, 11, 12), new DateOnly(2026, 12, 11)), amortized.Period);
        Assert.Equal((fee, fee + overage), (Assert.Single(amortized.Rows).Actual, Assert.Single(amortized.Rows).Expected));
        Assert.Equal(overage, Assert.Single(beyond.Rows).Expected);
    }

    [Fact]
    public async Task The_rows_of_a_bill_add_up_to_it()
    {
        ForecastResult result = await ForecastAsync(Billed(5_000), new ForecastOptions { Period = ForecastPeriod.BillingPeriod, Basis = CostBasis.Amortized, GroupBy = [Dimension.Model] });
        Assert.Equal(2, result.Rows.Count);
        Assert.Equal(30.7m, result.Rows.Sum(row => row.Expected!.Value), 3);
    }

    [Fact]
    public async Task Overage_whose_price_is_not_known_is_not_forecast()
    {
        UsageSample sample = Billed(5_000, overage: null);
        ForecastResult result = await ForecastAsync(sample, new ForecastOptions { Period = ForecastPeriod.BillingPeriod, Basis = CostBasis.Amortized });
        Assert.Null(Assert.Single(result.Rows).Expected);
        Assert.Contains(result.Warnings, warning => warning.Id == "OverageNotForecast");
    }

    [Theory]
    [InlineData(CostBasis.Amortized)]
    [InlineData(CostBasis.Overage)]
    public async Task A_bill_has_the_period_of_the_plan(CostBasis basis)
    {
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => ForecastAsync(Billed(1), new ForecastOptions { Basis = basis }));
        Assert.Equal(("ForecastNeedsBillingPeriod", FailureCategory.Usage), (failure.ErrorId, failure.Category));
    }

    [Fact]
    public async Task A_billing_period_that_is_not_known_is_an_error_that_names_the_connection()
    {
        UsageSample sample = new UsageSample().Add(Rows(Year), Year);
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => ForecastAsync(sample, new ForecastOptions { Period = ForecastPeriod.BillingPeriod }));
        Assert.Equal("BillingPeriodNotKnown", failure.ErrorId);
        Assert.Contains("'acme'", failure.Message, StringComparison.Ordinal);
    }

    private static UsageSample Billed(long perDay, decimal? overage = 0.30m)
    {
        var price = new PlanRateAnswer(new PlanRate(22m, 121_000, "USD", "test/creator", overage), null);
        var sample = new UsageSample
        {
            Rate = _ => price,
            Month = day =>
            {
                DateOnly start = day.Day >= 12 ? new DateOnly(day.Year, day.Month, 12) : new DateOnly(day.Year, day.Month, 12).AddMonths(-1);
                DateOnly next = start.AddMonths(1);
                var days = new DateRange(start, next.AddDays(-1));
                return new BillingMonth(start.ToDateTime(TimeOnly.MinValue), next.ToDateTime(TimeOnly.MinValue), days, days.Days, [new BilledPlan(days, price)], 121_000);
            },
        };
        return sample.Add(Year.EachDay().SelectMany(day => new[] { Row(day, perDay / 2, 1m), Row(day, perDay - (perDay / 2), 1m) with { Model = "b" } }), Year, state: Provisional);
    }

    private static Task<ForecastResult> ForecastAsync(UsageSample sample, ForecastOptions options) =>
        new CostForecaster(sample.Costs, sample.PricesAsync, sample.Time).ForecastAsync(sample.Connections, options, default);

    private static IEnumerable<SampleRow> Rows(DateRange days, Func<DateOnly, decimal>? cost = null) => days.EachDay().Select(day => Row(day, 100, cost?.Invoke(day) ?? 2m));

    private static SampleRow Row(DateOnly day, long credits, decimal cost) => new(day, "a", "hash-a", "TTS", credits, 1, 1m, cost);

    private static DayState Provisional(DateOnly day) => day > UsageSample.Today.AddDays(-4) ? DayState.Provisional : DayState.Final;
}

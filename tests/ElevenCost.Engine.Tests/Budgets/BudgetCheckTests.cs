using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tests.Costing;

namespace ElevenCost.Engine.Tests.Budgets;

/// <summary>How budgets stand over a ledger; today is 20 November 2026. Each day uses 100 credits and costs 2 USD, so that November costs 60.</summary>
public sealed class BudgetCheckTests
{
    private static readonly DateRange Year = new(new DateOnly(2025, 11, 21), UsageSample.Today);

    [Theory]
    [InlineData("100", BudgetState.Ok, "40.0 % of the budget is used, and 60.0 % is expected by 2026-11-30.", null)]
    [InlineData("60", BudgetState.Ok, "66.7 % of the budget is used, and 100.0 % is expected by 2026-11-30.", null)]
    [InlineData("50", BudgetState.AtRisk, "60.00 USD is expected by 2026-11-30, 120.0 % of the budget.", "2026-11-25")]
    [InlineData("40", BudgetState.AtRisk, "60.00 USD is expected by 2026-11-30, 150.0 % of the budget.", "2026-11-20")]
    [InlineData("20", BudgetState.Over, "200.0 % of the budget is used: 40.00 USD of 20.00 USD.", "2026-11-11")]
    public async Task A_budget_stands_by_what_was_used_and_what_is_expected(string amount, BudgetState state, string reason, string? passedOn)
    {
        UsageSample sample = Sample();
        BudgetStatus status = await CheckAsync(sample, Budget(amount));
        CostTotal total = Assert.Single((await sample.QueryAsync(new CostQuery { Range = new DateRange(new DateOnly(2026, 11, 1), UsageSample.Today), Granularity = Granularity.Total })).Totals);
        Assert.Equal((state, reason, passedOn), (status.State, status.Reason, status.PassedOn?.ToString("yyyy-MM-dd")));
        Assert.Equal((total.Cost, decimal.Parse(amount) - total.Cost, 60m), (status.Used, status.Left, status.Expected));
        Assert.Equal((new DateTime(2026, 11, 1), new DateTime(2026, 11, 30), "USD", CostBasis.Consumed), (status.From, status.To, status.Currency, status.CostBasis));
        Assert.Equal(("a-key", 100m), (status.Driver, status.DriverPercent));
    }

    [Fact]
    public async Task Thresholds_are_reached_by_what_was_used_and_by_what_is_expected()
    {
        Budget budget = Budget("80") with { Thresholds = "25,50,75,90" };
        BudgetStatus status = await CheckAsync(Sample(), budget);
        Assert.Equal((50m, 75m), (status.ThresholdReached, status.ThresholdExpected));
        Assert.Null((await CheckAsync(Sample(), Budget("1000"))).ThresholdReached);
    }

    [Theory]
    [InlineData(10_000, BudgetState.Ok, 2000)]
    [InlineData(2_500, BudgetState.AtRisk, 2000)]
    [InlineData(1_999, BudgetState.Over, 2000)]
    public async Task A_budget_in_credits_needs_no_price(long credits, BudgetState state, long used)
    {
        UsageSample sample = new UsageSample().Add(Rows(Year).Select(row => row with { Cost = null }), Year, state: Provisional);
        BudgetStatus status = await CheckAsync(sample, Budget(null) with { Credits = credits, Currency = null, CostBasis = null });
        Assert.Equal((state, (decimal?)used, 0L), (status.State, status.Used, status.UnpricedCredits));
        Assert.Equal(3000m, status.Expected);
    }

    [Fact]
    public async Task Usage_of_a_key_counts_alone_and_the_driver_is_a_model()
    {
        UsageSample sample = new UsageSample().Add([.. Rows(Year), .. Rows(Year).Select(row => row with { ApiKey = "b-key", Model = "m2", Cost = 7m })], Year, state: Provisional);
        Assert.Equal((40m, "a"), Used(await CheckAsync(sample, Budget("100") with { ApiKey = "a-*" })));
        Assert.Equal((140m, "m2"), Used(await CheckAsync(sample, Budget("1000") with { ApiKey = "b-key" })));
        Assert.Equal((180m, "b-key"), Used(await CheckAsync(sample, Budget("1000"))));
        Assert.Equal((40m, "a-key"), Used(await CheckAsync(sample, Budget("1000") with { Model = "a" })));

        static (decimal?, string?) Used(BudgetStatus status) => (status.Used, status.Driver);
    }

    [Fact]
    public async Task Days_that_are_missing_are_never_ok()
    {
        DateOnly[] missing = [new(2026, 11, 5)];
        UsageSample sample = new UsageSample().Add(Rows(Year).Where(row => !missing.Contains(row.Date)), Year, without: missing, state: Provisional);
        BudgetStatus status = await CheckAsync(sample, Budget("100"));
        Assert.Equal((BudgetState.Unknown, "Days of the period are missing or failed: sync them.", 38m), (status.State, status.Reason, status.Used));
        Assert.Equal(Completeness.Partial, status.Completeness);
        Assert.Equal(BudgetState.AtRisk, (await CheckAsync(sample, Budget("50"))).State);
        Assert.Equal(BudgetState.Over, (await CheckAsync(sample, Budget("30"))).State);
    }

    [Fact]
    public async Task Usage_without_a_price_is_never_ok()
    {
        UsageSample sample = new UsageSample().Add(Rows(Year).Select(row => row.Date.Day == 3 ? row with { Cost = null } : row), Year, state: Provisional);
        BudgetStatus status = await CheckAsync(sample, Budget("100"));
        Assert.Equal((BudgetState.Unknown, "100 credits of its usage have no price.", 100L), (status.State, status.Reason, status.UnpricedCredits));
    }

    [Fact]
    public async Task Usage_in_another_currency_is_never_ok_and_never_added()
    {
        UsageSample sample = Sample().Add(Rows(Year).Select(row => row with { Connection = "globex" }), Year, "globex", "EUR", Provisional);
        BudgetStatus status = await CheckAsync(sample, Budget("100"));
        Assert.Equal((BudgetState.Unknown, 40m), (status.State, status.Used));
        Assert.Contains("EUR", status.Reason, StringComparison.Ordinal);
        Assert.Equal((BudgetState.Ok, 40m), await StateAsync(Budget("100") with { Connection = "acme" }));
        Assert.Equal((BudgetState.Ok, 40m), await StateAsync(Budget("100") with { Currency = "EUR", Connection = "glob*" }));

        async Task<(BudgetState, decimal?)> StateAsync(Budget budget) => (await CheckAsync(sample, budget)) is var one ? (one.State, one.Used) : default;
    }

    [Fact]
    public async Task What_there_is_nothing_to_read_of_is_unknown()
    {
        Assert.Equal((BudgetState.Unknown, "There is no connection 'nobody'."), await ReasonAsync(Sample(), Budget("1") with { Connection = "nobody" }));
        Assert.Equal((BudgetState.Unknown, "There is no connection yet."), await ReasonAsync(new UsageSample(), Budget("1")));
        var before = new DateRange(new DateOnly(2026, 8, 1), new DateOnly(2026, 9, 1));
        Assert.Equal(BudgetState.Unknown, (await ReasonAsync(new UsageSample().Add(Rows(before), before), Budget("1"))).Item1);
        Assert.Equal((BudgetState.Unknown, "The billing period is unknown, or differs between its connections."),
            await ReasonAsync(Sample(), Budget("1") with { Period = BudgetPeriod.BillingPeriod }));

        static async Task<(BudgetState, string)> ReasonAsync(UsageSample sample, Budget budget) => (await CheckAsync(sample, budget)) is var one ? (one.State, one.Reason) : default;
    }

    [Theory]
    [InlineData(BudgetPeriod.Month, "2026-11-01", "2026-11-30")]
    [InlineData(BudgetPeriod.Quarter, "2026-10-01", "2026-12-31")]
    [InlineData(BudgetPeriod.Year, "2026-01-01", "2026-12-31")]
    public async Task Periods_are_those_of_the_calendar(BudgetPeriod period, string from, string to)
    {
        BudgetStatus status = await CheckAsync(Sample(), Budget("100000") with { Period = period });
        Assert.Equal((from, to, BudgetState.Ok), (status.From!.Value.ToString("yyyy-MM-dd"), status.To!.Value.ToString("yyyy-MM-dd"), status.State));
        Assert.Equal(2m * (status.To.Value - status.From.Value).Days + 2, status.Expected);
    }

    [Fact]
    public async Task Too_little_history_is_no_forecast_and_says_so()
    {
        var days = new DateRange(UsageSample.Today.AddDays(-19), UsageSample.Today);
        UsageSample sample = new UsageSample().Add(Rows(days).Where(row => row.Date > UsageSample.Today.AddDays(-2)), days, state: day => day < UsageSample.Today.AddDays(-3) ? DayState.Failed : DayState.Provisional);
        Assert.NotEqual(BudgetState.Ok, (await CheckAsync(sample, Budget("100"))).State);
    }

    [Fact]
    public async Task Only_budgets_that_hold_today_are_checked()
    {
        Assert.Empty(await AllAsync(Sample(), [Budget("1") with { From = new DateTime(2026, 11, 21) }, Budget("1") with { To = new DateTime(2026, 11, 19) }]));
        Assert.Single(await AllAsync(Sample(), [Budget("1") with { From = new DateTime(2026, 11, 20), To = new DateTime(2026, 11, 20) }]));
    }

    private static UsageSample Sample() => new UsageSample().Add(Rows(Year), Year, state: Provisional);

    private static Budget Budget(string? amount) => new()
    {
        Name = "b", Period = BudgetPeriod.Month, Amount = amount is null ? null : decimal.Parse(amount), Currency = "USD", CostBasis = CostBasis.Consumed, Thresholds = BudgetEntry.UsualThresholds,
    };

    private static async Task<BudgetStatus> CheckAsync(UsageSample sample, Budget budget) => Assert.Single(await AllAsync(sample, [budget]));

    private static async Task<List<BudgetStatus>> AllAsync(UsageSample sample, IReadOnlyList<Budget> budgets)
    {
        var statuses = new List<BudgetStatus>();
        var check = new BudgetCheck(sample.Costs, new CostForecaster(sample.Costs, sample.PricesAsync, sample.Time), sample.PricesAsync, sample.Time);
        await foreach (BudgetStatus status in check.CheckAsync(budgets, sample.Connections, _ => { }, default))
        {
            statuses.Add(status);
        }

        return statuses;
    }

    private static IEnumerable<SampleRow> Rows(DateRange days) => days.EachDay().Select(day => new SampleRow(day, "a", "a-key", "TTS", 100, 1, 1m, 2m));

    private static DayState Provisional(DateOnly day) => day > UsageSample.Today.AddDays(-4) ? DayState.Provisional : DayState.Final;
}

namespace ElevenCost.Engine.Forecasts;

/// <summary>The errors of forecasts: id, text and remedy of each in one place.</summary>
internal static class ForecastErrors
{
    internal static readonly ErrorKind ForecastNeedsBillingPeriod = new(FailureCategory.Usage,
        "A forecast on the basis `Amortized` or `Overage` needs the billing period.",
        "Set `-Period BillingPeriod`, or use `Consumed` or `PlanRate`.");

    public static ElevenCostException NeedsBillingPeriod(CostBasis? basis) => new(ForecastNeedsBillingPeriod,
        $"A forecast on the basis {basis} is not supported for other periods: fee and overage are those of a billing month.",
        "Forecast the billing period, or use the basis Consumed or PlanRate.");
}

namespace ElevenCost;

/// <summary>Up to when a forecast reaches.</summary>
public enum ForecastPeriod
{
    /// <summary>From the first to the last day of the current month.</summary>
    Month,

    /// <summary>From the last reset of the plan's credits to the day before the next.</summary>
    BillingPeriod,
}

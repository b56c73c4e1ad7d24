namespace ElevenCost;

/// <summary>How often a subscription is paid. Credits reset every month whatever it is, and prices are per month.</summary>
public enum BillingPeriod
{
    /// <summary>Every month; <c>monthly_period</c> in the API.</summary>
    Monthly,

    /// <summary>Every three months; <c>3_month_period</c>.</summary>
    ThreeMonth,

    /// <summary>Every six months; <c>6_month_period</c>.</summary>
    SixMonth,

    /// <summary>Every year; <c>annual_period</c>.</summary>
    Annual,
}

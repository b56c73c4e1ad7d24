namespace ElevenCost;

/// <summary>What a budget is for.</summary>
public enum BudgetPeriod
{
    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A calendar quarter.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,

    /// <summary>From one reset of the plan's credits to the day before the next.</summary>
    BillingPeriod,
}

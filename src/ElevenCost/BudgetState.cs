namespace ElevenCost;

/// <summary>How a budget stands. A higher value is worse.</summary>
public enum BudgetState
{
    /// <summary>Within the budget, and expected to stay there. All days are known, and all usage has a price.</summary>
    Ok,

    /// <summary>Unknown: days are missing or failed, usage has no price, or there is no usage.</summary>
    Unknown,

    /// <summary>Still within the budget, and expected to pass it before the period ends.</summary>
    AtRisk,

    /// <summary>The budget is passed.</summary>
    Over,
}

namespace ElevenCost;

/// <summary>How a quota stands against its reset.</summary>
public enum QuotaState
{
    /// <summary>Unknown: the burn, the reset or the credits left are unknown.</summary>
    Unknown,

    /// <summary>There is no quota: pay-as-you-go.</summary>
    NoQuota,

    /// <summary>At the present burn the credits last to the reset.</summary>
    Lasts,

    /// <summary>At the present burn the credits run out before the reset.</summary>
    RunsOut,

    /// <summary>No credits are left, and none beyond the plan have been used.</summary>
    Exhausted,

    /// <summary>More credits have been used than the plan and its rollover hold.</summary>
    Overage,

    /// <summary>Pay As You Go: the plan's credits are used up, and usage is drawn from the prepaid balance.</summary>
    OnBalance,
}

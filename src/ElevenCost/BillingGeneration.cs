namespace ElevenCost;

/// <summary>How use beyond the plan's credits is paid. ElevenLabs has had two ways side by side since 2026-05-07.</summary>
public enum BillingGeneration
{
    /// <summary>Use beyond the plan is overage, on the invoice: accounts from before 2026-05-07 that have not switched, and Enterprise.</summary>
    UsageBased,

    /// <summary>Use beyond the plan is drawn from a prepaid balance at the plan's own rate. There is no overage: at a balance of 0 usage pauses.</summary>
    PayAsYouGo,
}

/// <summary>Which generation of billing a connection is said to have.</summary>
public enum BillingChoice
{
    /// <summary>Decided by what ElevenLabs reports of the account.</summary>
    Auto,

    /// <summary><see cref="BillingGeneration.UsageBased"/>, whatever ElevenLabs reports.</summary>
    UsageBased,

    /// <summary><see cref="BillingGeneration.PayAsYouGo"/>, whatever ElevenLabs reports.</summary>
    PayAsYouGo,
}

namespace ElevenLabs.Simulator;

/// <summary>The two generations of billing, which the API does not name.</summary>
public enum SimulatedBilling
{
    /// <summary>Accounts of before 2026-05-07: use beyond the plan is overage.</summary>
    UsageBased,

    /// <summary>Accounts since: use beyond the plan is drawn from a prepaid balance, and the workspace is not entitled to overage.</summary>
    PayAsYouGo,
}

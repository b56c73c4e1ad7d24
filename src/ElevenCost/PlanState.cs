namespace ElevenCost;

/// <summary>What a plan is to the account whose usage it is compared by.</summary>
public enum PlanState
{
    /// <summary>The plan that the account has, or had.</summary>
    Current,

    /// <summary>The account can change to it.</summary>
    Available,

    /// <summary>Not open to the account: a former price that it has not kept, or usage-based billing once it is on Pay As You Go.</summary>
    Closed,

    /// <summary>It would not have served all usage: neither overage nor a balance pays for more than its credits.</summary>
    Insufficient,

    /// <summary>What it would have cost is not known.</summary>
    Unknown,
}

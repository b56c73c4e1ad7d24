namespace ElevenCost;

/// <summary>What a rule did in the days that were looked at.</summary>
public enum CostCenterRuleState
{
    /// <summary>It took usage, or split a fee.</summary>
    Taking,

    /// <summary>No usage matched it.</summary>
    NoUsage,

    /// <summary>Usage matched it, but rules before it took all of that.</summary>
    NotReached,

    /// <summary>It held on none of the days.</summary>
    NotInForce,
}

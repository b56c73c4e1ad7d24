namespace ElevenCost;

/// <summary>How the plan's fee is split between cost centers on the basis <see cref="CostBasis.Amortized"/>; overage always follows usage.</summary>
public enum FeeSplit
{
    /// <summary>By usage: who uses more bears more of the fee. So it is where no rule says otherwise.</summary>
    ByUsage,

    /// <summary>In equal parts between the cost centers that rules name for the connection on the day, whether or not they use anything.</summary>
    Even,

    /// <summary>In the rule's shares, whoever uses it.</summary>
    Fixed,
}

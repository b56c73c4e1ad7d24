namespace ElevenCost;

/// <summary>What a listed row of cost has beside its cost.</summary>
[Flags]
internal enum ListedParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>How many groups it sums up.</summary>
    Top = 1,

    /// <summary>Its share of the total.</summary>
    Share = 2,

    /// <summary>The cost in the period before, and the change.</summary>
    Previous = 4,
}

namespace ElevenCost.Engine.Charts;

/// <summary>The doubt about a day, in ascending severity.</summary>
internal enum ChartMark
{
    /// <summary>Nothing: it is final.</summary>
    None,

    /// <summary>It may still change.</summary>
    Provisional,

    /// <summary>Part of it is unknown or has no price: it is a lower bound, or not known at all.</summary>
    Partial,
}

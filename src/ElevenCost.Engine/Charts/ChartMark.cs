namespace ElevenCost.Engine.Charts;

/// <summary>What has to be said of a day, the worse the later.</summary>
internal enum ChartMark
{
    /// <summary>Nothing: it is final.</summary>
    None,

    /// <summary>It may still change.</summary>
    Provisional,

    /// <summary>Part of it is unknown or has no price: it is a lower bound, or not known at all.</summary>
    Partial,
}

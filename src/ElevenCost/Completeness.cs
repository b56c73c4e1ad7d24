namespace ElevenCost;

/// <summary>How far a cost row can be trusted; the least complete day of its bucket decides.</summary>
public enum Completeness
{
    /// <summary>Every day of the bucket within the range is final.</summary>
    Final,

    /// <summary>Every day is known, at least one may still change.</summary>
    Provisional,

    /// <summary>At least one day is missing or failed, or is not kept by what is filtered: the figures are a lower bound.</summary>
    Partial,
}

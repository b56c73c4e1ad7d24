namespace ElevenCost;

/// <summary>What is unusual about a cost.</summary>
public enum AnomalyKind
{
    /// <summary>More than is usual on such days.</summary>
    Spike,

    /// <summary>Less than is usual on such days.</summary>
    Drop,

    /// <summary>The first usage after at least 14 known days without any.</summary>
    New,

    /// <summary>No usage up to the last day, for longer than chance explains.</summary>
    Stopped,
}

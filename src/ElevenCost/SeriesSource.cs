namespace ElevenCost;

/// <summary>Where a series value comes from.</summary>
public enum SeriesSource
{
    /// <summary>It was stored by a sync.</summary>
    Ledger,

    /// <summary>It was read just now.</summary>
    Live,

    /// <summary>It is made up of kept and of live values.</summary>
    LedgerAndLive,
}

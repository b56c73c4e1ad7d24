namespace ElevenCost;

/// <summary>What is known of one day of one connection.</summary>
public enum DayState
{
    /// <summary>Never synced: its usage is unknown, not zero.</summary>
    Missing,

    /// <summary>Synced and adding up, but read before the day had ended plus the lookback: late data may still change it.</summary>
    Provisional,

    /// <summary>Read once more after the day had ended plus the lookback. A day without usage is then known to be zero.</summary>
    Final,

    /// <summary>Asked for, but the answer did not add up; the reason is kept with the day, and its figures may be absent.</summary>
    Failed,
}

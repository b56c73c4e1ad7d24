namespace ElevenCost;

/// <summary>How a connection fares, by what its syncs left in the ledger; nothing is asked of ElevenLabs.</summary>
public enum ConnectionHealth
{
    /// <summary>No sync has been tried yet.</summary>
    NeverSynced,

    /// <summary>The latest sync succeeded, within the last 48 hours.</summary>
    Healthy,

    /// <summary>The latest sync succeeded, but more than 48 hours ago: a schedule may have stopped.</summary>
    Stale,

    /// <summary>The latest sync failed, or left days that do not add up; <see cref="Connection.HealthMessage"/> says why.</summary>
    Failing,
}

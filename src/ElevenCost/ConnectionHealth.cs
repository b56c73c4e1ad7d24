namespace ElevenCost;

/// <summary>The health of a connection, from the results of its syncs in the ledger; sends no request. The first state that applies counts: failures, then plan, then age.</summary>
public enum ConnectionHealth
{
    /// <summary>No sync has been tried yet.</summary>
    NeverSynced,

    /// <summary>The latest sync succeeded, within the last 48 hours, and nothing is the matter with the plan.</summary>
    Healthy,

    /// <summary>The latest sync succeeded, but more than 48 hours ago: a schedule may have stopped.</summary>
    Stale,

    /// <summary>
    /// The latest sync failed, for example because its key could not be read, or left days that do not add up; <see cref="Connection.HealthMessage"/>
    /// says why.
    /// </summary>
    Failing,

    /// <summary>ElevenLabs rejected the key at the latest sync: it is revoked or rotated.</summary>
    KeyRefused,

    /// <summary>The key works, but may no longer read what a sync needs, or the workspace is gone.</summary>
    NoAccess,

    /// <summary>ElevenLabs has suspended the account or disabled its plan.</summary>
    Suspended,

    /// <summary>A payment has failed.</summary>
    PaymentFailed,

    /// <summary>An invoice is open.</summary>
    InvoiceOpen,

    /// <summary>The plan became a smaller one within the last 30 days.</summary>
    PlanDowngraded,
}

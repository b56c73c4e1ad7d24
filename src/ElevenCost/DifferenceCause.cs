namespace ElevenCost;

/// <summary>Why two figures of a reconciliation differ.</summary>
public enum DifferenceCause
{
    /// <summary>They do not differ.</summary>
    None,

    /// <summary>No more than rounding makes up.</summary>
    Rounding,

    /// <summary>The day, or the last hours, are so recent that data still comes in, or came in after the day was stored.</summary>
    LateData,

    /// <summary>The difference is exactly the use without an API key: the website.</summary>
    WebsiteUse,

    /// <summary>One side counts days of another time zone.</summary>
    OtherZone,

    /// <summary>One side counts in another unit, scale or currency.</summary>
    OtherUnit,

    /// <summary>ElevenLabs has changed the day since it was synced.</summary>
    Restated,

    /// <summary>Members of several groups count in each, members of none in none.</summary>
    GroupMembership,

    /// <summary>The two answer different questions and are not meant to be equal.</summary>
    DifferentQuestion,

    /// <summary>The difference is the tax.</summary>
    Tax,

    /// <summary>The invoice names a discount.</summary>
    Discount,

    /// <summary>A change of the plan, or its end, is pending.</summary>
    PendingChange,

    /// <summary>The invoice holds the fee alone; overage is charged apart.</summary>
    OverageApart,

    /// <summary>The subscription's credits are a pool that other workspaces, which are billed together, use too.</summary>
    SharedPool,

    /// <summary>Invoices are open.</summary>
    OpenInvoices,

    /// <summary>The ledger does not have the day.</summary>
    NotKept,

    /// <summary>One side could not be read, or is not known.</summary>
    NotReadable,

    /// <summary>What the ledger stores of the day was changed after its sync, outside ElevenCost.</summary>
    ChangedOutside,

    /// <summary>Nothing that is known explains it.</summary>
    Unexplained,
}

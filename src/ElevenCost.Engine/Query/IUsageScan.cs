using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>What is known of the usage of a query beside its sums.</summary>
internal interface IUsageScan
{
    /// <summary>How much of each bucket is known.</summary>
    BucketNotes Buckets { get; }

    /// <summary>Names of IDs over all connections that were read.</summary>
    NameBook Names { get; }

    /// <summary>Whether a cost center passes the filters.</summary>
    bool TakesCenter(string center);
}

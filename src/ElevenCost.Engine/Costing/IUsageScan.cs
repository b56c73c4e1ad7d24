using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Costing;

/// <summary>What is known of the usage of a query beside its sums. Buckets are named by a day; see <see cref="HourAxis"/> for hours.</summary>
internal interface IUsageScan
{
    /// <summary>Every bucket that has come, at least in part, and the least complete of its parts.</summary>
    Dictionary<DateOnly, Completeness> BucketCompleteness { get; }

    /// <summary>The same, told apart by connection.</summary>
    Dictionary<(DateOnly Bucket, string Connection), Completeness> ConnectionCompleteness { get; }

    /// <summary>The buckets of which at least a part is known, by connection, and how its usage would be priced.</summary>
    Dictionary<(DateOnly Bucket, string Connection), PricedAs> KnownBuckets { get; }

    /// <summary>Names of IDs over all connections that were read.</summary>
    NameBook Names { get; }

    /// <summary>Whether a cost center passes the filters.</summary>
    bool TakesCenter(string center);
}

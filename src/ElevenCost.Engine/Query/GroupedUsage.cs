using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>The answer to a question about usage, from the ledger or from live hours: all that is known of it, in one piece. Immutable.</summary>
internal sealed record GroupedUsage
{
    /// <summary>The sums of each group, a part for each way in which its days are priced; in no order.</summary>
    public required UsageGroups Groups { get; init; }

    /// <summary>How much of each bucket is known.</summary>
    public required BucketCompleteness Buckets { get; init; }

    /// <summary>Names of IDs over all connections that were read.</summary>
    public required NameBook Names { get; init; }

    /// <summary>What the user should know, in the order in which it was found.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>What the rules of cost centers came to; null if usage was not attributed.</summary>
    public RuleUse? Rules { get; init; }

    /// <summary>The connections whose hours could not be read, each with the reason.</summary>
    public IReadOnlyList<UnreadConnection> Unread { get; init; } = [];

    /// <summary>The sums of all groups.</summary>
    /// <exception cref="OverflowException">A sum exceeds its type.</exception>
    public UsageSums Total()
    {
        var total = default(UsageSums);
        for (int group = 0; group < Groups.Count; group++)
        {
            total.Add(Groups.SumsOf(group));
        }

        return total;
    }
}

/// <summary>A connection that could not be read. Immutable.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Failure">Why.</param>
internal sealed record UnreadConnection(Connection Connection, ElevenCostException Failure);

using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Query;

/// <summary>What the rows of a question are grouped by beside its own dimensions. Immutable.</summary>
internal sealed record UsageReading
{
    /// <summary>Whether groups are by connection, even where the question does not ask for that.</summary>
    public bool ByConnection { get; init; }

    /// <summary>
    /// Whether there is a group for a bucket that was synced and had no usage, which is known to be zero. Only where groups are by connection at most.
    /// </summary>
    public bool WithEmptyBuckets { get; init; }

    /// <summary>The rules of cost centers; null if usage is not attributed.</summary>
    public RuleBook? Rules { get; init; }

    /// <summary>Whether the plan's fee is split by rules of its own.</summary>
    public bool WithFees { get; init; }

    /// <summary>Whether it is kept which rules usage matched besides the one that took it.</summary>
    public bool KeepsReach { get; init; }

    /// <summary>The prices of a connection's days; null if usage is not priced, and for a connection whose usage has its own value.</summary>
    public DayPricing? Prices { get; init; }
}

/// <summary>Reads the prices of a connection's days.</summary>
/// <param name="connection">The connection.</param>
/// <param name="range">The days.</param>
/// <param name="today">Today in the connection's zone.</param>
/// <param name="cancellationToken">Ends the work.</param>
/// <returns>The prices; null if the usage has its own value.</returns>
internal delegate Task<IDayPrices?> DayPricing(Connection connection, DateRange range, DateOnly today, CancellationToken cancellationToken);

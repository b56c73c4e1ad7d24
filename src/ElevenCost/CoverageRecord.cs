using System.Globalization;

namespace ElevenCost;

/// <summary>What is known of one day of one connection. Immutable.</summary>
public sealed record CoverageRecord
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The day in the connection's zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime Date { get; init; }

    /// <summary>Final, provisional, missing or failed.</summary>
    public required DayState State { get; init; }

    /// <summary>When the day was last read, in UTC; null if it never was.</summary>
    public DateTime? SyncedAt { get; init; }

    /// <summary>How many records are kept; null if the day is missing.</summary>
    public int? Records { get; init; }

    /// <summary>Credits of the day; null if the day is missing.</summary>
    public long? Credits { get; init; }

    /// <summary>Where the day came from; null if it is missing.</summary>
    public string? Source { get; init; }

    /// <summary>Why the day failed; null if it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>The day and its state; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}: {State}");
}

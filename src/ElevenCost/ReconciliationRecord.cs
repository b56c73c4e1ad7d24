using System.Globalization;

namespace ElevenCost;

/// <summary>Two figures that should agree, by how much they differ, and why. Immutable.</summary>
public sealed record ReconciliationRecord
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>What is compared.</summary>
    public required ReconciliationCheck Check { get; init; }

    /// <summary>The breakdown whose keys are summed, for <see cref="ReconciliationCheck.StatisticsSlice"/>; null for the other checks.</summary>
    public Dimension? Breakdown { get; init; }

    /// <summary>The first day, in the connection's zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day, included; the same as <see cref="From"/> for a single day.</summary>
    public required DateTime To { get; init; }

    /// <summary>Where <see cref="Left"/> comes from, in words.</summary>
    public required string LeftName { get; init; }

    /// <summary>The first figure, in <see cref="Unit"/>; null if unknown.</summary>
    public decimal? Left { get; init; }

    /// <summary>Where <see cref="Right"/> comes from, in words.</summary>
    public required string RightName { get; init; }

    /// <summary>The second figure, in <see cref="Unit"/>; null if unknown.</summary>
    public decimal? Right { get; init; }

    /// <summary><see cref="Left"/> less <see cref="Right"/>; null if one of them is, or where they are in two currencies.</summary>
    public decimal? Difference { get; init; }

    /// <summary><c>credits</c>, <c>requests</c>, <c>minutes</c>, or the ISO 4217 code of a currency; null if the currency is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether the two agree, or why they do not is known; null if they could not be compared.</summary>
    public bool? Passed { get; init; }

    /// <summary>Why they differ.</summary>
    public required DifferenceCause Cause { get; init; }

    /// <summary>The cause in plain words, and what to do; null if they do not differ.</summary>
    public string? Explanation { get; init; }

    /// <summary>The check, its days and its outcome; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Check} {From:yyyy-MM-dd}..{To:yyyy-MM-dd}: {(Passed is { } passed ? passed ? "passed" : "failed" : "not compared")}");
}

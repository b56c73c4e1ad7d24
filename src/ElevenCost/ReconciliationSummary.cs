using System.Globalization;

namespace ElevenCost;

/// <summary>One check of a connection over all its days: how many figures agree, and the largest difference. Immutable.</summary>
public sealed record ReconciliationSummary
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>What is compared.</summary>
    public required ReconciliationCheck Check { get; init; }

    /// <summary>The worst of its comparisons: false if one failed, null if none failed but one could not be made, else true.</summary>
    public bool? Passed { get; init; }

    /// <summary>The first day of its comparisons, in the connection's zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day of its comparisons, included.</summary>
    public required DateTime To { get; init; }

    /// <summary>How many comparisons found no difference.</summary>
    public required int Agreed { get; init; }

    /// <summary>How many comparisons found a difference, explained or not.</summary>
    public required int Differed { get; init; }

    /// <summary>How many comparisons could not be made.</summary>
    public required int NotCompared { get; init; }

    /// <summary>The largest difference in relation to the figures compared, unexplained ones first; null if unknown.</summary>
    public decimal? Difference { get; init; }

    /// <summary>The unit of <see cref="Difference"/>: <c>credits</c>, <c>requests</c>, <c>minutes</c>, or the ISO 4217 code of a currency; null if that is null.</summary>
    public string? Unit { get; init; }

    /// <summary>The first day of the comparison with that difference; null if no comparison found a difference.</summary>
    public DateTime? DifferenceOn { get; init; }

    /// <summary>The breakdown of the comparison with that difference, for <see cref="ReconciliationCheck.StatisticsSlice"/>; null otherwise.</summary>
    public Dimension? Breakdown { get; init; }

    /// <summary>The cause of the worst comparison.</summary>
    public required DifferenceCause Cause { get; init; }

    /// <summary>That cause in plain words, and what to do; null if nothing differs.</summary>
    public string? Explanation { get; init; }

    /// <summary>The check, its days and its state; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Check} {From:yyyy-MM-dd}..{To:yyyy-MM-dd}: {(Passed is { } passed ? passed ? "passed" : "failed" : "not compared")}");
}

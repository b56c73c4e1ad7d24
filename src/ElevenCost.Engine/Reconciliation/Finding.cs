namespace ElevenCost.Engine.Reconciliation;

/// <summary>Why two figures differ, in words.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Explanation">The words; null if nothing differs.</param>
internal readonly record struct Finding(DifferenceCause Cause, string? Explanation)
{
    public static Finding None { get; } = new(DifferenceCause.None, null);

    public static Finding Rounding { get; } = new(DifferenceCause.Rounding, "The difference is no larger than rounding explains.");

    /// <summary>Whether the check is passed; null if nothing could be compared.</summary>
    public bool? Passed => Cause switch
    {
        DifferenceCause.Unexplained or DifferenceCause.ChangedOutside => false,
        DifferenceCause.NotKept or DifferenceCause.NotReadable => null,
        _ => true,
    };
}

/// <summary>What is compared: two named figures of some days.</summary>
internal sealed record Comparison(
    string Connection, ReconciliationCheck Check, DateRange Days, string LeftName, decimal? Left, string RightName, decimal? Right, string? Unit)
{
    /// <summary>The record of the comparison.</summary>
    /// <param name="finding">Why the figures differ.</param>
    /// <param name="comparable">Whether the figures can be taken from each other.</param>
    /// <param name="breakdown">The breakdown of a slice.</param>
    public ReconciliationRecord With(Finding finding, bool comparable = true, Dimension? breakdown = null) => new()
    {
        Connection = Connection,
        Check = Check,
        Breakdown = breakdown,
        From = Days.Start.ToDateTime(TimeOnly.MinValue),
        To = Days.End.ToDateTime(TimeOnly.MinValue),
        LeftName = LeftName,
        Left = Left,
        RightName = RightName,
        Right = Right,
        Difference = comparable ? Left - Right : null,
        Unit = Unit,
        Passed = finding.Passed,
        Cause = finding.Cause,
        Explanation = finding.Explanation,
    };
}

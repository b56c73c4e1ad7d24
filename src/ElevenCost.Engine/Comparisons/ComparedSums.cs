namespace ElevenCost.Engine.Comparisons;

/// <summary>The sums of groups of one currency in two ranges. Immutable.</summary>
/// <param name="Cost">The cost; null if that of no group is known.</param>
/// <param name="PreviousCost">The cost before, likewise.</param>
/// <param name="Change">The change; null if that of any group is unknown, or there is no group: one unknown makes the sum of all unknown, too.</param>
internal sealed record ComparedSums(decimal? Cost, decimal? PreviousCost, decimal? Change)
{
    private const int PercentDigits = 1;

    /// <summary>The change in percent of the cost before, to a tenth; null if that is 0 or unknown.</summary>
    public decimal? ChangePercent => Percent(Change, PreviousCost);

    /// <summary>Adds groups up.</summary>
    public static ComparedSums Of(ComparedGroup[] groups) => new(
        Array.Exists(groups, group => group.Cost is not null) ? groups.Sum(group => group.Cost ?? 0) : null,
        Array.Exists(groups, group => group.PreviousCost is not null) ? groups.Sum(group => group.PreviousCost ?? 0) : null,
        groups.Length > 0 && Array.TrueForAll(groups, group => group.Change is not null) ? groups.Sum(group => group.Change) : null);

    /// <summary>A part in percent of a whole, to a tenth; null if either is unknown, or the whole is 0.</summary>
    public static decimal? Percent(decimal? part, decimal? whole) =>
        part is null || whole is null or 0 ? null : decimal.Round(part.Value / whole.Value * 100, PercentDigits);
}

using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>What was read of some days: those that add up, with their rows; and those that do not, with the reason.</summary>
/// <param name="Good">The days that add up, in order.</param>
/// <param name="Failed">The days that do not, each with the reason.</param>
/// <param name="Source">Where they were read.</param>
/// <param name="Table">Rows; those of other days are left out when it is stored.</param>
/// <param name="Sums">The sums of the good days that have rows.</param>
/// <param name="Currency">ISO 4217 code of the costs; null if none was named.</param>
/// <param name="Dimensions">What the good days are broken down by.</param>
/// <param name="Names">Names that were learnt.</param>
/// <param name="Starts">For each row the instant at which its hour begins, in UTC; null if days were read.</param>
internal sealed record UsageWindow(
    IReadOnlyList<DateOnly> Good,
    IReadOnlyDictionary<DateOnly, string> Failed,
    UsageSource Source,
    UsageTable Table,
    IReadOnlyDictionary<DateOnly, DaySums> Sums,
    string? Currency,
    Func<DateOnly, IReadOnlyList<Dimension>> Dimensions,
    NameBook Names,
    IReadOnlyList<DateTime>? Starts = null)
{
    /// <summary>ISO 4217 code of the costs of days whose values were known from before; the others have <see cref="Currency"/>.</summary>
    public IReadOnlyDictionary<DateOnly, string?> Currencies { get; init; } = new Dictionary<DateOnly, string?>();
}

using System.Globalization;

namespace ElevenCost.Engine.Pricing;

/// <summary>The user's own prices, which win over the catalogue. Immutable.</summary>
/// <param name="entries">The entries in the order of the file: without overlap for the same tier, connection and period.</param>
internal sealed class PriceOverlay(IReadOnlyList<PriceEntry> entries)
{
    /// <summary>The file's name within the home.</summary>
    public const string FileName = "prices.json";

    /// <summary>No price of the user's own.</summary>
    public static PriceOverlay Empty { get; } = new([]);

    /// <summary>The entries in the order of the file.</summary>
    public IReadOnlyList<PriceEntry> Entries { get; } = entries;

    /// <summary>Names a price of the file: unique, because prices of the same tier, connection and period do not overlap and so differ in their first day.</summary>
    public static string VersionOf(string tier, WildcardPattern? connection, string? period, DateOnly? from) =>
        $"{FileName}/{tier}"
        + (connection is null ? "" : $"@{connection}")
        + (period is null ? "" : $" {period}")
        + (from is { } day ? string.Create(CultureInfo.InvariantCulture, $" from {day:yyyy-MM-dd}") : "");

    /// <summary>The entry that holds, the most specific first; null where none does.</summary>
    /// <remarks>
    /// A connection's name before a wildcard before none; then a named billing period before any; then the latest start; then the
    /// order of the file, which only decides between two wildcards.
    /// </remarks>
    public PriceEntry? Find(string tier, string connection, string billingPeriod, DateOnly day) => Entries
        .Where(entry => entry.IsOf(tier)
            && entry.HoldsOn(day)
            && (entry.BillingPeriod is null || entry.BillingPeriod == billingPeriod)
            && (entry.Connection is null || entry.Connection.IsMatch(connection)))
        .OrderByDescending(entry => entry.Connection switch { null => 0, { IsLiteral: false } => 1, _ => 2 })
        .ThenByDescending(entry => entry.BillingPeriod is not null)
        .ThenByDescending(entry => entry.From ?? DateOnly.MinValue)
        .FirstOrDefault();
}

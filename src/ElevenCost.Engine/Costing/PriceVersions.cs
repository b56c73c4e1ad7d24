using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>The versions of prices that several rows or parts of a row came from.</summary>
internal static class PriceVersions
{
    /// <summary>Each version once, ordinal.</summary>
    /// <param name="joined">Versions, or several joined by <see cref="UnitPrice.VersionSeparator"/>; null for none.</param>
    public static IEnumerable<string> Of(IEnumerable<string?> joined) =>
        joined.OfType<string>().Distinct().SelectMany(versions => versions.Split(UnitPrice.VersionSeparator)).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The same, joined; null if there is none.</summary>
    public static string? Join(IEnumerable<string?> joined) => string.Join(UnitPrice.VersionSeparator, Of(joined)) is { Length: > 0 } all ? all : null;
}

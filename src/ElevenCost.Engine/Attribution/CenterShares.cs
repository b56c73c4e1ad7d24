using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ElevenCost.Engine.Attribution;

/// <summary>The cost centers of a rule and the part that each bears, exactly: <c>Acme</c>, or <c>Acme:60; Beta:40</c>. Immutable.</summary>
/// <param name="Parts">Each center once, with its part of the whole; the parts sum up to 1.</param>
internal sealed record CenterShares(IReadOnlyList<(string Center, Fraction Part)> Parts)
{
    /// <summary>What a text of shares looks like, to end a sentence with.</summary>
    public const string Expected = "a cost center such as \"Acme\", or several with weights above 0 such as \"Acme:60; Beta:40\"";

    private const int LongestCenter = 100;
    private const int LongestWeight = 15;

    /// <summary>The whole for one center.</summary>
    public static CenterShares Whole(string center) => new([(center, new Fraction(1, 1))]);

    /// <summary>Equal parts.</summary>
    public static CenterShares Even(IReadOnlyList<string> centers) => new([.. centers.Select(center => (center, new Fraction(1, centers.Count)))]);

    /// <summary>Reads shares, and writes them as stored.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CenterShares? shares, [NotNullWhen(true)] out string? canonical)
    {
        shares = null;
        canonical = null;
        var weights = new List<(string Center, decimal Weight, string Text)>();
        string[] parts = (text ?? "").Split(';', StringSplitOptions.TrimEntries);
        foreach (string part in parts)
        {
            int colon = part.LastIndexOf(':');
            string center = (colon < 0 ? part : part[..colon]).Trim();
            string weight = colon < 0 ? "" : part[(colon + 1)..].Trim();
            decimal value = 1;
            bool isWeight = colon < 0 ? parts.Length == 1 : weight.Length <= LongestWeight
                && decimal.TryParse(weight, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value > 0;
            if (!isWeight || !IsCenter(center) || weights.Exists(known => known.Center.Equals(center, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            weights.Add((center, value, weight));
        }

        Fraction sum = weights.Aggregate(Fraction.Zero, (total, part) => total + Fraction.Of(part.Weight));
        shares = new CenterShares([.. weights.Select(part => (part.Center, Fraction.Of(part.Weight) * new Fraction(sum.Denominator, sum.Numerator)))]);
        canonical = weights is [var only] ? only.Center : string.Join("; ", weights.Select(part => $"{part.Center}:{part.Text}"));
        return true;
    }

    private static bool IsCenter(string center) => center.Length is > 0 and <= LongestCenter
        && !center.Contains(':', StringComparison.Ordinal) && !center.Any(char.IsControl)
        && !center.Equals(CostCenterRule.Unattributed, StringComparison.OrdinalIgnoreCase);
}

namespace ElevenCost.Engine.Api;

/// <summary>Currencies as the API writes them: in any case, the documented ones and any other of three letters.</summary>
internal static class CurrencyCode
{
    /// <summary>The units that the API documents for money (specification of 2026-08-22, and <c>gbp</c> since), in lower case.</summary>
    public static IReadOnlyList<string> Documented => Units;

    private static readonly string[] Units = ["usd", "eur", "inr", "pln", "gbp"];

    // Three letters that the API uses, or may use, for a unit of something else than money.
    private static readonly string[] OtherUnits = ["min", "sec", "hrs", "day"];

    /// <summary>The ISO 4217 code, upper case; null for what is none, such as the unit <c>min</c>.</summary>
    public static string? Read(string? text) =>
        text?.Trim() is { Length: 3 } code && code.All(char.IsAsciiLetter) && !OtherUnits.Contains(code, StringComparer.OrdinalIgnoreCase)
            ? code.ToUpperInvariant()
            : null;
}

namespace ElevenCost.Engine.Api;

/// <summary>Reads currency codes. ElevenLabs names <c>usd eur inr pln gbp</c>; any other three letters are a currency all the same.</summary>
internal static class CurrencyCode
{
    /// <summary>The currencies that the API is known to name, in its own spelling.</summary>
    public static readonly string[] Known = ["usd", "eur", "inr", "pln", "gbp"];

    // Three letters that the API uses, or may use, for a unit of something else than money.
    private static readonly string[] OtherUnits = ["min", "sec", "hrs", "day"];

    /// <summary>The code in upper case; null if the text is not three letters, or names another unit.</summary>
    public static string? Read(string? text) =>
        text?.Trim() is { Length: 3 } code && code.All(char.IsAsciiLetter) && !OtherUnits.Contains(code, StringComparer.OrdinalIgnoreCase)
            ? code.ToUpperInvariant()
            : null;
}

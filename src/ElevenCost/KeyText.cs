using System.Text.RegularExpressions;

namespace ElevenCost;

/// <summary>API keys in texts that people typed or pasted in the wrong place.</summary>
internal static partial class KeyText
{
    private const string Masked = "(key)";

    /// <summary>The text, with <c>(key)</c> for whatever has the form of a key: <c>sk_</c> and eight letters or digits or more.</summary>
    public static string Mask(string text) => KeyPattern().Replace(text, Masked);

    /// <summary>The text, with <c>(key)</c> also for a whole word of 32 hexadecimal digits or more, the form of older keys: for what was typed, not for IDs.</summary>
    public static string MaskTyped(string text) => HexPattern().Replace(Mask(text), Masked);

    /// <summary>Whether a word has the form of a key, old or new.</summary>
    public static bool LooksLikeKey(string word) => KeyPattern().IsMatch(word) || HexPattern().IsMatch(word);

    [GeneratedRegex("(?<![0-9A-Za-z_])sk_[0-9A-Za-z]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();

    [GeneratedRegex("(?<![0-9A-Za-z_])[0-9a-f]{32,}(?![0-9A-Za-z_])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HexPattern();
}

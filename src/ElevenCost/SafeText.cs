using System.Globalization;
using System.Text.RegularExpressions;

namespace ElevenCost;

/// <summary>Makes text that comes from elsewhere fit for a terminal. Both fronts use it for what they print, and failures for what they say; other objects, JSON and exports keep the text whole.</summary>
public static partial class SafeText
{
    /// <summary>
    /// What is escaped: control characters (ESC, NUL and C1 among them), marks that turn the direction of text, line and paragraph separators,
    /// private use, and halves of surrogate pairs. Joiners stay, because scripts and emoji need them.
    /// </summary>
    public const string Unsafe =
        @"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}-[\u200c\u200d]]|\udb40[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]";

    /// <summary>The text with each of those characters written as <c>\u001b</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepLines">
    /// Whether line breaks stay: of our own texts of several lines alone. A carriage return without a line feed, which lets the rest of a line overwrite
    /// its beginning, is none.
    /// </param>
    public static string Escape(string text, bool keepLines = false) => UnsafePattern().Replace(text, match =>
        keepLines && (match.Value == "\n" || (match.Value == "\r" && match.Index + 1 < text.Length && text[match.Index + 1] == '\n'))
        ? match.Value
        : string.Concat(match.Value.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))));

    [GeneratedRegex(Unsafe, RegexOptions.CultureInvariant)]
    private static partial Regex UnsafePattern();
}

using System.Globalization;
using System.Text;

namespace ElevenCost.Cli.Terminal;

/// <summary>Text that comes from elsewhere, made fit for a terminal.</summary>
internal static class SafeText
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Writes control characters, and those that turn the direction of text, as <c>\u001b</c>: they could rewrite what is on the screen.</summary>
    public static string Escape(string text)
    {
        if (text.EnumerateRunes().All(IsPlain))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsPlain(rune))
            {
                safe.Append(rune.ToString());
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return safe.ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);
}

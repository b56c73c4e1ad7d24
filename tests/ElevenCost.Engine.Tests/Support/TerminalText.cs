using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>What reaches a terminal.</summary>
internal static class TerminalText
{
    /// <summary>The characters that could control a terminal or hide text, as code points: all but printable ones, spaces, line feeds and the joiners that scripts need.</summary>
    public static string[] Unsafe(string text) =>
    [
        .. text.EnumerateRunes()
            .Where(rune => rune.Value is not ('\n' or 0x200c or 0x200d) && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)
            .Select(rune => rune.Value.ToString("x4", CultureInfo.InvariantCulture)).Distinct(),
    ];
}

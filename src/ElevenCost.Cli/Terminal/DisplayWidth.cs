using System.Globalization;
using System.Text;

namespace ElevenCost.Cli.Terminal;

/// <summary>How many columns of a terminal a text takes, as most terminals count: East Asian wide letters and emoji two, marks none.</summary>
internal static class DisplayWidth
{
    private const string Ellipsis = "…";

    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF),
        (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text)
    {
        int width = 0;
        foreach (string element in Elements(text))
        {
            width += OfElement(element);
        }

        return width;
    }

    /// <summary>The text within so many columns: its middle gives way to "…", for names differ at their ends.</summary>
    public static string Shorten(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        if (width < 2)
        {
            return width == 1 ? Ellipsis : "";
        }

        string[] elements = [.. Elements(text)];
        int tailWidth = (width - 1) / 2;
        string tail = Take(Enumerable.Reverse(elements), tailWidth, (taken, element) => element + taken);
        string head = Take(elements, width - 1 - Of(tail), (taken, element) => taken + element);
        return head + Ellipsis + tail;
    }

    private static string Take(IEnumerable<string> elements, int width, Func<string, string, string> join)
    {
        string taken = "";
        foreach (string element in elements)
        {
            int next = OfElement(element);
            if (next > width)
            {
                break;
            }

            width -= next;
            taken = join(taken, element);
        }

        return taken;
    }

    private static IEnumerable<string> Elements(string text)
    {
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }

    private static int OfElement(string element) => Math.Min(2, element.EnumerateRunes().Sum(OfRune));

    private static int OfRune(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}

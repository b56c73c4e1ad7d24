using System.Globalization;
using Wcwidth;

namespace ElevenCost.Engine.Tables;

/// <summary>How many columns of a terminal a text takes, as most terminals count: East Asian wide letters and emoji two, marks none. The widths are those of the package Wcwidth.</summary>
public static class DisplayWidth
{
    private const string Ellipsis = "…";

    /// <summary>The columns of a text.</summary>
    public static int Of(string text)
    {
        int width = 0;
        foreach (string element in Elements(text))
        {
            width += OfElement(element);
        }

        return width;
    }

    /// <summary>The text within so many columns.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The columns.</param>
    /// <param name="keepStart">Whether its end gives way to "…"; else its middle does, because names differ at their ends.</param>
    public static string Shorten(string text, int width, bool keepStart = false)
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
        int tailWidth = keepStart ? 0 : (width - 1) / 2;
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

    /// <summary>A joined emoji is two columns wide, whatever it is made of.</summary>
    private static int OfElement(string element) => Math.Min(2, element.EnumerateRunes().Sum(rune => Math.Max(0, UnicodeCalculator.GetWidth(rune.Value))));
}

using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Alerts;

/// <summary>Texts of messages. They hold names that anybody may have given.</summary>
internal static class MessageText
{
    private const char Ellipsis = '…';

    /// <summary>A text on one line, without control characters and those that turn the direction of text, and without API keys.</summary>
    public static string Clean(string text) => SafeText.Escape(KeyText.Mask(text));

    /// <summary>As much of a text as fits, escaped, with an ellipsis if something is left out. No escape sequence is cut.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many UTF-16 code units the result may have.</param>
    /// <param name="escape">Escapes one character; null if none needs to be.</param>
    public static string Fit(string text, int most, Func<Rune, string?>? escape = null)
    {
        var fitted = new StringBuilder();
        int lengthThatLeavesRoom = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            fitted.Append(escape?.Invoke(rune) ?? rune.ToString());
            if (fitted.Length > most)
            {
                fitted.Length = lengthThatLeavesRoom;
                return fitted.Append(Ellipsis).ToString();
            }

            lengthThatLeavesRoom = fitted.Length <= most - 1 ? fitted.Length : lengthThatLeavesRoom;
        }

        return fitted.ToString();
    }

    /// <summary>An amount of money, rounded to cents, or a number of credits.</summary>
    public static string Amount(decimal amount, string? currency) =>
        currency is null ? amount.ToString("#,##0", CultureInfo.InvariantCulture) + " credits" : amount.ToString("#,##0.00", CultureInfo.InvariantCulture) + " " + currency;

    /// <summary>A day.</summary>
    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

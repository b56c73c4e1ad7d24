namespace ElevenCost.Engine;

/// <summary>Input as a message may show it.</summary>
internal static class ShownText
{
    private const int LongestShown = 40;

    /// <summary>A value on one line, fit for a terminal, not too long, and never an API key that was pasted into the wrong place.</summary>
    /// <param name="value">The value.</param>
    /// <param name="longest">The most characters that are shown.</param>
    public static string Of(string value, int longest = LongestShown)
    {
        if (value.Contains("sk_", StringComparison.OrdinalIgnoreCase))
        {
            return "(hidden: it looks like an API key)";
        }

        // Not between the halves of one character.
        int length = value.Length > longest && char.IsHighSurrogate(value[longest - 1]) ? longest - 1 : longest;
        return SafeText.Escape(value.Length > longest ? string.Concat(value.AsSpan(0, length), "...") : value);
    }
}

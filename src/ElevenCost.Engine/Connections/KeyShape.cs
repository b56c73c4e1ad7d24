namespace ElevenCost.Engine.Connections;

/// <summary>What an API key can look like. Keys may change their form, so only what no header could carry is refused.</summary>
public static class KeyShape
{
    private const int KeyIdLength = 64;

    /// <summary>Returns the key.</summary>
    /// <param name="key">The text that is to be a key.</param>
    /// <param name="where">Where it comes from, for the message, which never holds any part of it.</param>
    /// <exception cref="ElevenCostException"><c>KeyNotValid</c>.</exception>
    public static string Check(string key, string where)
    {
        if (key.Length == KeyIdLength && key.All(char.IsAsciiHexDigit))
        {
            throw NotValid($"What {where} holds looks like the ID of an API key (64 hexadecimal digits), not like the key.",
                "Give the key itself: it begins with sk_ and is shown once, when it is created or rotated.");
        }

        if (key.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw NotValid($"What {where} holds is not text in UTF-8 or UTF-16.", "Save it as UTF-8.");
        }

        return key.All(c => c is > ' ' and < (char)127)
            ? key
            : throw NotValid($"What {where} holds cannot be an API key: it has spaces, control characters or letters beyond ASCII.",
                "Copy the key again, and nothing around it.");
    }

    private static ElevenCostException NotValid(string message, string remedy) => new("KeyNotValid", FailureCategory.Permission, message, remedy);
}

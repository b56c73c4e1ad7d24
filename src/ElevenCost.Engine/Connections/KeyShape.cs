namespace ElevenCost.Engine.Connections;

/// <summary>What an API key can look like. Keys may change their form, so only what no header could carry is rejected.</summary>
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
            throw ConnectionErrors.IsKeyId(where);
        }

        if (key.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw ConnectionErrors.KeyNotText(where);
        }

        return key.All(c => c is > ' ' and < (char)127)
            ? key
            : throw ConnectionErrors.KeyNotPlain(where);
    }
}

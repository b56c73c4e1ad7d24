using System.Text;

namespace ElevenCost.Engine.Api;

/// <summary>Masks a key, and pieces of it, in a server's answers.</summary>
internal static class KeyMask
{
    /// <summary>A piece of this length does not occur by chance; a shorter one, such as the last four characters, reveals nothing.</summary>
    public const int ShortestPiece = 8;

    private const string Mask = "(key)";

    /// <summary>The text without any piece of the key of <see cref="ShortestPiece"/> characters or more, whatever their case.</summary>
    public static string Apply(string text, string key)
    {
        if (key.Length < ShortestPiece)
        {
            return key.Length == 0 ? text : text.Replace(key, Mask, StringComparison.OrdinalIgnoreCase);
        }

        StringBuilder? masked = null;
        int copied = 0;
        int at = 0;
        while (at + ShortestPiece <= text.Length)
        {
            int length = PieceAt(text, at, key);
            if (length == 0)
            {
                at++;
                continue;
            }

            masked ??= new StringBuilder(text.Length);
            masked.Append(text, copied, at - copied).Append(Mask);
            at += length;
            copied = at;
        }

        return masked is null ? text : masked.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Whether the text holds such a piece.</summary>
    public static bool IsIn(string text, string key) => !ReferenceEquals(Apply(text, key), text);

    private static int PieceAt(string text, int at, string key)
    {
        int found = key.IndexOf(text.Substring(at, ShortestPiece), StringComparison.OrdinalIgnoreCase);
        int longest = 0;
        while (found >= 0)
        {
            int length = ShortestPiece;
            while (at + length < text.Length && found + length < key.Length && char.ToUpperInvariant(text[at + length]) == char.ToUpperInvariant(key[found + length]))
            {
                length++;
            }

            longest = Math.Max(longest, length);
            found = found + 1 + ShortestPiece <= key.Length ? key.IndexOf(text.Substring(at, ShortestPiece), found + 1, StringComparison.OrdinalIgnoreCase) : -1;
        }

        return longest;
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Connections;

/// <summary>
/// Finds the API key in what people save it as: alone, in quotes, as <c>NAME=value</c> of a <c>.env</c> file among others, in UTF-8 or UTF-16. No
/// message holds any part of the text.
/// </summary>
internal static partial class SavedKey
{
    private static readonly char[] LineEnds = ['\r', '\n'];

    private static readonly string[] KeyNames = ["ELEVENLABS_API_KEY", "XI_API_KEY", "ELEVEN_API_KEY", "ELEVENLABS_KEY"];

    /// <summary>The text of bytes: by their byte order mark, else UTF-16 where bytes are zero, else UTF-8.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ when bytes.Contains((byte)0) => ZeroesAt(bytes, 1) > ZeroesAt(bytes, 0) ? Encoding.Unicode : Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        return encoding.GetString(bytes);
    }

    /// <summary>The key in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">Why there is none, to follow "it"; null if there is one, or the text is empty.</param>
    /// <returns>The key; empty if the text is, null if none can be told.</returns>
    public static string? Find(string text, out string? problem)
    {
        problem = null;
        string[] lines = [.. text.Trim('\uFEFF', '\0').Split(LineEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'))];
        if (lines.Length == 0)
        {
            return "";
        }

        if (lines[0].StartsWith('{') || lines[0].StartsWith('<'))
        {
            problem = lines[0].StartsWith('{') ? "holds JSON, not a key alone" : "holds a web page or XML, not a key alone";
            return null;
        }

        (string? Name, string Value)[] entries = [.. lines.Select(Entry)];
        if (entries is [var only])
        {
            problem = only.Value.Length == 0 ? "holds a name without a value" : null;
            return problem is null ? only.Value : null;
        }

        string[] keys = [.. entries.Where(entry => entry.Name is not null && KeyNames.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)).Select(entry => entry.Value)];
        keys = keys.Length > 0 ? keys : [.. entries.Where(entry => entry.Value.StartsWith("sk_", StringComparison.Ordinal)).Select(entry => entry.Value)];
        problem = keys.Distinct(StringComparer.Ordinal).Count() switch
        {
            1 when keys[0].Length > 0 => null,
            1 => "holds a name without a value",
            0 => $"holds several lines, and none of them is {KeyNames[0]}=... or begins with sk_",
            _ => "holds several lines, and more than one of them could be the key",
        };
        return problem is null ? keys[0] : null;
    }

    private static int ZeroesAt(ReadOnlySpan<byte> bytes, int parity)
    {
        int zeroes = 0;
        for (int at = parity; at < bytes.Length; at += 2)
        {
            zeroes += bytes[at] == 0 ? 1 : 0;
        }

        return zeroes;
    }

    private static (string? Name, string Value) Entry(string line)
    {
        Match match = AssignmentPattern().Match(line);
        return match.Success ? (match.Groups["name"].Value, Unquoted(match.Groups["value"].Value)) : (null, Unquoted(line));
    }

    private static string Unquoted(string value)
    {
        string text = value.Trim().TrimEnd(';').Trim();
        return text.Length > 1 && (text[0], text[^1]) is ('"', '"') or ('\'', '\'') or ('`', '`') or ('\u201C', '\u201D') or ('\u2018', '\u2019')
            ? text[1..^1].Trim()
            : text;
    }

    [GeneratedRegex("""^(?:export\s+|set\s+|\$env:)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*=(?<value>.*)$""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AssignmentPattern();
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ElevenCost.Engine.Export;

/// <summary>Names of files, one for each of several values: safe on every platform, and no two alike even where case is ignored.</summary>
/// <param name="path">The path to put the values into: <c>cost.xlsx</c> becomes <c>cost-Sales.xlsx</c>.</param>
internal sealed class SplitNames(string path)
{
    private const int MostLetters = 40;
    private const int HashBytes = 4;
    private const char Separator = '-';

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The path for a value. To be asked once for each.</summary>
    public string For(string value)
    {
        string safe = Safe(value);

        // A name that is not the value itself gets a hash of it: the same in every export, whatever other values there are.
        if (safe != value || !_taken.Add(safe))
        {
            safe = $"{safe}{Separator}{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, HashBytes)).ToLowerInvariant()}";
            _taken.Add(safe);
        }

        return Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}{Separator}{safe}{Path.GetExtension(path)}");
    }

    /// <summary>The letters and digits of a value; what is between them is a hyphen.</summary>
    private static string Safe(string value)
    {
        var safe = new StringBuilder();
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (safe.Length >= MostLetters)
            {
                break;
            }

            if (Rune.IsLetterOrDigit(rune))
            {
                safe.Append(rune.ToString());
            }
            else if (rune.Value is '_' or '.')
            {
                safe.Append((char)rune.Value);
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) && safe.Length > 0 && safe[^1] != Separator)
            {
                safe.Append(Separator);
            }
        }

        return safe.ToString().Trim(Separator, '.') is { Length: > 0 } name ? name : "unnamed";
    }
}

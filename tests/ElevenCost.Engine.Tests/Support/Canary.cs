using System.Text;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>Finds a secret in what a program wrote.</summary>
internal static class Canary
{
    // As short as a piece that the masking of keys still masks.
    private const int Piece = 8;

    /// <summary>Whether bytes, read as Latin-1, hold a piece of the secret, or in Base64 all of it.</summary>
    public static bool IsIn(string bytes, string secret)
    {
        string text = bytes.Replace("\0", "", StringComparison.Ordinal);
        return Enumerable.Range(0, secret.Length - Piece + 1).Any(first => text.AsSpan().Contains(secret.AsSpan(first, Piece), StringComparison.OrdinalIgnoreCase))
            || Enumerable.Range(0, 3).Any(shift =>
            {
                // In Base64 a text has three forms, by where it begins; the characters at its ends depend on what is beside it.
                string coded = Convert.ToBase64String([.. new byte[shift], .. Encoding.UTF8.GetBytes(secret)]);
                return text.Contains(coded[4..^4], StringComparison.Ordinal);
            });
    }

    /// <summary>The files of a folder that hold a secret.</summary>
    public static string[] FilesWith(string folder, string secret) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => IsIn(Encoding.Latin1.GetString(File.ReadAllBytes(file)), secret))];

    /// <summary>The command lines and environments of the running processes that hold a secret, by their files in /proc.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="looked">How many could be read: those of other users cannot.</param>
    public static string[] ProcessesWith(string secret, out int looked)
    {
        var found = new List<string>();
        looked = 0;
        foreach (string file in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).SelectMany(folder => new[] { folder + "/cmdline", folder + "/environ" }))
        {
            try
            {
                string text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
                looked++;
                if (IsIn(text, secret))
                {
                    found.Add(file);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is of another user.
            }
        }

        return [.. found];
    }
}

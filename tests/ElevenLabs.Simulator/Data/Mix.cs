using System.Globalization;
using System.Text;

namespace ElevenLabs.Simulator;

/// <summary>A counter-based hash: every number of the workspace is a function of its coordinates, in any order of asking.</summary>
internal static class Mix
{
    public static ulong Of(ulong a)
    {
        // SplitMix64's finalizer.
        a += 0x9E3779B97F4A7C15UL;
        a = (a ^ (a >> 30)) * 0xBF58476D1CE4E5B9UL;
        a = (a ^ (a >> 27)) * 0x94D049BB133111EBUL;
        return a ^ (a >> 31);
    }

    public static ulong Of(ulong a, long b) => Of(Of(a) ^ (ulong)b);

    public static ulong Of(ulong a, long b, long c) => Of(Of(a, b) ^ (ulong)c);

    public static ulong Of(ulong a, string text)
    {
        foreach (char c in text)
        {
            a = Of(a, c);
        }

        return a;
    }

    /// <summary>A number in [0, 1).</summary>
    public static double Unit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    public static int Below(ulong hash, int bound) => (int)(hash % (ulong)bound);

    public static string Hex(ulong hash, int digits)
    {
        StringBuilder text = new();
        while (text.Length < digits)
        {
            text.Append(hash.ToString("x16", CultureInfo.InvariantCulture));
            hash = Of(hash);
        }

        return text.ToString(0, digits);
    }

    public static string Alphanumeric(ulong hash, int length)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        StringBuilder text = new(length);
        for (int i = 0; i < length; i++)
        {
            text.Append(alphabet[Below(Of(hash, i), alphabet.Length)]);
        }

        return text.ToString();
    }
}

namespace ElevenCost.Engine.Demo;

/// <summary>Numbers that depend only on what they are asked for, the same in every version of .NET and on every platform.</summary>
/// <remarks>The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), folded over the parts.</remarks>
internal static class SplitMix
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>A number of the whole range for some parts, whose order matters.</summary>
    public static ulong Hash(params ReadOnlySpan<long> parts)
    {
        ulong state = 0;
        foreach (long part in parts)
        {
            state = Mix(unchecked(state + GoldenGamma + (ulong)part));
        }

        return state;
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public static int Between(int least, int most, params ReadOnlySpan<long> parts) => least + (int)(Hash(parts) % (ulong)(most - least + 1));

    /// <summary>Hexadecimal digits, lower case.</summary>
    /// <param name="digits">How many: a multiple of 16.</param>
    /// <param name="parts">What they depend on.</param>
    public static string Hex(int digits, params ReadOnlySpan<long> parts)
    {
        ulong seed = Hash(parts);
        return string.Concat(Enumerable.Range(0, digits / 16).Select(block => Hash(unchecked((long)seed), block).ToString("x16", null)));
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}

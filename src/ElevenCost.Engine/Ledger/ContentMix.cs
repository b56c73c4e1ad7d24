using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>
/// A fingerprint of rows, whatever their order: sums, over the rows, of two mixes of each. Two contents that differ by accident have the same
/// one once in 2^128.
/// </summary>
internal struct ContentMix
{
    private ulong _first;
    private ulong _second;
    private int _rows;

    /// <summary>Adds a row.</summary>
    /// <param name="slice">What it is a row of.</param>
    /// <param name="cells">The rest of it.</param>
    public void Add(long slice, ReadOnlySpan<long> cells)
    {
        ulong left = 0x9E3779B97F4A7C15;
        ulong right = 0xC2B2AE3D27D4EB4F;
        MixIn(ref left, ref right, slice, 0);
        for (int column = 0; column < cells.Length; column++)
        {
            MixIn(ref left, ref right, cells[column], column + 1);
        }

        unchecked
        {
            _first += Mix(left);
            _second += Mix(right);
        }

        _rows++;
    }

    /// <summary>The fingerprint as text: the number of rows and both sums.</summary>
    public override readonly string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_rows}:{_first:x16}{_second:x16}");

    private static void MixIn(ref ulong left, ref ulong right, long cell, int column)
    {
        unchecked
        {
            left = Mix(left ^ (ulong)cell) + (ulong)column;
            right = Mix(right + (ulong)cell) ^ left;
        }
    }

    // The finalizer of MurmurHash3 with the constants of Stafford's variant 13, as SplitMix64 uses it.
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

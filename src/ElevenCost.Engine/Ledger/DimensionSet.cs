using System.Numerics;

namespace ElevenCost.Engine.Ledger;

/// <summary>Some of the dimensions that records have. Immutable.</summary>
/// <remarks>Asked for every day of a range, and by every first question of a process: so it is one number, without generic code.</remarks>
internal readonly struct DimensionSet
{
    private readonly int _bits;

    /// <param name="bits">A bit a record dimension, from the lowest, in the order of <see cref="UsageTable.RecordDimensions"/>.</param>
    public DimensionSet(int bits) => _bits = bits;

    /// <summary>Every record dimension.</summary>
    public static DimensionSet All { get; } = new((1 << UsageTable.RecordDimensions.Count) - 1);

    /// <summary>The set as a number: a bit a record dimension.</summary>
    public int Bits => _bits;

    /// <summary>How many there are.</summary>
    public int Count => BitOperations.PopCount((uint)_bits);

    /// <summary>The index of the first in <see cref="UsageTable.RecordDimensions"/>; only where there is one.</summary>
    public int FirstIndex => BitOperations.TrailingZeroCount(_bits);

    /// <summary>These and the others.</summary>
    public static DimensionSet operator |(DimensionSet left, DimensionSet right) => new(left._bits | right._bits);

    /// <summary>The record dimensions among some; others are passed over.</summary>
    public static DimensionSet Of(IReadOnlyList<Dimension> dimensions)
    {
        int bits = 0;
        for (int place = 0; place < dimensions.Count; place++)
        {
            int index = UsageTable.IndexOf(dimensions[place]);
            bits |= index < 0 ? 0 : 1 << index;
        }

        return new DimensionSet(bits);
    }

    /// <summary>The one dimension of an index.</summary>
    public static DimensionSet At(int index) => new(1 << index);

    /// <summary>The dimensions, in the order of <see cref="UsageTable.RecordDimensions"/>.</summary>
    public Dimension[] ToArray()
    {
        var dimensions = new Dimension[Count];
        int place = 0;
        for (int bits = _bits; bits != 0; bits &= bits - 1)
        {
            dimensions[place++] = UsageTable.RecordDimensions[BitOperations.TrailingZeroCount(bits)];
        }

        return dimensions;
    }

    /// <summary>Whether all of these are among the others.</summary>
    public bool IsWithin(DimensionSet others) => (_bits & ~others._bits) == 0;
}

using System.Runtime.InteropServices;

namespace ElevenCost.Engine.Ledger;

/// <summary>Adds up rows by the numbers of their values. For one thread.</summary>
/// <remarks>A hash table over flat arrays: millions of rows come by, and neither a key nor a sum is an object.</remarks>
/// <param name="width">By how many values.</param>
internal sealed class SumTable(int width)
{
    private readonly List<int> _values = [];
    private readonly List<StoredSums> _sums = [];

    // Places from 1 in both lists, by hash; 0 is free. Its length is a power of two.
    private int[] _places = new int[256];

    /// <summary>How many groups there are.</summary>
    public int Count => _sums.Count;

    /// <summary>The numbers of a group's values.</summary>
    public ReadOnlySpan<int> ValuesOf(int group) => CollectionsMarshal.AsSpan(_values).Slice(group * width, width);

    /// <summary>A group's sums.</summary>
    public ref readonly StoredSums SumsOf(int group) => ref CollectionsMarshal.AsSpan(_sums)[group];

    /// <summary>The sums that a row belongs to, to be added to before the next row is looked up.</summary>
    /// <param name="values">The numbers of its values.</param>
    public ref StoredSums Of(ReadOnlySpan<int> values)
    {
        int mask = _places.Length - 1;
        int slot = HashOf(values) & mask;
        while (_places[slot] is not 0 and int place)
        {
            if (ValuesOf(place - 1).SequenceEqual(values))
            {
                return ref CollectionsMarshal.AsSpan(_sums)[place - 1];
            }

            slot = (slot + 1) & mask;
        }

        _values.AddRange(values);
        _sums.Add(default);
        _places[slot] = _sums.Count;
        if (_sums.Count * 2 > _places.Length)
        {
            Grow();
        }

        return ref CollectionsMarshal.AsSpan(_sums)[^1];
    }

    /// <summary>Forgets all groups.</summary>
    public void Clear()
    {
        _values.Clear();
        _sums.Clear();
        Array.Clear(_places);
    }

    private static int HashOf(ReadOnlySpan<int> values)
    {
        unchecked
        {
            ulong hash = 0;
            foreach (int value in values)
            {
                hash = (hash ^ (uint)value) * 0x9E3779B97F4A7C15;
                hash ^= hash >> 32;
            }

            return (int)hash;
        }
    }

    private void Grow()
    {
        _places = new int[_places.Length * 2];
        int mask = _places.Length - 1;
        for (int group = 0; group < _sums.Count; group++)
        {
            int slot = HashOf(ValuesOf(group)) & mask;
            while (_places[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _places[slot] = group + 1;
        }
    }
}

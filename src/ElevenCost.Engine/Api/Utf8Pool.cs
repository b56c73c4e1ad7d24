namespace ElevenCost.Engine.Api;

/// <summary>Gives each different UTF-8 text a small number, without making a string for the millions that repeat.</summary>
internal sealed class Utf8Pool
{
    private readonly List<byte[]> _bytes = [];
    private readonly List<string> _texts = [];
    private int[] _buckets = new int[64];

    /// <summary>How many different texts there are.</summary>
    public int Count => _texts.Count;

    /// <summary>The text of a number.</summary>
    public string this[int index] => _texts[index];

    /// <summary>The number of a text.</summary>
    public int Intern(ReadOnlySpan<byte> utf8)
    {
        int slot = Slot(utf8, _buckets);
        if (_buckets[slot] is > 0 and int found)
        {
            return found - 1;
        }

        _bytes.Add(utf8.ToArray());
        _texts.Add(System.Text.Encoding.UTF8.GetString(utf8));
        _buckets[slot] = _texts.Count;
        if (_texts.Count * 2 > _buckets.Length)
        {
            Grow();
        }

        return _texts.Count - 1;
    }

    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = default(HashCode);
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }

    /// <summary>The bucket that holds the text, or the free one where it belongs.</summary>
    private int Slot(ReadOnlySpan<byte> utf8, int[] buckets)
    {
        int slot = Hash(utf8) & (buckets.Length - 1);
        while (buckets[slot] != 0 && !utf8.SequenceEqual(_bytes[buckets[slot] - 1]))
        {
            slot = (slot + 1) & (buckets.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        var larger = new int[_buckets.Length * 2];
        for (int index = 0; index < _bytes.Count; index++)
        {
            larger[Slot(_bytes[index], larger)] = index + 1;
        }

        _buckets = larger;
    }
}

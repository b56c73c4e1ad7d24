namespace ElevenCost.Engine.Ledger;

/// <summary>Months that were parsed, by the path of their file, within a limit of bytes; the one that was not asked for longest goes first. Safe for several threads.</summary>
/// <remarks>Every first question of a process passes here: a general cache would load five assemblies and compile itself while a user waits.</remarks>
/// <param name="limit">How many bytes are held.</param>
internal sealed class MonthCache(long limit)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byPath = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>What is held of a file as it is now; null where it is not held, or was another then.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stamp">What tells its version.</param>
    public MonthFile? Find(string path, MonthStamp stamp)
    {
        lock (_lock)
        {
            if (!_byPath.TryGetValue(path, out LinkedListNode<Entry>? node) || node.Value.Stamp != stamp)
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.File;
        }
    }

    /// <summary>Holds a file in the place of what was held of it; one that is larger than the limit is not held.</summary>
    public void Hold(string path, MonthStamp stamp, MonthFile file)
    {
        // It walks the values of the month: once, and not while others wait.
        long bytes = file.EstimatedBytes;
        lock (_lock)
        {
            Remove(path);
            if (bytes > limit)
            {
                return;
            }

            _byPath.Add(path, _byUse.AddFirst(new Entry(path, stamp, file, bytes)));
            _bytes += bytes;
            while (_bytes > limit)
            {
                Remove(_byUse.Last!.Value.Path);
            }
        }
    }

    /// <summary>Lets go of a file.</summary>
    public void Remove(string path)
    {
        lock (_lock)
        {
            if (_byPath.Remove(path, out LinkedListNode<Entry>? node))
            {
                _byUse.Remove(node);
                _bytes -= node.Value.Bytes;
            }
        }
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _byPath.Clear();
            _byUse.Clear();
            _bytes = 0;
        }
    }

    private sealed record Entry(string Path, MonthStamp Stamp, MonthFile File, long Bytes);
}

/// <summary>What tells one version of a month's file from another. Immutable.</summary>
/// <remarks>Two writes can fall into one tick of the file system's clock with the same length; their checksums still differ.</remarks>
/// <param name="Length">How many bytes it has.</param>
/// <param name="WrittenAt">When it was written, in UTC.</param>
/// <param name="Tail">Its end, which holds its checksum.</param>
internal sealed record MonthStamp(long Length, DateTime WrittenAt, string Tail);

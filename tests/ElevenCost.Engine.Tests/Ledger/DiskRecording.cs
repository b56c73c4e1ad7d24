namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>All that SQLite does to the files of a folder, in order. Safe for several threads.</summary>
internal sealed class DiskRecording : TestDisk
{
    private readonly object _lock = new();
    private readonly List<DiskOperation> _operations = [];
    private readonly Dictionary<string, int> _files = [];

    /// <summary>Begins with what the folder holds, all of which counts as flushed.</summary>
    public DiskRecording(string folder)
        : base(folder)
    {
        foreach (string path in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            int file = Open(Path.GetFileName(path));
            Write(file, 0, File.ReadAllBytes(path));
            Sync(file, flushesFolder: true);
        }

        FirstPoint = _operations.Count;
    }

    /// <summary>How many operations stand for what the folder held before.</summary>
    public int FirstPoint { get; }

    /// <summary>How many operations there are so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _operations.Count;
            }
        }
    }

    /// <summary>The operations, once all are done.</summary>
    public IReadOnlyList<DiskOperation> Operations => _operations;

    public override int Open(string name)
    {
        lock (_lock)
        {
            if (!_files.TryGetValue(name, out int file))
            {
                file = _operations.Count + 1;
                _files.Add(name, file);
                _operations.Add(new DiskOperation(DiskAction.Create, file, name));
            }

            return file;
        }
    }

    public override void Delete(string name, bool flushesFolder)
    {
        lock (_lock)
        {
            _files.Remove(name);
            _operations.Add(new DiskOperation(DiskAction.Delete, 0, name));
            if (flushesFolder)
            {
                _operations.Add(new DiskOperation(DiskAction.SyncFolder, 0));
            }
        }
    }

    public override void Write(int file, long offset, ReadOnlySpan<byte> bytes) => Add(new DiskOperation(DiskAction.Write, file, null, offset, bytes.ToArray()));

    public override void Truncate(int file, long length) => Add(new DiskOperation(DiskAction.Truncate, file, null, length));

    public override void Sync(int file, bool flushesFolder)
    {
        lock (_lock)
        {
            _operations.Add(new DiskOperation(DiskAction.Sync, file));
            if (flushesFolder)
            {
                _operations.Add(new DiskOperation(DiskAction.SyncFolder, 0));
            }
        }
    }

    private void Add(DiskOperation operation)
    {
        lock (_lock)
        {
            _operations.Add(operation);
        }
    }
}

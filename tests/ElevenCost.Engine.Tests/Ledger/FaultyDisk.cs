namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A disk that is slow, full, read-only or gone while a test wants it so.</summary>
/// <param name="folder">The folder of the files.</param>
internal sealed class FaultyDisk(string folder) : TestDisk(folder)
{
    private volatile Func<DiskAction, int>? _fault;
    private int _writes;

    /// <summary>How many writes there were, with those that failed.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>What happens before each operation: see <see cref="TestDisk.Before"/>. Null for a sound disk.</summary>
    public Func<DiskAction, int>? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    public override int Before(DiskAction action)
    {
        if (action == DiskAction.Write)
        {
            Interlocked.Increment(ref _writes);
        }

        return _fault?.Invoke(action) ?? 0;
    }
}

using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>Progress as it is told, at once and on the thread that tells.</summary>
internal sealed class Told(Action<SyncProgress>? also = null) : IProgress<SyncProgress>
{
    public List<SyncProgress> All { get; } = [];

    public void Report(SyncProgress value)
    {
        All.Add(value);
        also?.Invoke(value);
    }
}

using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine;

/// <summary>What a process keeps in memory between questions, within limits. Safe for several threads and several <see cref="EngineHost"/>s.</summary>
public sealed class EngineMemory : IDisposable
{
    internal LedgerCache Ledger { get; } = new();

    internal HourCache Hours { get; } = new();

    /// <summary>Frees all of it.</summary>
    public void Dispose()
    {
        Ledger.Dispose();
        Hours.Dispose();
    }
}

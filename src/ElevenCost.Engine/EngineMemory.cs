using ElevenCost.Engine.Query;

namespace ElevenCost.Engine;

/// <summary>What a process keeps between questions: the hours that were read. Safe for several threads.</summary>
public sealed class EngineMemory : IDisposable
{
    internal HourCache Hours { get; } = new();

    /// <summary>Lets go of all of it.</summary>
    public void Dispose() => Hours.Dispose();
}

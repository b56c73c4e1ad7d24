using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Sync;

/// <summary>Finds out what a connection's key may do.</summary>
public static class ConnectionProbe
{
    /// <summary>Probes each capability; one row each, in a fixed order, the key first. A refused key leaves the rest unprobed and failed.</summary>
    public static Task<IReadOnlyList<Capability>> RunAsync(
        Connection connection, IElevenLabsApi api, TimeProvider time, CancellationToken cancellationToken) => throw new NotSupportedException();
}

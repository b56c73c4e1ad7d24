namespace ElevenCost.Engine.Api;

/// <summary>Makes the API of a connection.</summary>
public static class ElevenLabsApi
{
    /// <summary>The API of a connection: over HTTPS, or the demo workspace for <see cref="KeySource.Demo"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="apiKey">The key; null for the demo.</param>
    /// <param name="time">The clock, for retries and the demo's today.</param>
    public static IElevenLabsApi Open(Connection connection, string? apiKey, TimeProvider time) => throw new NotSupportedException();
}

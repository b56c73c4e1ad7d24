using ElevenCost.Engine.Api;
using ElevenCost.Engine.Demo;

namespace ElevenCost.Engine;

/// <summary>Opens the API of a connection: over HTTPS, or the demo workspace.</summary>
/// <remarks>Beside <see cref="EngineHost"/>, because <c>Api</c> and <c>Demo</c> know nothing of each other.</remarks>
public static class ElevenLabsApi
{
    /// <summary>As the other, with the bounds that the environment sets: what the command line and the cmdlets open.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="apiKey">The key; null for the demo.</param>
    /// <param name="time">The clock, for retries and the demo's today.</param>
    /// <param name="environment">The value of an environment variable.</param>
    /// <param name="log">Receives a message before each retry, from any thread; null for no messages.</param>
    /// <exception cref="ElevenCostException">As of the other; <c>SilenceNotValid</c>: <see cref="ApiOptions.FromEnvironment"/>.</exception>
    public static IElevenLabsApi Open(Connection connection, string? apiKey, TimeProvider time, Func<string, string?> environment, Action<string>? log = null) =>
        Open(connection, apiKey, time, connection.KeySource == KeySource.Demo ? null : ApiOptions.FromEnvironment(environment), log);

    /// <summary>The API of a connection: over HTTPS, or the demo workspace for <see cref="KeySource.Demo"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="apiKey">The key; null for the demo.</param>
    /// <param name="time">The clock, for retries and the demo's today.</param>
    /// <param name="options">Bounds of the conversation; null for the defaults.</param>
    /// <param name="log">Receives a message before each retry, from any thread; null for no messages.</param>
    /// <exception cref="ElevenCostException"><c>BaseUriNotValid</c>: the base address is not HTTPS and not loopback; <c>ApiKeyMissing</c>; <c>ApiKeyInvalid</c>: no header can carry it.</exception>
    public static IElevenLabsApi Open(Connection connection, string? apiKey, TimeProvider time, ApiOptions? options = null, Action<string>? log = null) =>
        connection.KeySource == KeySource.Demo ? new DemoApi(time)
        : string.IsNullOrEmpty(apiKey) ? throw ApiErrors.KeyMissing(connection.Name)
        : apiKey.Any(letter => letter is <= ' ' or > '~') ? throw ApiErrors.KeyMalformed(connection.Name)
        : new ElevenLabsApiClient(connection.BaseUri, apiKey, options ?? new ApiOptions(), time, log);
}

using ElevenCost.Engine.Api;

namespace ElevenCost.PowerShell;

/// <summary>Opens the API of a connection, from any thread.</summary>
internal delegate Task<IElevenLabsApi> OpenApi(Connection connection, CancellationToken cancellationToken);

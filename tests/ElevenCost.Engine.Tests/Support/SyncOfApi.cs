using ElevenCost.Engine.Api;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>Syncs over an API that a test has opened.</summary>
internal static class SyncOfApi
{
    public static Task<SyncResult> RunAsync(
        this UsageSync sync, Connection connection, IElevenLabsApi api, SyncOptions options, IProgress<SyncProgress>? progress, CancellationToken cancellationToken) =>
        sync.RunAsync(connection, (_, _) => Task.FromResult(api), options, progress, cancellationToken);
}

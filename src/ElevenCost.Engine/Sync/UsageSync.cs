using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>Brings the ledger up to date.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock: which day is today, and which days have ended long enough to be final.</param>
public sealed class UsageSync(IUsageLedger ledger, TimeProvider time)
{
    /// <summary>Syncs one connection. Never throws for what a user, a server or the disk can do: the result tells.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="api">Its API; its limit of requests at a time is also that of windows.</param>
    /// <param name="options">What to sync.</param>
    /// <param name="progress">Told of each window; called from several threads, never two at a time. Null for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the windows that had finished are kept.</exception>
    public async Task<SyncResult> RunAsync(
        Connection connection, IElevenLabsApi api, SyncOptions options, IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        using var run = new SyncRun(connection, api, options, progress, ledger, time);
        SyncResult result;
        try
        {
            await run.ReadAsync(cancellationToken);
            result = run.Result(null);
        }
        catch (ElevenCostException e)
        {
            result = run.Result(e);
        }
        catch (OperationCanceledException)
        {
            await LogAsync(run.Result(new ElevenCostException("Canceled", FailureCategory.Unavailable, "The sync was cancelled.")));
            throw;
        }

        return await LogAsync(result);
    }

    private async Task<SyncResult> LogAsync(SyncResult result)
    {
        try
        {
            // What was done is told even if the sync is cancelled now.
            await ledger.AppendSyncLogAsync(result.Connection, result, CancellationToken.None);
            return result;
        }
        catch (ElevenCostException e) when (result.ErrorId is null)
        {
            return result with { Succeeded = false, ErrorId = e.ErrorId, Error = e.Message, Remedy = e.Remedy, ErrorCategory = e.Category };
        }
        catch (ElevenCostException e)
        {
            return result with { Warnings = [.. result.Warnings, $"The sync log could not be written: {e.Message}"] };
        }
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>Brings the ledger up to date.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock: which day is today, and which days have ended long enough to be final.</param>
public sealed class UsageSync(IUsageLedger ledger, TimeProvider time)
{
    // For the log of a sync that has nothing to write but that, or has waited for another writer: it does not wait for one.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(2);

    // Longer than the wait for another writer: a disk or a server that hangs must not keep a sync from ending.
    private static readonly TimeSpan LogPatience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Syncs one connection. Never throws for what a user, a server or the disk can do: the result tells, and the sync log, which also keeps
    /// that the API could not be opened, for example without a key. A range that cannot be synced is the asker's mistake and in no log.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="open">Opens its API, with the stored key; it is closed after use.</param>
    /// <param name="options">What to sync.</param>
    /// <param name="progress">Receives the progress after each window; called from several threads, never two at a time. Null for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the windows that had finished are kept.</exception>
    public async Task<SyncResult> RunAsync(
        Connection connection, Func<Connection, CancellationToken, Task<IElevenLabsApi>> open, SyncOptions options, IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        IElevenLabsApi api;
        try
        {
            api = await open(connection, cancellationToken);
        }
        catch (ElevenCostException e)
        {
            return await LogSoonAsync(NotBegun(connection, options, e));
        }

        using (api)
        {
            return await SyncAsync(connection, api, options, progress, cancellationToken);
        }
    }

    /// <summary>As <see cref="RunAsync"/>, as a stream: the progress, then the result as the last item. Disposing the enumerator ends the sync.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="open">Opens its API, from another thread.</param>
    /// <param name="options">What to sync.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<SyncStep> StreamAsync(
        Connection connection, Func<Connection, CancellationToken, Task<IElevenLabsApi>> open, SyncOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Who is slower than the sync sees the latest state only.
        var steps = Channel.CreateBounded<SyncProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<SyncResult> sync = Task.Run(async () =>
        {
            try
            {
                return await RunAsync(connection, open, options, new ChannelProgress(steps.Writer), stop.Token);
            }
            finally
            {
                steps.Writer.Complete();
            }
        }, CancellationToken.None);
        try
        {
            await foreach (SyncProgress progress in steps.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return new SyncStep(progress, null);
            }

            yield return new SyncStep(null, await sync);
        }
        finally
        {
            await stop.CancelAsync();
            await sync.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>The result of a sync that could not begin; in no log.</summary>
    public SyncResult NotBegun(Connection connection, SyncOptions options, ElevenCostException failure)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;

        // The zone may be what failed.
        DateOnly today = TimeZoneInfo.TryFindSystemTimeZoneById(connection.TimeZone, out TimeZoneInfo? zone) ? zone.Today(time) : DateOnly.FromDateTime(now);
        DateOnly to = options.To ?? today;
        DateOnly from = options.From ?? (options.Days is { } days ? to.AddDays(1 - days) : to);
        return new SyncResult
        {
            Connection = connection.Name,
            Succeeded = false,
            From = from.ToDateTime(TimeOnly.MinValue),
            To = to.ToDateTime(TimeOnly.MinValue),
            DaysAsked = 0,
            DaysSynced = 0,
            DaysFailed = 0,
            Records = 0,
            Credits = 0,
            Restatements = [],
            Warnings = [],
            ErrorId = failure.ErrorId,
            Error = failure.Message,
            Remedy = failure.Remedy,
            ErrorCategory = failure.Category,
            StartedAt = now,
            Duration = TimeSpan.Zero,
            Requests = 0,
        };
    }

    /// <summary>The days that a sync would ask for now, in order. Nothing is sent.</summary>
    /// <exception cref="ElevenCostException"><c>RangeNotValid</c>, or the ledger cannot be read.</exception>
    public async Task<IReadOnlyList<DateOnly>> PlanAsync(Connection connection, SyncOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<DayEntry> kept = await ledger.ReadDaysAsync(connection.Name, null, cancellationToken);
        return SyncPlan.From(kept, options, DayZone.Find(connection.TimeZone).Today(time), time.GetUtcNow().UtcDateTime).Asked;
    }

    private async Task<SyncResult> SyncAsync(
        Connection connection, IElevenLabsApi api, SyncOptions options, IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        await using var run = new SyncRun(connection, api, options, progress, ledger, time);
        SyncResult result;
        bool isLockedOut = false;
        using var limit = new CancellationTokenSource(options.TimeLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await run.ReadAsync(linked.Token);
            result = run.Result(null);
        }
        catch (ElevenCostException e)
        {
            isLockedOut = e.Kind == LedgerErrors.LedgerLocked;
            result = run.Result(e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = run.Result(SyncErrors.TimedOut(options.TimeLimit));
        }
        catch (OperationCanceledException)
        {
            // Nobody is told the warnings of a cancelled sync: the next one says again what the key can't list. The cancellation is what is told.
            await LogSoonAsync(run.Result(SyncErrors.Cancelled()) with { NotListed = null });
            throw;
        }

        return result.ErrorCategory == FailureCategory.Usage ? result

            // It has waited for the ledger already.
            : isLockedOut ? await LogSoonAsync(result)
            : await LogAsync(result);
    }

    private async Task<SyncResult> LogAsync(SyncResult result)
    {
        try
        {
            // What was done is told even if the sync is cancelled now.
            using var patience = new CancellationTokenSource(LogPatience);
            await ledger.AppendSyncLogAsync(result.Connection, result, patience.Token);
            return result;
        }
        catch (OperationCanceledException)
        {
            return NotLogged(result, "the ledger did not answer within a minute.");
        }
        catch (ElevenCostException e) when (result.ErrorId is null)
        {
            return result with { Succeeded = false, ErrorId = e.ErrorId, Error = e.Message, Remedy = e.Remedy, ErrorCategory = e.Category };
        }
        catch (ElevenCostException e)
        {
            return NotLogged(result, e.Message);
        }
    }

    /// <summary>Logs a sync, unless another process is writing: one that was cancelled, has no key, or has waited for the ledger does not wait.</summary>
    private async Task<SyncResult> LogSoonAsync(SyncResult result)
    {
        using var soon = new CancellationTokenSource(ShortPatience, time);
        try
        {
            await ledger.AppendSyncLogAsync(result.Connection, result, soon.Token);
            return result;
        }
        catch (ElevenCostException e)
        {
            return NotLogged(result, e.Message);
        }
        catch (OperationCanceledException)
        {
            return NotLogged(result, "another process is writing to the ledger.");
        }
    }

    private static SyncResult NotLogged(SyncResult result, string why) =>
        result with { Warnings = [.. result.Warnings, $"The sync log could not be written: {why}"] };

    private sealed class ChannelProgress(ChannelWriter<SyncProgress> steps) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value) => steps.TryWrite(value);
    }
}

/// <summary>A step of a sync: one of the two is there.</summary>
/// <param name="Progress">How far it has come.</param>
/// <param name="Result">What it did; the last step.</param>
public sealed record SyncStep(SyncProgress? Progress, SyncResult? Result);

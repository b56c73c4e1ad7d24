using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>What all cmdlets share: the engine, the end by Ctrl+C, errors and warnings.</summary>
public abstract class ElevenCostCommand : PSCmdlet, IDisposable
{
    /// <summary>Where the pages of cmdlets are, for <c>Get-Help -Online</c>.</summary>
    private protected const string HelpAddress = "https://github.com/elevencost/ElevenCost/blob/main/docs/";

    private const int MillisecondsBetweenLooks = 200;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Warning> _warnings = new();
    private readonly ConcurrentQueue<string> _details = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private EngineSession? _session;
    private bool _isDisposed;

    /// <summary>Cancelled when the pipeline stops.</summary>
    protected CancellationToken StopToken => _stop.Token;

    private protected EngineSession Session => _session ??= new EngineSession(Host, QueueWarning, _details.Enqueue, StopToken);

    /// <summary>Ends what holds resources, however the pipeline ended.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the work; called from another thread.</summary>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended by itself at the same moment.
        }
    }

    /// <summary>As <see cref="Dispose()"/>.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed)
        {
            return;
        }

        // Select-Object -First disposes without stopping: what still runs must end, too.
        _isDisposed = true;
        _stop.Cancel();
        _session?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Writes a result whose columns depend on what was asked.</summary>
    /// <param name="table">Its columns.</param>
    /// <param name="rows">Its rows.</param>
    private protected void WriteRows<T>(ResultTable table, IReadOnlyList<T> rows)
        where T : class
    {
        ResultView view = new ResultView(table, typeof(T), rows).Register(Host);
        foreach (T row in rows)
        {
            WriteObject(view.Present(row));
        }
    }

    /// <summary>Does a piece of work whose expected failures are errors that the rest of the pipeline outlives.</summary>
    /// <param name="target">What it is done to.</param>
    /// <param name="work">The work.</param>
    /// <returns>Whether it succeeded.</returns>
    private protected bool Try(object? target, Action work)
    {
        try
        {
            work();
            WriteQueuedWarnings();
            return true;
        }
        catch (ElevenCostException failure)
        {
            WriteQueuedWarnings();
            WriteError(failure.ToErrorRecord(target));
            return false;
        }
        catch (OverflowException overflow)
        {
            WriteQueuedWarnings();
            WriteError(EngineErrors.Overflow(overflow).ToErrorRecord(target));
            return false;
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Probes what a connection's key may do, and shows how far that is.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="api">Its API.</param>
    /// <returns>A row for each capability.</returns>
    private protected IReadOnlyList<Capability> Probe(Connection connection, IElevenLabsApi api)
    {
        WriteVerbose($"Probing '{connection.Name}' at {connection.BaseUri.Host}.");
        IReadOnlyList<Capability> found = [];
        using var bar = new ProgressBar(this, $"Testing the key of {connection.Name}");
        bar.Begin();
        foreach (ProbeStep step in Pull(ConnectionProbe.StreamAsync(connection, api, EngineSession.Time, StopToken)))
        {
            if (step.Progress is { } progress)
            {
                bar.Show(progress);
            }

            found = step.Capabilities ?? found;
        }

        return found;
    }

    /// <summary>Writes a detail, made fit for a terminal and without keys.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(SafeText.Escape(KeyText.Mask(text)));

    /// <summary>Writes a warning, made fit for a terminal and without keys.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(SafeText.Escape(KeyText.Mask(text)));

    /// <summary>Asks whether to go on, as -Confirm and -WhatIf say, with a text that is made fit for a terminal and without keys.</summary>
    /// <param name="target">What would be changed.</param>
    /// <param name="action">What would be done to it.</param>
    private protected new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(SafeText.Escape(KeyText.Mask(target)), SafeText.Escape(KeyText.Mask(action)));

    /// <summary>As <see cref="ShouldProcess(string, string)"/>, with texts of several lines.</summary>
    /// <param name="description">What would be done: for -WhatIf.</param>
    /// <param name="question">The question of -Confirm.</param>
    /// <param name="caption">The title of the question.</param>
    private protected new bool ShouldProcess(string description, string question, string caption) => base.ShouldProcess(
        SafeText.Escape(KeyText.Mask(description), keepLines: true), SafeText.Escape(KeyText.Mask(question), keepLines: true), caption);

    /// <summary>Waits on the pipeline's thread, and writes verbose messages meanwhile.</summary>
    private protected T Wait<T>(Task<T> task)
    {
        WatchOver(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits on the pipeline's thread, and writes verbose messages meanwhile.</summary>
    private protected void Wait(Task task)
    {
        WatchOver(task);
        task.GetAwaiter().GetResult();
    }

    /// <summary>Reads items on the pipeline's thread, and writes verbose messages meanwhile. Disposing the enumerator ends the work.</summary>
    private protected IEnumerable<T> Pull<T>(IAsyncEnumerable<T> items)
    {
        IAsyncEnumerator<T> item = items.GetAsyncEnumerator(StopToken);
        try
        {
            while (true)
            {
                ValueTask<bool> next = item.MoveNextAsync();
                if (!(next.IsCompletedSuccessfully ? next.Result : Wait(next.AsTask())))
                {
                    break;
                }

                yield return item.Current;
            }
        }
        finally
        {
            // A stopped pipeline may not be written to.
            item.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Writes a warning, once a command.</summary>
    private protected void WriteWarningOnce(Warning warning)
    {
        string sync = warning is { Connection: { } connection, Days: { } days }
            ? string.Create(CultureInfo.InvariantCulture,
                $" Fetch them with: Sync-ElevenLabsUsage -Connection {connection} -StartDate {days.Start:yyyy-MM-dd} -EndDate {days.End:yyyy-MM-dd}")
            : "";
        if (_written.Add(warning.Message + sync))
        {
            WriteWarning(warning.Message + sync);
        }
    }

    /// <summary>Writes queued details while waiting, because other threads may not write to the pipeline.</summary>
    private void WatchOver(Task task)
    {
        while (Task.WaitAny([task], MillisecondsBetweenLooks) < 0)
        {
            WriteQueuedDetails();
        }

        WriteQueuedDetails();
    }

    private void WriteQueuedDetails()
    {
        while (!StopToken.IsCancellationRequested && _details.TryDequeue(out string? detail))
        {
            WriteVerbose(detail);
        }
    }

    /// <summary>Queues a warning from another thread until <see cref="WriteQueuedWarnings"/>.</summary>
    private protected void QueueWarning(Warning warning) => _warnings.Enqueue(warning);

    /// <summary>Writes the warnings that came from other threads.</summary>
    private protected void WriteQueuedWarnings()
    {
        while (_warnings.TryDequeue(out Warning? warning))
        {
            WriteWarningOnce(warning);
        }
    }
}

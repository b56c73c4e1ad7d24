using System.Globalization;
using System.Management.Automation;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Sync;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The bar that shows how far a cmdlet is with one connection, from its first request until it is disposed of. Used on the pipeline's thread alone.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="activity">What it does, and to which connection.</param>
internal sealed class ProgressBar(Cmdlet command, string activity) : IDisposable
{
    // As PowerShell shows a bar of which nobody knows how long it is.
    private const int UnknownPercent = -1;

    private string _status = "Starting";

    /// <summary>Shows the bar while nobody knows how much there is to do.</summary>
    public void Begin() => Show(_status, 0, 0);

    /// <summary>Shows how far a sync is.</summary>
    /// <param name="progress">How far.</param>
    public void Show(SyncProgress progress) => Show(progress.Describe(CultureInfo.CurrentCulture), progress.DaysDone, progress.DaysTotal);

    /// <summary>Shows how far a probe is.</summary>
    /// <param name="progress">How far.</param>
    public void Show(ProbeProgress progress) => Show(progress.Describe(CultureInfo.CurrentCulture), progress.Done, progress.Total);

    /// <summary>Takes the bar away, unless the pipeline is being stopped: whoever stops it does that, and may not be written to.</summary>
    public void Dispose()
    {
        if (!command.Stopping)
        {
            command.WriteProgress(new ProgressRecord(0, activity, _status) { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(string status, int done, int total)
    {
        _status = SafeText.Escape(status);

        // A stream of progress keeps what it is given: each state is a record of its own.
        command.WriteProgress(new ProgressRecord(0, activity, _status) { PercentComplete = total > 0 ? (int)(100L * done / total) : UnknownPercent });
    }
}

using System.Globalization;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Cli.Terminal;

/// <summary>Shows how far a sync is: one line that is written over on a terminal, else a line every ten seconds.</summary>
internal sealed class SyncProgressLine(Screen screen, TimeProvider time) : IProgress<SyncProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long _lastWrite = time.GetTimestamp();

    public void Report(SyncProgress value)
    {
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{value.Connection}: {value.DaysDone:N0} of {value.DaysTotal:N0} days, {value.Records:N0} records, {value.Activity}");
        if (screen.ErrorIsTerminal)
        {
            screen.ShowTransient(line);
        }
        else if (time.GetElapsedTime(_lastWrite) >= Interval)
        {
            _lastWrite = time.GetTimestamp();
            screen.WriteMessage(line);
        }
    }
}

using System.Globalization;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Cli.Terminal;

/// <summary>Shows how far a sync or a probe is: one line with a bar that is written over on a terminal, else a line every ten seconds.</summary>
internal sealed class ProgressLine(Screen screen, TimeProvider time) : IProgress<SyncProgress>, IProgress<ProbeProgress>
{
    private const int BarWidth = 20;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private long _shownAt = time.GetTimestamp();

    public void Report(SyncProgress value) => Show(value.Connection, value.DaysDone, value.DaysTotal, value.Describe(CultureInfo.InvariantCulture));

    public void Report(ProbeProgress value) => Show(value.Connection, value.Done, value.Total, value.Describe(CultureInfo.InvariantCulture));

    /// <param name="connection">The connection's name.</param>
    /// <param name="done">How much is done.</param>
    /// <param name="total">How much there is to do; 0 where that is not known yet.</param>
    /// <param name="text">The same in words.</param>
    private void Show(string connection, int done, int total, string text)
    {
        if (screen.ErrorIsTerminal)
        {
            int filled = total == 0 ? 0 : (int)((long)BarWidth * done / total);
            screen.ShowTransient($"{connection}: [{new string('#', filled)}{new string('.', BarWidth - filled)}] {text}");
        }
        else if (time.GetElapsedTime(_shownAt) >= s_interval)
        {
            _shownAt = time.GetTimestamp();
            screen.WriteMessage($"{connection}: {text}");
        }
    }
}

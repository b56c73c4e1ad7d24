namespace ElevenCost.Engine.Tests.Support;

/// <summary>A clock on which the time for silence is over when the test says so, and not before: however slow the machine is. Other timers run as they are.</summary>
/// <param name="silence">Timers of this length are those that watch for silence.</param>
internal sealed class SilentTime(TimeSpan silence) : TimeProvider
{
    private readonly object _gate = new();
    private readonly HashSet<SilenceWatch> _running = [];

    /// <summary>Lets the time for silence of every request that is under way be over.</summary>
    public void Expire()
    {
        SilenceWatch[] watches;
        lock (_gate)
        {
            watches = [.. _running];
        }

        foreach (SilenceWatch watch in watches)
        {
            watch.Expire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != silence)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var watch = new SilenceWatch(this, () => callback(state));
        lock (_gate)
        {
            _running.Add(watch);
        }

        return watch;
    }

    private sealed class SilenceWatch(SilentTime time, Action expire) : ITimer
    {
        public void Expire() => expire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._gate)
            {
                time._running.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

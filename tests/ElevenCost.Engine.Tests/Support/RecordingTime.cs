using System.Collections.Concurrent;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A clock that stands still, whose timers are noted down and fire at once: a test sees each delay without waiting it out.</summary>
/// <param name="now">The time it always is.</param>
/// <param name="left">Timers of this length are left to run as they are: those that watch for silence.</param>
internal sealed class RecordingTime(DateTimeOffset now, TimeSpan left) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Delays { get; } = new();

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == left || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Delays.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

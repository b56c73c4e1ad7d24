using System.Diagnostics;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A clock that runs faster than that of the machine: what waits half a minute by it waits a second or two.</summary>
/// <param name="factor">How many times faster.</param>
internal sealed class FastTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset _startedAt = System.GetUtcNow();
    private readonly long _start = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _startedAt + (Stopwatch.GetElapsedTime(_start) * factor);

    public override long GetTimestamp() => _start + ((Stopwatch.GetTimestamp() - _start) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    private TimeSpan Scaled(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}

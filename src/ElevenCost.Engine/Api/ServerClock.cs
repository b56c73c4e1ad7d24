namespace ElevenCost.Engine.Api;

/// <summary>How far a server's clock is from ours, by the <c>Date</c> of its answers. Safe for several threads.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    // A date outside is no clock's. With the last one of the calendar, every later time would be beyond it.
    private const int FirstYear = 2000;
    private const int LastYear = 2200;

    private long _offset = Unknown;

    /// <summary>How far the server's clock is ahead; null before the first answer that has a plausible date.</summary>
    public TimeSpan? Offset => Interlocked.Read(ref _offset) is var ticks && ticks == Unknown ? null : TimeSpan.FromTicks(ticks);

    /// <summary>The server's time; ours where it is unknown.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow() + (Offset ?? TimeSpan.Zero);

    public void Read(DateTimeOffset? date)
    {
        if (date is { Year: >= FirstYear and <= LastYear } serverTime)
        {
            Interlocked.Exchange(ref _offset, (serverTime - time.GetUtcNow()).Ticks);
        }
    }
}

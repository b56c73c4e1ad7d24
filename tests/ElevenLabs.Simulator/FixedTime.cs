namespace ElevenLabs.Simulator;

/// <summary>A clock that stands still until it is set.</summary>
public sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    private long ticks = now.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    /// <summary>Sets the clock.</summary>
    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref ticks, to.UtcTicks);
}

namespace ElevenCost.Engine.Api;

/// <summary>
/// Cancels its token when a server brought too little for a while. What arrives restarts the time, so that a long answer may be long; a byte now
/// and then does not.
/// </summary>
internal sealed class SilenceTimer : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly int _leastBytes;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    public SilenceTimer(TimeSpan timeout, int leastBytes, TimeProvider time, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        _leastBytes = leastBytes;
        _timer = new CancellationTokenSource(timeout, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>How many bytes came since the time was last restarted.</summary>
    public int BytesSinceRestart { get; private set; }

    public void Restart()
    {
        BytesSinceRestart = 0;
        _timer.CancelAfter(_timeout);
    }

    /// <summary>Counts bytes that came; enough of them restart the time.</summary>
    public void Count(int bytes)
    {
        BytesSinceRestart += bytes;
        if (BytesSinceRestart >= _leastBytes)
        {
            Restart();
        }
    }

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>
/// One address for several servers, as a name or a load balancer is: it forwards each new connection to the present target. It can fall silent, as a server
/// that hangs does, or a firewall that has forgotten the connection.
/// </summary>
internal sealed class TcpForwarder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly Task _accepting;
    private TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytesUntilSilence = long.MaxValue;
    private long _answered;

    public TcpForwarder(int target)
    {
        Target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The port that new connections get to.</summary>
    public volatile int Target;

    /// <summary>How many bytes the servers have sent.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Completed once something was held back.</summary>
    public Task Silent => _silent.Task;

    /// <summary>Passes on nothing in either direction once the servers have sent so many more bytes. Connections stay open, and new ones are accepted.</summary>
    public void FallSilentAfter(long bytes)
    {
        _silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _bytesUntilSilence, bytes);
    }

    /// <summary>Closes the connections that there are, and forwards new ones as before.</summary>
    public void Speak()
    {
        Interlocked.Exchange(ref _bytesUntilSilence, long.MaxValue);
        Cut();
    }

    /// <summary>Closes the connections that there are.</summary>
    public void Cut()
    {
        foreach (TcpClient client in _open.Keys)
        {
            client.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = Task.Run(() => ForwardAsync(client));
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = true;
        _open[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Target, _stop.Token);
            NetworkStream near = client.GetStream();
            NetworkStream far = server.GetStream();
            await Task.WhenAny(PassOnAsync(near, far, isAnswer: false), PassOnAsync(far, near, isAnswer: true));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One of both is gone, and so is the connection.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }

    private async Task PassOnAsync(NetworkStream from, NetworkStream to, bool isAnswer)
    {
        byte[] buffer = new byte[81920];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and int count)
        {
            Interlocked.Add(ref _answered, isAnswer ? count : 0);
            long left = Interlocked.Read(ref _bytesUntilSilence);
            if (left != long.MaxValue)
            {
                left = isAnswer ? Interlocked.Add(ref _bytesUntilSilence, -count) + count : left;
                int passed = isAnswer ? (int)Math.Clamp(left, 0, count) : left > 0 ? count : 0;
                await to.WriteAsync(buffer.AsMemory(0, passed), _stop.Token);
                if (passed < count)
                {
                    _silent.TrySetResult();
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }
            }
            else
            {
                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A listener that answers with exactly the bytes that a test gives: what no sound server would send.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    public const string Key = "sk_0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private readonly List<IElevenLabsApi> _opened = [];

    public RawServer(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public RawServer(Func<string, byte[]> answer)
        : this((request, stream, token) => stream.WriteAsync(answer(request), token).AsTask())
    {
    }

    public Uri BaseUri { get; }

    /// <summary>Head and body of each request, in order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static byte[] Reply(int status, string body, string mediaType = "application/json", params string[] headers) =>
        Reply(status, Encoding.UTF8.GetBytes(body), mediaType, headers);

    public static byte[] Reply(int status, byte[] body, string mediaType = "application/json", params string[] headers) =>
        [.. Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-type: {mediaType}\r\ncontent-length: {body.Length}\r\n"
            + string.Concat(headers.Select(header => header + "\r\n")) + "\r\n"), .. body];

    public IElevenLabsApi Open(ApiOptions? options = null, TimeProvider? time = null)
    {
        IElevenLabsApi api = ElevenLabsApi.Open(SimulatedConnection.Describe("raw", BaseUri), Key, time ?? TimeProvider.System, options ?? SimulatedConnection.Quick);
        _opened.Add(api);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        _opened.ForEach(api => api.Dispose());
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
            _ = Task.Run(() => ServeAsync(socket));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            string request = await ReadAsync(stream);
            Requests.Enqueue(request);
            await _answer(request, stream, _stop.Token);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client or the test is through.
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var received = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            await received.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            string all = Encoding.UTF8.GetString(received.GetBuffer(), 0, (int)received.Length);
            int end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0)
            {
                return all;
            }

            if (end >= 0)
            {
                string? length = all[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
                if (received.Length - Encoding.UTF8.GetByteCount(all.AsSpan(0, end + 4)) >= (length is null ? 0 : int.Parse(length.Split(':')[1])))
                {
                    return all;
                }
            }
        }
    }
}

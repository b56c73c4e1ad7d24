using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ElevenLabs.Simulator;

/// <summary>Writes one answer: a whole body with its length, or a stream of chunks.</summary>
internal sealed class HttpReply(NetworkStream stream, Action<int> onStatus, string requestId, string traceId, CancellationToken cancel)
{
    private readonly List<(string Name, string Value)> headers = [];
    private ArrayBufferWriter<byte>? captured;
    private int capturedStatus;

    public string RequestId => requestId;

    public ReplyMode Mode { get; set; }

    /// <summary>Whether a byte order mark comes before the body; of whole answers alone.</summary>
    public bool HasByteOrderMark { get; set; }

    /// <summary>Whether the connection must be closed after this answer.</summary>
    public bool Close { get; private set; }

    public void AddHeader(string name, string value) => headers.Add((name, value));

    public async Task SendAsync(int status, byte[] body, string contentType = "application/json")
    {
        if (Mode == ReplyMode.Whole)
        {
            byte[] marked = HasByteOrderMark ? [0xEF, 0xBB, 0xBF, .. body] : body;
            await WriteHeadAsync(status, contentType, marked.Length);
            await stream.WriteAsync(marked, cancel);
            return;
        }

        await StartAsync(status, contentType);
        captured!.Write(body);
        await EndAsync();
    }

    /// <summary>Starts a streamed body, to be followed by <see cref="WriteAsync"/> and <see cref="EndAsync"/>.</summary>
    public async Task StartAsync(int status, string contentType = "application/json")
    {
        if (Mode != ReplyMode.Whole)
        {
            captured = new ArrayBufferWriter<byte>();
            capturedStatus = status;
            onStatus(status);
            return;
        }

        await WriteHeadAsync(status, contentType, null);
        if (HasByteOrderMark)
        {
            await WriteChunkAsync(new byte[] { 0xEF, 0xBB, 0xBF });
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (captured is not null)
        {
            captured.Write(bytes.Span);
            return;
        }

        if (bytes.Length > 0)
        {
            await WriteChunkAsync(bytes);
        }
    }

    public async Task EndAsync()
    {
        if (captured is null)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancel);
            return;
        }

        byte[] all = captured.WrittenSpan.ToArray();
        captured = null;
        ReadOnlyMemory<byte> half = all.AsMemory(0, Math.Max(1, all.Length / 2));
        switch (Mode)
        {
            case ReplyMode.Malformed:
                await WriteHeadAsync(capturedStatus, "application/json", half.Length);
                await stream.WriteAsync(half, cancel);
                break;
            case ReplyMode.TruncatedLength:
                await WriteHeadAsync(capturedStatus, "application/json", all.Length);
                await stream.WriteAsync(half, cancel);
                Close = true;
                break;
            default:
                await WriteHeadAsync(capturedStatus, "application/json", null);
                await WriteChunkAsync(half);
                Close = true;
                break;
        }
    }

    private async Task WriteChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        byte[] size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await stream.WriteAsync(size, cancel);
        await stream.WriteAsync(bytes, cancel);
        await stream.WriteAsync("\r\n"u8.ToArray(), cancel);
    }

    private async Task WriteHeadAsync(int status, string contentType, int? length)
    {
        onStatus(status);
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"content-type: {contentType}\r\nrequest-id: {requestId}\r\nx-trace-id: {traceId}\r\n");
        head.Append("server: uvicorn\r\n");
        foreach ((string name, string value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(length is int count
            ? string.Create(CultureInfo.InvariantCulture, $"content-length: {count}\r\n\r\n") : "transfer-encoding: chunked\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), cancel);
    }
}

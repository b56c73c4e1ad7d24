using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ElevenLabs.Simulator;

/// <summary>Reads HTTP/1.1 requests from a connection, one after the other.</summary>
internal sealed class HttpReader(NetworkStream stream)
{
    private const int MaxHead = 64 * 1024;
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <summary>The next request, or null when the client closed the connection.</summary>
    public async Task<HttpRequest?> ReadAsync(CancellationToken cancel)
    {
        string? line = await ReadLineAsync(cancel);
        if (string.IsNullOrEmpty(line))
        {
            return null;
        }

        string[] parts = line.Split(' ');
        if (parts.Length != 3)
        {
            throw new InvalidDataException("not HTTP");
        }

        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancel) is { Length: > 0 } header)
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[header[..colon]] = header[(colon + 1)..].Trim();
            }
        }

        if (headers.TryGetValue("Expect", out string? expect) && expect.Contains("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancel);
        }

        byte[] body = await ReadBodyAsync(headers, cancel);
        string target = parts[1];
        int question = target.IndexOf('?', StringComparison.Ordinal);
        return new HttpRequest
        {
            Method = parts[0],
            Path = Uri.UnescapeDataString(question < 0 ? target : target[..question]),
            Query = question < 0 ? "" : target[(question + 1)..],
            Headers = headers,
            Body = body,
        };
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancel)
    {
        if (headers.TryGetValue("Transfer-Encoding", out string? encoding) && encoding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            using MemoryStream all = new();
            while (true)
            {
                string size = await ReadLineAsync(cancel) ?? throw new InvalidDataException("chunk expected");
                int length = int.Parse(size.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                if (length == 0)
                {
                    // Trailers, then the empty line.
                    while (await ReadLineAsync(cancel) is { Length: > 0 })
                    {
                    }

                    return all.ToArray();
                }

                all.Write(await ReadExactlyAsync(length, cancel));
                await ReadLineAsync(cancel);
            }
        }

        return headers.TryGetValue("Content-Length", out string? text) && int.TryParse(text, CultureInfo.InvariantCulture, out int count)
            ? await ReadExactlyAsync(count, cancel) : [];
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancel)
    {
        byte[] result = new byte[count];
        int done = Math.Min(count, end - start);
        buffer.AsSpan(start, done).CopyTo(result);
        start += done;
        await stream.ReadExactlyAsync(result.AsMemory(done), cancel);
        return result;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        int scanned = start;
        while (true)
        {
            int found = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                int stop = scanned + found;
                string line = Encoding.Latin1.GetString(buffer, start, stop - start).TrimEnd('\r');
                start = stop + 1;
                return line;
            }

            int kept = end - start;
            if (kept > MaxHead)
            {
                throw new InvalidDataException("head too long");
            }

            if (start > 0)
            {
                buffer.AsSpan(start, kept).CopyTo(buffer);
                (start, end) = (0, kept);
            }

            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            scanned = end;
            int read = await stream.ReadAsync(buffer.AsMemory(end), cancel);
            if (read == 0)
            {
                return null;
            }

            end += read;
        }
    }
}

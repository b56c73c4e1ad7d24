using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace ElevenCost.Engine.Api;

/// <summary>The body of one answer: unpacked, counted on the wire and unpacked, and ended where it passes a bound.</summary>
internal sealed class AnswerBody(Uri uri, ApiOptions options, SilenceTimer silence, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _unpacked;

    /// <summary>What every request accepts; <see cref="Open"/> reads these and no other.</summary>
    public const string AcceptedEncodings = "gzip, deflate, br";

    /// <summary>How many bytes came so far, as they were sent.</summary>
    public long WireBytes { get; private set; }

    /// <summary>The body, unpacked; reading it throws the failure of the bound that is passed.</summary>
    /// <param name="wire">The body as it is sent.</param>
    /// <param name="encodings">The encodings of the answer, in the order in which they were applied.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Each stream disposes the one that it reads, down to that of the response, which disposes it in any case.")]
    public Stream Open(Stream wire, IEnumerable<string> encodings)
    {
        Stream body = new CountedStream(wire, OnWire);
        foreach (string encoding in encodings.Reverse())
        {
            body = encoding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
                "deflate" => new ZLibStream(body, CompressionMode.Decompress),
                "br" => new BrotliStream(body, CompressionMode.Decompress),
                "identity" => body,
                _ => throw ApiErrors.Malformed(uri, $"its encoding is '{ApiErrors.Clean(encoding, null)}', which ElevenCost did not request."),
            };
        }

        return new CountedStream(body, OnUnpacked);
    }

    private void OnWire(int bytes)
    {
        silence.Count(bytes);
        WireBytes += bytes;
        if (WireBytes > options.MaxWireBytes)
        {
            throw ApiErrors.TooLarge(uri, "bytes on the wire", options.MaxWireBytes, nameof(ApiOptions.MaxWireBytes));
        }

        // Checked as bytes come: where none do, the silence ends it.
        if (time.GetElapsedTime(_start) > options.AnswerTimeout)
        {
            throw ApiErrors.AnswerTooSlow(uri, options.AnswerTimeout, WireBytes);
        }
    }

    private void OnUnpacked(int bytes)
    {
        _unpacked += bytes;
        if (_unpacked > options.MaxBodyBytes)
        {
            throw ApiErrors.TooLarge(uri, "bytes, unpacked", options.MaxBodyBytes, nameof(ApiOptions.MaxBodyBytes));
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>Writes JSON text to a stream through one pooled buffer, and hashes it on the way. For one thread.</summary>
/// <remarks><see cref="Utf8JsonWriter"/> breaks either every line or none, and month files want one column a line.</remarks>
internal sealed class Utf8Output(Stream stream, CancellationToken cancellationToken) : IDisposable
{
    private const int Capacity = 256 * 1024;
    private const int LongestNumber = 40;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private int _length;

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _buffer.Length - _length)
        {
            int part = _buffer.Length - _length;
            bytes[..part].CopyTo(_buffer.AsSpan(_length));
            _length += part;
            bytes = bytes[part..];
            Flush();
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Writes one ASCII character.</summary>
    public void Raw(char ascii)
    {
        Reserve(1);
        _buffer[_length++] = (byte)ascii;
    }

    /// <summary>Writes a number; null as <c>null</c>.</summary>
    public void Number(long? value)
    {
        if (value is not { } number)
        {
            Raw("null"u8);
            return;
        }

        Reserve(LongestNumber);
        bool fits = number.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        System.Diagnostics.Debug.Assert(fits);
        _length += written;
    }

    /// <summary>Writes a number with exactly the digits it has; null as <c>null</c>.</summary>
    public void Number(decimal? value)
    {
        if (value is not { } number)
        {
            Raw("null"u8);
            return;
        }

        Reserve(LongestNumber);
        bool fits = number.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        System.Diagnostics.Debug.Assert(fits);
        _length += written;
    }

    /// <summary>Writes a quoted string; null as <c>null</c>.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Raw("null"u8);
            return;
        }

        Raw('"');
        // Relaxed: the file is data, never part of a page, and names of any language stay legible.
        Raw(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        Raw('"');
    }

    /// <summary>The hash of everything written so far.</summary>
    public byte[] CurrentHash()
    {
        Flush();
        return _hash.GetCurrentHash();
    }

    /// <summary>Hands what is buffered to the stream.</summary>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public void Flush()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _hash.AppendData(_buffer, 0, _length);
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    /// <summary>Returns the buffer; what was not flushed is dropped.</summary>
    public void Dispose()
    {
        _hash.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Flush();
        }
    }
}

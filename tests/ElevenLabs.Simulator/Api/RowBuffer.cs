using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ElevenLabs.Simulator;

/// <summary>Hand-written JSON: a million rows go through here.</summary>
internal sealed class RowBuffer
{
    private byte[] bytes = new byte[80 * 1024];
    private int length;

    public int Length => length;

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public void Clear() => length = 0;

    public void Byte(char c)
    {
        Reserve(1);
        bytes[length++] = (byte)c;
    }

    public void Raw(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(bytes.AsSpan(length));
        length += utf8.Length;
    }

    public void Text(string ascii)
    {
        Reserve(ascii.Length * 3);
        length += Encoding.UTF8.GetBytes(ascii, bytes.AsSpan(length));
    }

    public void Integer(long value)
    {
        Reserve(24);
        Utf8Formatter.TryFormat(value, bytes.AsSpan(length), out int written);
        length += written;
    }

    /// <summary>A number of <paramref name="digits"/> implied decimals, without trailing zeros but with one decimal at least.</summary>
    public void Fixed(long value, int digits)
    {
        if (value < 0)
        {
            Byte('-');
            value = -value;
        }

        long unit = 1;
        for (int i = 0; i < digits; i++)
        {
            unit *= 10;
        }

        Integer(value / unit);
        Byte('.');
        long rest = value % unit;
        do
        {
            unit /= 10;
            Byte((char)('0' + rest / unit));
            rest %= unit;
        }
        while (rest > 0);
    }

    /// <summary>A JSON string or null, ready to be written again and again.</summary>
    public static byte[] Encode(string? value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private void Reserve(int count)
    {
        if (length + count > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        }
    }
}

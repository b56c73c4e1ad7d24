using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ElevenCost.Engine.Ledger;

/// <summary>Reads month files, and holds months that were parsed as long as their file stays the same. Safe for several threads.</summary>
/// <remarks>
/// Files are only ever replaced whole, so that whoever opens one sees one version of it to the end, whatever writers do.
/// Methods throw <see cref="InvalidDataException"/> where a file is damaged.
/// </remarks>
internal sealed class MonthStore(long cacheLimit) : IDisposable
{
    // A month's header is about 10 KB: 31 days of 300 bytes each.
    private const int HeaderGuess = 16 * 1024;

    private readonly MonthCache _cache = new(cacheLimit);

    /// <summary>The whole month, verified; null where there is no file.</summary>
    public MonthFile? Read(LedgerFolder folder, DateOnly first, CancellationToken cancellationToken)
    {
        string path = folder.Month(first);
        using SafeFileHandle? handle = Open(path);
        if (handle is null)
        {
            return null;
        }

        try
        {
            MonthStamp stamp = StampOf(handle, path);
            if (_cache.Find(path, stamp) is { } held)
            {
                return held;
            }

            MonthFile file = WithContent(handle, stamp.Length,
                bytes => MonthFileReader.Read(path, bytes, folder.Connection, first), cancellationToken);
            _cache.Hold(path, stamp, file);
            return file;
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotReadable(path, e);
        }
    }

    /// <summary>Verifies a file's checksum without parsing its rows. No file is no damage.</summary>
    public static void Verify(LedgerFolder folder, DateOnly first, CancellationToken cancellationToken)
    {
        string path = folder.Month(first);
        using SafeFileHandle? handle = Open(path);
        if (handle is null)
        {
            return;
        }

        try
        {
            WithContent(handle, RandomAccess.GetLength(handle), bytes =>
            {
                MonthFileReader.Verify(path, bytes);
                return MonthFileReader.TryReadHeader(path, bytes, folder.Connection, first)
                    ?? throw new InvalidDataException("its header has no end");
            }, cancellationToken);
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotReadable(path, e);
        }
    }

    /// <summary>The month's zone and entries, from its header alone; null where there is no file. Its checksum is there, but not verified.</summary>
    public MonthFileReader.Header? ReadHeader(LedgerFolder folder, DateOnly first)
    {
        string path = folder.Month(first);
        using SafeFileHandle? handle = Open(path);
        if (handle is null)
        {
            return null;
        }

        try
        {
            MonthStamp stamp = StampOf(handle, path);
            return _cache.Find(path, stamp) is { } held
                ? new MonthFileReader.Header(held.Connection, first, held.TimeZone, held.Usage.Days)
                : ReadHeader(handle, path, stamp.Length, folder.Connection, first);
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotReadable(path, e);
        }
    }

    /// <summary>Takes up a month that was just written, by a writer that still holds the lock.</summary>
    public void Hold(LedgerFolder folder, MonthFile file)
    {
        string path = folder.Month(file.Usage.First);
        try
        {
            using SafeFileHandle? handle = Open(path);
            if (handle is not null)
            {
                _cache.Hold(path, StampOf(handle, path), file);
            }
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e) || e is InvalidDataException or ElevenCostException)
        {
            // The write is done; that it cannot be held matters to no one.
            _cache.Remove(path);
        }
    }

    /// <summary>Lets go of all months.</summary>
    public void Dispose() => _cache.Clear();

    private static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotReadable(path, e);
        }
    }

    private static MonthStamp StampOf(SafeFileHandle handle, string path)
    {
        long length = RandomAccess.GetLength(handle);
        Span<byte> tail = stackalloc byte[MonthFile.TailLength];
        int read = ReadAt(handle, tail, Math.Max(0, length - tail.Length));
        if (!MonthFile.IsTail(tail[..read]))
        {
            // A newer schema may end in another way; its own error comes before ours.
            Span<byte> start = stackalloc byte[MonthFile.TailLength];
            MonthFileReader.ThrowIfNewer(path, start[..ReadAt(handle, start, 0)]);
            throw new InvalidDataException("it does not end with a checksum");
        }

        return new MonthStamp(length, File.GetLastWriteTimeUtc(handle), Convert.ToHexString(tail));
    }

    private static MonthFileReader.Header ReadHeader(
        SafeFileHandle handle, string path, long length, string connection, DateOnly first)
    {
        for (long size = HeaderGuess; ; size *= 4)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(size, Math.Min(length, Array.MaxLength)));
            try
            {
                int read = ReadAt(handle, buffer, 0);
                if (MonthFileReader.TryReadHeader(path, buffer.AsSpan(0, read), connection, first) is { } header)
                {
                    return header;
                }

                if (read >= length || size >= Array.MaxLength)
                {
                    throw new InvalidDataException("its header has no end");
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private delegate T Parse<T>(ReadOnlySpan<byte> bytes);

    private static T WithContent<T>(SafeFileHandle handle, long length, Parse<T> parse, CancellationToken cancellationToken)
    {
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it has {length} bytes"));
        }

        cancellationToken.ThrowIfCancellationRequested();
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            int read = ReadAt(handle, buffer.AsSpan(0, (int)length), 0);
            cancellationToken.ThrowIfCancellationRequested();
            return parse(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int ReadAt(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ElevenCost.Engine.Ledger;

/// <summary>Logs of one JSON object a line.</summary>
internal static class JsonLines
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>How log lines are written and read.</summary>
    public static LedgerJson Json { get; } = new(new JsonSerializerOptions(LedgerJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Appends a line and flushes it to disk. For whoever holds the folder's lock.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerNotWritable</c>; the file is as long as before where the system allows it.</exception>
    public static void Append<T>(string path, T value, JsonTypeInfo<T> type)
    {
        byte[] line = JsonSerializer.SerializeToUtf8Bytes(value, type);
        try
        {
            using var stream = new FileStream(path, AtomicFile.Private(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
            long length = stream.Length;
            byte[] bytes = EndsWithinLine(stream, length) ? [LineFeed, .. line, LineFeed] : [.. line, LineFeed];
            try
            {
                stream.Seek(length, SeekOrigin.Begin);
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A full disk can leave part of a line.
                stream.SetLength(length);
                throw;
            }
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotWritable(path, e);
        }
    }

    /// <summary>The lines that parse, in order; empty where there is no file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">What a line is.</param>
    /// <param name="isWhole">Whether an object that was parsed has what it needs.</param>
    /// <param name="damaged">Told the number of each line that does not parse.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        string path, JsonTypeInfo<T> type, Predicate<T> isWhole, Action<int> damaged, CancellationToken cancellationToken)
        where T : class
    {
        byte[] bytes;
        try
        {
            var options = new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete };
            await using var stream = new FileStream(path, options);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken);
            bytes = content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotReadable(path, e);
        }

        var values = new List<T>();
        int number = 0;
        for (int start = 0; start < bytes.Length;)
        {
            int length = bytes.AsSpan(start).IndexOf(LineFeed);
            int end = length < 0 ? bytes.Length : start + length;
            number++;
            if (end > start)
            {
                if (TryParse(bytes.AsSpan(start, end - start), type) is { } value && isWhole(value))
                {
                    values.Add(value);
                }
                else
                {
                    damaged(number);
                }
            }

            start = end + 1;
        }

        return values;
    }

    private static T? TryParse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool EndsWithinLine(FileStream stream, long length)
    {
        if (length == 0)
        {
            return false;
        }

        stream.Seek(length - 1, SeekOrigin.Begin);
        return stream.ReadByte() != LineFeed;
    }
}

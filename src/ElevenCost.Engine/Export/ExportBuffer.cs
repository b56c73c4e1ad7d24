using System.Buffers;
using System.Runtime.CompilerServices;

namespace ElevenCost.Engine.Export;

/// <summary>What an export has written and not yet handed on.</summary>
internal static class ExportBuffer
{
    /// <summary>How much is handed on at once.</summary>
    public const int Size = 32 * 1024;

    /// <summary>Flushes the buffer if it is large enough.</summary>
    public static ValueTask DrainAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken) =>
        buffer.WrittenCount < Size ? ValueTask.CompletedTask : HandOnAsync(buffer, stream, cancellationToken);

    /// <summary>
    /// The records as they come; before a further one is waited for, what was written is handed on, so that nobody waits for what is there.
    /// Before the first nothing is: where that fails, nothing is written.
    /// </summary>
    public static async IAsyncEnumerable<T> HandingOnAsync<T>(
        IAsyncEnumerable<T> records, ArrayBufferWriter<byte> buffer, Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<T> enumerator = records.GetAsyncEnumerator(cancellationToken);
        for (bool any = false; ; any = true)
        {
            ValueTask<bool> next = enumerator.MoveNextAsync();
            if (any && !next.IsCompleted && buffer.WrittenCount > 0)
            {
                await FlushAsync(buffer, stream, cancellationToken);
            }

            if (!await next)
            {
                yield break;
            }

            yield return enumerator.Current;
        }
    }

    /// <summary>Hands on the rest.</summary>
    public static async Task FlushAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken)
    {
        await HandOnAsync(buffer, stream, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private static async ValueTask HandOnAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }
}

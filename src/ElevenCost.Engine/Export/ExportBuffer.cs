using System.Buffers;

namespace ElevenCost.Engine.Export;

/// <summary>What an export has written and not yet handed on.</summary>
internal static class ExportBuffer
{
    /// <summary>How much is handed on at once.</summary>
    public const int Size = 32 * 1024;

    /// <summary>Hands on what there is, if it is enough.</summary>
    public static ValueTask DrainAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken) =>
        buffer.WrittenCount < Size ? ValueTask.CompletedTask : HandOnAsync(buffer, stream, cancellationToken);

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

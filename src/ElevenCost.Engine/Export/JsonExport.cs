namespace ElevenCost.Engine.Export;

/// <summary>Writes records as a JSON array, one object a line, so that two exports can be compared line by line.</summary>
public static class JsonExport
{
    /// <summary>Writes the records as they come; what is held is a few kilobytes, and nothing while the next record is waited for.</summary>
    public static async Task WriteAsync<T>(
        Stream stream, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> records, CancellationToken cancellationToken)
    {
        await using var writer = new JsonRowWriter<T>(stream, columns);
        await foreach (T record in ExportBuffer.HandingOnAsync(records, writer.Buffer, stream, cancellationToken))
        {
            await writer.AddAsync(record, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}

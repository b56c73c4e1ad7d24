namespace ElevenCost.Engine.Export;

/// <summary>Writes records as CSV: RFC 4180 in UTF-8 with a header line, a comma, and a line feed alone.</summary>
/// <remarks>
/// A text that a spreadsheet would run as a formula (it begins with <c>= + - @</c>, plain or full-width, a tab or a line break) is
/// preceded by an apostrophe: names come from members of a workspace, and the file is opened by others. JSON holds every text as it is.
/// </remarks>
public static class CsvExport
{
    /// <summary>Writes the records as they come; what is held is a few kilobytes.</summary>
    public static async Task WriteAsync<T>(
        Stream stream, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> records, CancellationToken cancellationToken)
    {
        await using var writer = new CsvRowWriter<T>(stream, columns);
        await foreach (T record in ExportBuffer.HandingOnAsync(records, writer.Buffer, stream, cancellationToken))
        {
            await writer.AddAsync(record, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}

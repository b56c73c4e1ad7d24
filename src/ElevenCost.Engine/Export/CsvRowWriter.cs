using System.Buffers;
using System.Text;

namespace ElevenCost.Engine.Export;

/// <summary>Writes rows as CSV, as <see cref="CsvExport"/> describes it.</summary>
/// <param name="stream">Where to.</param>
/// <param name="columns">The columns.</param>
internal sealed class CsvRowWriter<T>(Stream stream, IReadOnlyList<ExportColumn<T>> columns) : RowWriter<T>
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private bool _hasHeader;

    /// <summary>What is written and not yet handed on.</summary>
    public ArrayBufferWriter<byte> Buffer { get; } = new(ExportBuffer.Size);

    /// <inheritdoc/>
    public override ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        WriteHeader();
        WriteLine(columns.Select(column => column.Value(row).ToCell()));
        return ExportBuffer.DrainAsync(Buffer, stream, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task CompleteAsync(CancellationToken cancellationToken)
    {
        WriteHeader();
        return ExportBuffer.FlushAsync(Buffer, stream, cancellationToken);
    }

    private void WriteHeader()
    {
        if (!_hasHeader)
        {
            _hasHeader = true;
            WriteLine(columns.Select(column => column.Name));
        }
    }

    private void WriteLine(IEnumerable<string> cells)
    {
        bool first = true;
        foreach (string cell in cells)
        {
            if (!first)
            {
                Buffer.Write(","u8);
            }

            first = false;
            string text = cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
            Encoding.UTF8.GetBytes(text, Buffer);
        }

        Buffer.Write("\n"u8);
    }
}

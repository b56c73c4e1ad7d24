using System.Buffers;
using System.Text;

namespace ElevenCost.Engine.Export;

/// <summary>Writes records as CSV: RFC 4180 in UTF-8 with a header line, a comma, and a line feed alone.</summary>
/// <remarks>
/// A text that a spreadsheet would run as a formula (it begins with <c>= + - @</c>, plain or full-width, a tab or a line break) is
/// preceded by an apostrophe: names come from members of a workspace, and the file is opened by others. JSON holds every text as it is.
/// </remarks>
public static class CsvExport
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    // Spreadsheets take full-width signs for the plain ones, and look past white space: OWASP, "CSV Injection".
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    /// <summary>Writes the records as they come; what is held is a few kilobytes.</summary>
    public static async Task WriteAsync<T>(
        Stream stream, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> records, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(ExportBuffer.Size);
        WriteLine(buffer, columns.Select(column => column.Name));
        await foreach (T record in ExportBuffer.HandingOnAsync(records, buffer, stream, cancellationToken))
        {
            WriteLine(buffer, columns.Select(column => Cell(column.Value(record))));
            await ExportBuffer.DrainAsync(buffer, stream, cancellationToken);
        }

        await ExportBuffer.FlushAsync(buffer, stream, cancellationToken);
    }

    /// <summary>Whether a spreadsheet would run a text as a formula that begins so.</summary>
    internal static bool StartsFormula(char first) => FormulaStarts.Contains(first);

    private static string Cell(ExportValue value)
    {
        string text = value.ToString();
        return value.IsText && text.Length > 0 && StartsFormula(text[0]) ? "'" + text : text;
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, IEnumerable<string> cells)
    {
        bool first = true;
        foreach (string cell in cells)
        {
            if (!first)
            {
                buffer.Write(","u8);
            }

            first = false;
            string text = cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
            Encoding.UTF8.GetBytes(text, buffer);
        }

        buffer.Write("\n"u8);
    }
}

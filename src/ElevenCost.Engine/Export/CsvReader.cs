using System.Text;

namespace ElevenCost.Engine.Export;

/// <summary>A line of CSV. Immutable.</summary>
/// <param name="Number">The line of the text that it begins on, counted from 1.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Cells);

/// <summary>Reads CSV as RFC 4180 has it, with commas, and with lines that end in any way. Strict: what is not CSV is told, not guessed at.</summary>
internal static class CsvReader
{
    /// <summary>Under which key the failure's data holds the line.</summary>
    public const string Line = "Line";

    /// <summary>The lines; empty ones are passed over.</summary>
    /// <exception cref="FormatException">It is not CSV; its data hold the line.</exception>
    public static IEnumerable<CsvLine> Read(string text)
    {
        int at = text.StartsWith('\uFEFF') ? 1 : 0;
        int line = 1;
        while (at < text.Length)
        {
            int first = line;
            var cells = new List<string>();
            bool isEmpty = text[at] is '\r' or '\n';
            cells.Add(Cell(text, ref at, ref line));
            while (at < text.Length && text[at] == ',')
            {
                at++;
                cells.Add(Cell(text, ref at, ref line));
            }

            at += at + 1 < text.Length && text[at] == '\r' && text[at + 1] == '\n' ? 2 : 1;
            line++;
            if (!isEmpty)
            {
                yield return new CsvLine(first, cells);
            }
        }
    }

    private static string Cell(string text, ref int at, ref int line) =>
        at < text.Length && text[at] == '"' ? Quoted(text, ref at, ref line) : Plain(text, ref at, line);

    private static string Plain(string text, ref int at, int line)
    {
        int start = at;
        while (at < text.Length && text[at] is not (',' or '\r' or '\n'))
        {
            if (text[at] == '"')
            {
                throw NotCsv("an unquoted cell contains a quotation mark", line);
            }

            at++;
        }

        return text[start..at];
    }

    private static string Quoted(string text, ref int at, ref int line)
    {
        int first = line;
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else
            {
                at++;
                return at == text.Length || text[at] is ',' or '\r' or '\n' ? cell.ToString() : throw NotCsv("something follows the quotation mark that ends a cell", line);
            }
        }

        throw NotCsv("a quotation mark that begins a cell has none that ends it", first);
    }

    private static FormatException NotCsv(string what, int line)
    {
        var failure = new FormatException($"it is not CSV: {what}");
        failure.Data.Add(Line, line);
        return failure;
    }
}

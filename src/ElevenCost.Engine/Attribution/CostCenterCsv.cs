using System.Globalization;
using System.Text;
using ElevenCost.Engine.Export;

namespace ElevenCost.Engine.Attribution;

/// <summary>Rules as CSV: what is written is read back exactly.</summary>
/// <remarks>
/// As in every export, a text that a spreadsheet would run as a formula is preceded by an apostrophe, and that apostrophe is taken away where
/// rules are read; a text that begins with an apostrophe of its own is written with another one before it.
/// </remarks>
public static class CostCenterCsv
{
    /// <summary>What a reader puts where bytes are of another encoding than it expects.</summary>
    internal const char NotDecoded = '\uFFFD';

    private const int LargestFile = 16 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly IReadOnlyList<ExportColumn<CostCenterRule>> Columns =
        [.. RuleFields.Kept.Select(name => new ExportColumn<CostCenterRule>(name, rule => name == nameof(CostCenterRule.Priority)
            ? ExportValue.Of(rule.Priority)
            : ExportValue.Of(RuleFields.TextOf(rule, name) is { } text && text.StartsWith('\'') ? "'" + text : RuleFields.TextOf(rule, name))))];

    /// <summary>Writes rules.</summary>
    public static Task WriteAsync(Stream stream, IAsyncEnumerable<CostCenterRule> rules, CancellationToken cancellationToken) =>
        CsvExport.WriteAsync(stream, Columns, rules, cancellationToken);

    /// <summary>Reads the text of a CSV file, or of a named pipe that ends within a minute.</summary>
    /// <param name="file">The file, as it was typed.</param>
    /// <param name="time">The clock for waiting.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ElevenCostException"><c>CostCenterCsvNotReadable</c>, <c>CostCenterCsvNotValid</c>.</exception>
    public static async Task<string> ReadFileAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = await GivenFile.ReadAsync(file, LargestFile, null, time, cancellationToken);
            return bytes.Length <= LargestFile ? Decode(bytes, file) : throw CostCenterErrors.CsvNotReadable(file, "it is larger than 16 MiB.");
        }
        catch (TimeoutException e)
        {
            throw CostCenterErrors.CsvNotReadable(file, "it is a pipe or a device that did not end within 60 seconds.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CostCenterErrors.CsvNotReadable(file, e.Message, e);
        }
    }

    /// <summary>The text of a CSV file: UTF-8, or UTF-16 with its byte order mark.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ElevenCostException"><c>CostCenterCsvNotValid</c>: it is of another encoding, in which letters would come out as others.</exception>
    public static string Decode(byte[] bytes, string name)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes.AsSpan(2));
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw CostCenterErrors.CsvNotUtf8(bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length)).Count((byte)'\n') + 1, name, e);
        }
    }

    /// <summary>Reads rules. Columns are found by name; the computed columns of a list are ignored.</summary>
    /// <exception cref="ElevenCostException"><c>CostCenterCsvNotValid</c>; its message lists every mistake on a line of its own, up to 10.</exception>
    internal static IReadOnlyList<CostCenterRule> Read(string csv, string name)
    {
        if (csv.IndexOf(NotDecoded, StringComparison.Ordinal) is >= 0 and int at)
        {
            throw CostCenterErrors.CsvNotUtf8(csv.AsSpan(0, at).Count('\n') + 1, name, null);
        }

        var mistakes = new List<RuleMistake>();
        var rules = new List<CostCenterRule>();
        try
        {
            ReadAll(CsvReader.Read(csv), rules, mistakes);
        }
        catch (FormatException e)
        {
            mistakes.Add(new RuleMistake((int)e.Data[CsvReader.Line]!, e.Message));
        }

        return mistakes.Count == 0 ? rules : throw CostCenterErrors.CsvNotValid(RuleReader.Format(mistakes, name));
    }

    private static void ReadAll(IEnumerable<CsvLine> lines, List<CostCenterRule> rules, List<RuleMistake> mistakes)
    {
        string?[]? columns = null;
        var reader = new RuleReader(mistakes);
        foreach (CsvLine line in lines)
        {
            if (columns is null)
            {
                columns = [.. line.Cells.Select(cell => RuleFields.Kept.Concat(RuleFields.Computed).FirstOrDefault(name => name.Equals(cell.Trim(), StringComparison.OrdinalIgnoreCase)))];
                foreach (string unknown in line.Cells.Where((_, column) => columns[column] is null))
                {
                    mistakes.Add(new RuleMistake(line.Number, $"\"{RuleReader.Show(unknown)}\" is not a column of rules; expected {string.Join(", ", RuleFields.Kept)}"));
                }

                if (columns.OfType<string>().GroupBy(column => column).FirstOrDefault(same => same.Count() > 1) is { } twice)
                {
                    mistakes.Add(new RuleMistake(line.Number, $"the column \"{twice.Key}\" is there twice; expected once"));
                }

                if (mistakes.Count > 0)
                {
                    return;
                }
            }
            else if (line.Cells.Count != columns.Length)
            {
                mistakes.Add(new RuleMistake(line.Number, string.Create(CultureInfo.InvariantCulture, $"there are {line.Cells.Count} cells; expected {columns.Length}, as many as the header has")));
            }
            else
            {
                Dictionary<string, string> fields = columns.Select((column, index) => (column, index)).ToDictionary(pair => pair.column!, pair => Plain(line.Cells[pair.index]));
                if (reader.Read(line.Number, fields) is { } rule)
                {
                    rules.Add(rule);
                }
            }
        }

        if (columns is null)
        {
            mistakes.Add(new RuleMistake(1, $"it is empty; expected a header with {string.Join(", ", RuleFields.Kept)}"));
        }
    }

    private static string Plain(string cell) =>
        cell.Length > 1 && cell[0] == '\'' && (cell[1] == '\'' || FormulaGuard.StartsFormula(cell[1])) ? cell[1..] : cell;
}

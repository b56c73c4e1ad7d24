using System.Globalization;
using ElevenCost.Engine.Export;

namespace ElevenCost.Engine.Attribution;

/// <summary>Rules as CSV: what is written is read back exactly.</summary>
/// <remarks>
/// As in every export, a text that a spreadsheet would run as a formula is preceded by an apostrophe, and that apostrophe is taken away where
/// rules are read; a text that begins with an apostrophe of its own is written with another one before it.
/// </remarks>
public static class CostCenterCsv
{
    private static readonly IReadOnlyList<ExportColumn<CostCenterRule>> Columns =
        [.. RuleFields.Kept.Select(name => new ExportColumn<CostCenterRule>(name, rule => name == nameof(CostCenterRule.Priority)
            ? ExportValue.Of(rule.Priority)
            : ExportValue.Of(RuleFields.TextOf(rule, name) is { } text && text.StartsWith('\'') ? "'" + text : RuleFields.TextOf(rule, name))))];

    /// <summary>Writes rules.</summary>
    public static Task WriteAsync(Stream stream, IAsyncEnumerable<CostCenterRule> rules, CancellationToken cancellationToken) =>
        CsvExport.WriteAsync(stream, Columns, rules, cancellationToken);

    /// <summary>Reads rules. Columns are found by name; those that a list tells besides are passed over.</summary>
    /// <exception cref="ElevenCostException"><c>CostCenterCsvNotValid</c>; its message lists every mistake on a line of its own, up to 10.</exception>
    internal static IReadOnlyList<CostCenterRule> Read(string csv, string name)
    {
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

        return mistakes.Count == 0 ? rules : throw new ElevenCostException("CostCenterCsvNotValid", FailureCategory.Usage,
            RuleReader.Spell(mistakes, name), "Correct it; nothing was changed.");
    }

    private static void ReadAll(IEnumerable<CsvLine> lines, List<CostCenterRule> rules, List<RuleMistake> mistakes)
    {
        string?[]? columns = null;
        var reader = new RuleReader(mistakes);
        foreach (CsvLine line in lines)
        {
            if (columns is null)
            {
                columns = [.. line.Cells.Select(cell => RuleFields.Kept.Concat(RuleFields.Told).FirstOrDefault(name => name.Equals(cell.Trim(), StringComparison.OrdinalIgnoreCase)))];
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
        cell.Length > 1 && cell[0] == '\'' && (cell[1] == '\'' || CsvExport.StartsFormula(cell[1])) ? cell[1..] : cell;
}

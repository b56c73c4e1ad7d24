using System.Globalization;

namespace ElevenCost.Engine.Attribution;

/// <summary>The errors of cost centers: id, text and remedy of each in one place.</summary>
public static class CostCenterErrors
{
    internal static readonly ErrorKind CostCenterCsvNotReadable = new(FailureCategory.Usage,
        "The file of rules cannot be read.",
        "Use a file that you may read.");

    internal static readonly ErrorKind CostCenterCsvNotValid = new(FailureCategory.Usage,
        "The file of rules is not valid; the message lists each mistake with its line.",
        "Correct it; nothing was changed.");

    internal static readonly ErrorKind CostCenterRuleNotFound = new(FailureCategory.Configuration,
        "There is no rule with that name.",
        "Use a name that `Get-ElevenLabsCostCenter` shows.",
        FailureNature.NotFound);

    internal static readonly ErrorKind CostCenterRuleNotValid = new(FailureCategory.Usage,
        "The input is not a valid rule; the message lists each mistake, with place and name if several rules were piped in.",
        "Correct it; nothing was changed.");

    internal static readonly ErrorKind DimensionNotExplained = new(FailureCategory.Usage,
        "Rules can only be explained by a dimension that they can filter by.",
        "Use one of those that the message names.");

    /// <summary><c>CostCenterCsvNotReadable</c>.</summary>
    /// <param name="file">The file, as it was typed.</param>
    /// <param name="reason">Why it can't be read.</param>
    /// <param name="cause">The cause; null if it is the file's content.</param>
    internal static ElevenCostException CsvNotReadable(string file, string reason, Exception? cause = null) => new(CostCenterCsvNotReadable,
        $"'{file}' cannot be read: {reason}", "Name a CSV file, or - for standard input.", cause);

    internal static ElevenCostException CsvNotValid(string mistakes) => new(CostCenterCsvNotValid, mistakes, "Correct it; nothing was changed.");

    internal static ElevenCostException CsvNotUtf8(int line, string name, Exception? cause) => new(CostCenterCsvNotValid,
        string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}: it is not UTF-8; a spreadsheet's plain CSV is often Windows-1252."),
        "Save it as \"CSV UTF-8\"; nothing was changed.", cause);

    internal static ElevenCostException RuleNotValid(IEnumerable<string> mistakes) => new(CostCenterRuleNotValid,
        $"The rule is not valid: {string.Join("; ", mistakes)}.", "Correct it; nothing was changed.");

    internal static ElevenCostException RulesNotValid(string mistakes) => new(CostCenterRuleNotValid, mistakes, "Correct them; nothing was changed.");

    internal static ElevenCostException RuleNotFound(string name, IEnumerable<string> names) => new(CostCenterRuleNotFound,
        $"There is no rule '{name}'." + (NearestName.Of(name, names) is { } near ? $" Did you mean '{near}'?" : ""), $"List them: {Advice.Of("Get-ElevenLabsCostCenter", "elevencost cost-center list")}.");

    internal static ElevenCostException NotExplained(Dimension dimension, IEnumerable<Dimension> explained) => new(DimensionNotExplained,
        $"Rules of cost centers cannot be explained by {dimension}: no rule filters by it.", $"Use one of {string.Join(", ", explained)}.");
}

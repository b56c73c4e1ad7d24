using System.CommandLine;

namespace ElevenCost.Cli.Options;

/// <summary>How data is written.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Csv,
}

/// <summary>The option <c>--output</c>.</summary>
internal sealed class OutputOption
{
    private readonly Option<OutputFormat?> _option = ParsedOption.Word<OutputFormat>("--output",
        "How to write: a table to read is the default; json is an array, one object a line; in csv a name that a spreadsheet would take for a formula is preceded by an apostrophe.");

    public OutputOption(Command command) => command.Add(_option);

    public OutputFormat Read(ParseResult parsed) => parsed.GetValue(_option) ?? OutputFormat.Table;
}

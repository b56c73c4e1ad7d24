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
        "The output format. Default: table. json is an array, one object per line. csv puts an apostrophe before a name that a spreadsheet would run as a formula.");

    public OutputOption(Command command) => command.Add(_option);

    public OutputFormat Read(ParseResult parsed) => parsed.GetValue(_option) ?? OutputFormat.Table;
}

using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Attribution;

namespace ElevenCost.Cli.Commands;

/// <summary><c>cost-center import</c>: rules from CSV.</summary>
[SubcommandOf<CostCenterCommand>]
[HelpPlace(40)]
internal sealed class CostCenterImportCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _file = new("file") { Description = "The CSV file in UTF-8, as export writes it; - for standard input." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Remove the rules that the file does not name, and keep the file's order." };
    private readonly OutputOption _output;

    public CostCenterImportCommand(CommandContext context)
        : base("import", "Set rules from CSV: all of them, or none if one is not valid.",
            "elevencost cost-center import rules.csv",
            "elevencost cost-center import --replace - < rules.csv")
    {
        _context = context;
        Add(_file);
        Add(_replace);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        string file = parsed.GetValue(_file)!;
        IReadOnlyList<CostCenterChange> changes = await services.CostCenters.ImportAsync(
            await ReadAsync(file, cancellationToken), file == "-" ? "standard input" : file, parsed.GetValue(_replace), cancellationToken);
        await CostCenterOutput.WriteAsync(_context.Screen, _output.Read(parsed), [.. changes.Select(change => change.Rule).OfType<CostCenterRule>()], cancellationToken);
        foreach (CostCenterChange removed in changes.Where(change => change.Rule is null))
        {
            _context.Screen.WriteMessage($"note: removed {CostCenterOutput.Describe(removed.Replaced!)}.");
        }

        return ExitCode.Done;
    }

    private async Task<string> ReadAsync(string file, CancellationToken cancellationToken) => file != "-"
        ? await CostCenterCsv.ReadFileAsync(file, _context.Time, cancellationToken)
        : _context.Screen.Input is { } input ? await input.ReadToEndAsync(cancellationToken) : "";
}

using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>ledger changes</c>: what was changed of prices and cost centers.</summary>
[SubcommandOf<LedgerCommand>]
[HelpPlace(30)]
internal sealed class LedgerChangesCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Option<string[]> _kind = ParsedOption.Patterns("--kind", "Only prices, or only cost-centers; a wildcard, which may be repeated.");
    private readonly Option<string[]> _name = ParsedOption.Patterns("--name", "Only prices or rules whose name a wildcard matches; repeat it for any of several.");
    private readonly OutputOption _output;

    public LedgerChangesCommand(CommandContext context)
        : base("changes", "List every change of prices and of cost centers: when, and the values before and after.",
            "elevencost ledger changes",
            "elevencost ledger changes --kind prices --name 'enterprise*' --output json")
    {
        _context = context;
        Add(_kind);
        Add(_name);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<LedgerChange> changes = await services.History.ReadAsync(parsed.GetValue(_kind) ?? [], parsed.GetValue(_name) ?? [], cancellationToken);
        await LedgerOutput.WriteAsync(_context.Screen, _output.Read(parsed), changes, cancellationToken);
        return ExitCode.Done;
    }
}

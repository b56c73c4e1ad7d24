using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>ledger</c>: where the ledger is and what it holds.</summary>
[HelpPlace(95)]
internal sealed class LedgerCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly OutputOption _output;

    public LedgerCommand(CommandContext context)
        : base("ledger", "Show where the ledger is, its product and version, its size, and the days that it holds; choose another one; copy it; list what was changed of prices and cost centers.",
            "elevencost ledger",
            "elevencost ledger use postgresql://elevencost@db.example.com/finops",
            "elevencost ledger copy --to postgresql://elevencost@db.example.com/finops",
            "elevencost ledger changes")
    {
        _context = context;
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        await LedgerOutput.WriteAsync(_context.Screen, _output.Read(parsed), await services.DescribeLedgerAsync(cancellationToken), cancellationToken);
        return ExitCode.Done;
    }
}

using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Cli.Commands;

/// <summary><c>ledger use</c>: chooses the ledger.</summary>
[SubcommandOf<LedgerCommand>]
[HelpPlace(10)]
internal sealed class LedgerUseCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _address = new("address")
    {
        Description = "The database, as postgresql://USER@HOST:PORT/DATABASE?schema=NAME, or the word embedded for the SQLite file in the home. Never a password.",
    };

    private readonly OutputOption _output;

    public LedgerUseCommand(CommandContext context)
        : base("use", "Use a PostgreSQL database that a team shares, or the embedded ledger again. Opens the ledger first; if that fails, nothing changes. "
            + "The password comes from PGPASSWORD or a pass file.",
            "elevencost ledger use postgresql://elevencost@db.example.com/finops",
            "elevencost ledger use embedded")
    {
        _context = context;
        Add(_address);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        LedgerInfo ledger = await services.Ledgers.UseAsync(LedgerSetup.Parse(parsed.GetValue(_address)!), null, cancellationToken);
        await LedgerOutput.WriteAsync(_context.Screen, _output.Read(parsed), ledger, cancellationToken);
        if (services.Ledgers.Overridden() is { } warning)
        {
            _context.Screen.Warn(warning);
        }

        return ExitCode.Done;
    }
}

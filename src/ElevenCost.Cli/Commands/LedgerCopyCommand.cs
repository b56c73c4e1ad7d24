using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Cli.Commands;

/// <summary><c>ledger copy</c>: copies the ledger and compares both.</summary>
[SubcommandOf<LedgerCommand>]
[HelpPlace(20)]
internal sealed class LedgerCopyCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Option<string> _to = new("--to")
    {
        Description = "Where to: an address such as postgresql://USER@HOST/DATABASE, the path of an SQLite file, or the word embedded.",
        HelpName = "address|path",
        Required = true,
    };

    private readonly OutputOption _output;

    public LedgerCopyCommand(CommandContext context)
        : base("copy", "Copy all connections, days, names, snapshots, the sync log, prices and cost centers to another ledger, and compare both day by day. "
            + "Run it again to continue after an interruption: days that are equal are skipped. Exits with 74 if anything differs.",
            "elevencost ledger copy --to postgresql://elevencost@db.example.com/finops",
            "elevencost ledger copy --to backup/ledger.db --output json")
    {
        _context = context;
        Add(_to);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        using RelationalLedger target = services.Ledgers.OpenAt(parsed.GetValue(_to)!, null);
        var copies = new List<LedgerCopyRecord>();
        await foreach (LedgerCopyRecord copy in new LedgerCopy(services.OpenLedger(), target).RunAsync(cancellationToken))
        {
            copies.Add(copy);
            string copied = copy.Connection.StartsWith('(') ? $"{copy.ChangesCopied} changes" : $"{copy.DaysCopied} of {copy.Days} days";
            _context.Screen.WriteMessage($"{copy.Connection}: {copied} copied, {(copy.IsEqual ? "all equal" : "not equal")}.");
        }

        await LedgerOutput.WriteAsync(_context.Screen, _output.Read(parsed), copies, cancellationToken);
        return Failures.Report(copies.Select(LedgerCopy.FailureOf).OfType<ElevenCostException>(), _context.Screen);
    }
}

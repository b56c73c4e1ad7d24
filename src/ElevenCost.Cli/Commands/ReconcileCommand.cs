using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine;
using ElevenCost.Engine.Reconciliation;

namespace ElevenCost.Cli.Commands;

/// <summary><c>reconcile</c>: whether what should agree does.</summary>
[HelpPlace(140)]
internal sealed class ReconcileCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly OutputOption _output;
    private readonly Option<bool> _detailed = new("--detailed") { Description = "Every comparison, instead of one row for each check." };

    public ReconcileCommand(CommandContext context)
        : base("reconcile", "Compare ElevenLabs' two endpoints, the ledger, the subscription's credits and the invoices, and explain each difference. Reads live and changes nothing. Exits with 1 if a difference has no explanation, or if days are missing from the ledger and could not be compared.",
            "elevencost reconcile --last 7d",
            "elevencost reconcile --last 7d --detailed",
            "elevencost reconcile --connection acme --timeframe last-month --detailed --output json",
            "elevencost reconcile --from 2026-10-01 --to 2026-10-31 --output csv > reconciliation.csv")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        Add(_detailed);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KeyedConnections);
        DateRange range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken);
        var verdict = new ReconciliationVerdict(connections, _context.Time);
        await ReconcileOutput.WriteAsync(_context.Screen, _output.Read(parsed), NotingAsync(), range, parsed.GetValue(_detailed), cancellationToken);

        foreach (Warning warning in verdict.Warnings())
        {
            _context.Screen.Warn(warning);
        }

        return verdict.IsProven ? ExitCode.Done : ExitCode.CheckFailed;

        async IAsyncEnumerable<ReconciliationRecord> NotingAsync()
        {
            await foreach (ReconciliationRecord record in services.Reconciler.CompareAsync(connections, range, cancellationToken))
            {
                verdict.Add(record);
                yield return record;
            }
        }
    }
}

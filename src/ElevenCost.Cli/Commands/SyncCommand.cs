using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Jobs;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Cli.Commands;

/// <summary><c>sync</c>: brings the ledger up to date.</summary>
[HelpPlace(50)]
internal sealed class SyncCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly OutputOption _output;
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day. Default: the start of the 92 days that end on --to, or the earliest day in the ledger if that is earlier.");
    private readonly Option<DateOnly?> _to = ParsedOption.Day("--to", "The last day, included. Default: today.");
    private readonly Option<int?> _days = ParsedOption.Number("--days", "How many days to go back, today included, instead of --from.", 1, 3660);
    private readonly Option<int?> _lookback = ParsedOption.Number("--lookback", "How many days after its end each sync still reads a day again; then the day is final. Default: 3.", 0, 60);
    private readonly Option<bool> _force = new("--force") { Description = "Read final days again too." };
    private readonly Option<int?> _timeout = ParsedOption.Number("--timeout", "How many seconds the sync of one connection may take. Default: 14400, four hours.", 1, 604_800);
    private readonly Option<bool> _acceptLoss = new("--accept-loss") { Description = "Replace days that had usage and for which ElevenLabs now reports none." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Show no progress." };

    public SyncCommand(CommandContext context)
        : base("sync", "Sync missing days, and the latest days again. Exits with 1 if days do not add up, or if ElevenLabs now reports no usage for days that had some.",
            "elevencost sync",
            "elevencost sync --connection acme --days 365",
            "elevencost sync --from 2026-10-01 --to 2026-10-31 --force",
            "0 6 * * *  elevencost sync --quiet >> sync.log 2>&1   (cron)")
    {
        _context = context;
        _connection = new ConnectionOption(this, allByDefault: true);
        Add(_from);
        Add(_to);
        Add(_days);
        Add(_lookback);
        Add(_force);
        Add(_timeout);
        Add(_acceptLoss);
        Add(_quiet);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_days) is not null && result.GetResult(_from) is not null)
            {
                result.AddError("Set the start once: with '--from' or with '--days'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var options = new SyncOptions
        {
            From = parsed.GetValue(_from),
            To = parsed.GetValue(_to),
            Days = parsed.GetValue(_days),
            Force = parsed.GetValue(_force),
            AcceptLoss = parsed.GetValue(_acceptLoss),
        };
        options = parsed.GetValue(_lookback) is { } lookback ? options with { Lookback = lookback } : options;
        options = parsed.GetValue(_timeout) is { } seconds ? options with { TimeLimit = TimeSpan.FromSeconds(seconds) } : options;
        IProgress<SyncProgress>? progress = parsed.GetValue(_quiet) ? null : new ProgressLine(_context.Screen, _context.Time);
        var results = new List<SyncResult>();
        try
        {
            foreach (Connection connection in _connection.Read(parsed, services.KeyedConnections))
            {
                // What is the matter with one connection is in its result, and keeps no other from syncing.
                results.Add(await services.Sync.RunAsync(connection, services.OpenApiAsync, options, progress, cancellationToken));
            }
        }
        finally
        {
            _context.Screen.ClearTransient();
        }

        await SyncOutput.WriteAsync(_context.Screen, _output.Read(parsed), results, cancellationToken);
        return results.Max(JobExitCode.Of);
    }
}

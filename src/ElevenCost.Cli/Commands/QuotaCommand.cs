using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Quotas;

namespace ElevenCost.Cli.Commands;

/// <summary><c>quota</c>: credits left, and when they run out.</summary>
[HelpPlace(110)]
internal sealed class QuotaCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly OutputOption _output;

    public QuotaCommand(CommandContext context)
        : base("quota", "Show the credits left, and whether they last until the reset. Exits with 1 if they run out before it.",
            "elevencost quota",
            "elevencost quota --connection '*' --output json",
            "elevencost quota || mail -s 'credits run out' ops@example.com < /dev/null   (cron)")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        QuotaResult result = await services.Quotas.ReadAsync(_connection.Read(parsed, services.KnownConnections), cancellationToken);
        await QuotaOutput.WriteAsync(_context.Screen, _output.Read(parsed), result, cancellationToken);
        int worst = result.RunsOut ? ExitCode.CheckFailed : ExitCode.Done;
        foreach (QuotaFailure failed in result.Failures)
        {
            Failures.Report(_context.Screen, $"{failed.Connection}: {failed.Failure.Message}", failed.Failure.Remedy);
            worst = Math.Max(worst, ExitCode.Of(failed.Failure.Category));
        }

        return worst;
    }
}

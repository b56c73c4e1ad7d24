using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Commands;

/// <summary><c>key-limits</c>: the own limits of API keys beside their use.</summary>
[HelpPlace(115)]
internal sealed class KeyLimitsCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly OutputOption _output;

    public KeyLimitsCommand(CommandContext context)
        : base("key-limits", "Compare the use of each service account's API key in the billing month with the key's own limit. Exits with 1 if a key has used it up.",
            "elevencost key-limits",
            "elevencost key-limits --connection '*' --output json")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        KeyLimitResult result = await services.KeyLimits.ReadAsync(_connection.Read(parsed, services.KeyedConnections), cancellationToken);
        await WriteAsync(_output.Read(parsed), result.Limits, cancellationToken);
        foreach (Warning warning in result.Warnings)
        {
            _context.Screen.Warn(warning);
        }

        int worst = result.IsPassed ? ExitCode.CheckFailed : ExitCode.Done;
        foreach (QuotaFailure failed in result.Failures)
        {
            Failures.Report(_context.Screen, $"{failed.Connection}: {failed.Failure.Message}", failed.Failure.Remedy);
            worst = Math.Max(worst, ExitCode.Of(failed.Failure.Category));
        }

        return worst;
    }

    private async Task WriteAsync(OutputFormat format, IReadOnlyList<KeyLimit> limits, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table && limits.Count == 0)
        {
            _context.Screen.WriteMessage("No service account has an API key.");
            return;
        }

        await Rows.WriteAsync(_context.Screen, format, ResultTables.KeyLimits, InsightColumns.KeyLimits, limits.AsAsync(), cancellationToken);
    }
}

using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Quotas;

namespace ElevenCost.Cli.Commands;

/// <summary><c>key-limits</c>: the own limits of API keys beside their use.</summary>
[HelpPlace(115)]
internal sealed class KeyLimitsCommand : DocumentedCommand
{
    private static readonly TableColumn[] Columns =
    [
        new("Connection", CanShorten: true), new("API key", CanShorten: true), new("State"), new("Limit", IsNumber: true), new("Used", IsNumber: true),
        new("Counted", IsNumber: true), new("Left", IsNumber: true),
    ];

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
            Failures.Tell(_context.Screen, $"{failed.Connection}: {failed.Failure.Message}", failed.Failure.Remedy);
            worst = Math.Max(worst, ExitCode.Of(failed.Failure.Category));
        }

        return worst;
    }

    private async Task WriteAsync(OutputFormat format, IReadOnlyList<KeyLimit> limits, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(_context.Screen, format, InsightColumns.KeyLimits, limits.AsAsync(), cancellationToken);
            return;
        }

        if (limits.Count == 0)
        {
            _context.Screen.Tell("No service account has an API key.");
            return;
        }

        await new TextTable(Columns, _context.Screen.Width).WriteAsync(
            _context.Screen.Output,
            null,
            limits.Select(limit => new[]
            {
                limit.Connection, limit.ApiKey, Words.Of(limit.State), Figures.Count(limit.CreditLimit), Figures.Count(limit.CreditsUsed),
                Figures.Count(limit.CreditsCounted), Figures.Count(limit.CreditsLeft),
            }).AsAsync(),
            () => [],
            cancellationToken);
    }
}

using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Alerts;

namespace ElevenCost.Cli.Commands;

/// <summary><c>alert send</c>: sends what is due.</summary>
[SubcommandOf<AlertCommand>]
[HelpPlace(40)]
internal sealed class AlertSendCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string[]> _names = new("name") { Description = "Names or wildcards of alerts. Default: every alert.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be sent, and send nothing." };
    private readonly Option<DigestPeriod?> _digest = ParsedOption.Word<DigestPeriod>("--digest", "Also send a digest of the latest whole day, week or month.");
    private readonly Option<Dimension?> _by = ParsedOption.Word<Dimension>("--digest-by", "The dimension of the five largest parts of a digest. Default: api-key.");
    private readonly OutputOption _output;

    public AlertSendCommand(CommandContext context)
        : base("send", "Send alerts that are due, each once per target and period. Run it after each sync. Exits with 1 if a target failed.",
            "elevencost alert send",
            "elevencost alert send ops --dry-run",
            "elevencost alert send --digest weekly --digest-by model")
    {
        _context = context;
        Add(_names);
        Add(_dryRun);
        Add(_digest);
        Add(_by);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<AlertTarget> targets = await services.Alerts.ListAsync(parsed.GetValue(_names) ?? [], cancellationToken);
        OutputFormat format = _output.Read(parsed);
        if (targets.Count == 0)
        {
            await AlertOutput.WriteAsync(_context.Screen, format, Array.Empty<AlertDelivery>(), cancellationToken);
            _context.Screen.WriteMessage("note: there is no alert yet. Set one with: elevencost alert set");
            return ExitCode.Done;
        }

        var options = new AlertRunOptions { IsDryRun = parsed.GetValue(_dryRun), Digest = parsed.GetValue(_digest), DigestBy = parsed.GetValue(_by) ?? Dimension.ApiKey };
        var deliveries = new List<AlertDelivery>();
        await foreach (AlertDelivery delivery in services.AlertRun.RunAsync(targets, services.KnownConnections.ReadAll(), options, _context.Screen.Warn, cancellationToken))
        {
            deliveries.Add(delivery);
        }

        await AlertOutput.WriteAsync(_context.Screen, format, deliveries, cancellationToken);
        return deliveries.Exists(delivery => delivery.State == AlertDeliveryState.Failed) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}

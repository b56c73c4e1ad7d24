using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>alert list</c>: where alerts go.</summary>
[SubcommandOf<AlertCommand>]
[HelpPlace(10)]
internal sealed class AlertListCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string[]> _names = new("name") { Description = "Names or wildcards of alerts. Default: every alert.", Arity = ArgumentArity.ZeroOrMore };
    private readonly OutputOption _output;

    public AlertListCommand(CommandContext context)
        : base("list", "List where alerts go. Shows where an address is stored, never the address.",
            "elevencost alert list",
            "elevencost alert list 'ops*' --output json")
    {
        _context = context;
        Add(_names);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<AlertTarget> targets = await services.Alerts.ListAsync(parsed.GetValue(_names) ?? [], cancellationToken);
        await AlertOutput.WriteAsync(_context.Screen, _output.Read(parsed), targets, cancellationToken);
        return ExitCode.Done;
    }
}

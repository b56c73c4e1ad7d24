using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>alert remove</c>: removes alerts.</summary>
[SubcommandOf<AlertCommand>]
[HelpPlace(30)]
internal sealed class AlertRemoveCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("name") { Description = "The name, or a wildcard." };
    private readonly OutputOption _output;

    public AlertRemoveCommand(CommandContext context)
        : base("remove", "Remove alerts, and print what was removed. The stored address is kept.",
            "elevencost alert remove ops",
            "elevencost alert remove 'try-*' --output json")
    {
        _context = context;
        Add(_name);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<AlertTarget> removed = await services.Alerts.RemoveAsync(parsed.GetValue(_name)!, cancellationToken);
        await AlertOutput.WriteAsync(_context.Screen, _output.Read(parsed), removed, cancellationToken);
        return ExitCode.Done;
    }
}

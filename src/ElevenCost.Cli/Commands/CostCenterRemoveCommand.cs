using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>cost-center remove</c>: takes rules away.</summary>
[SubcommandOf<CostCenterCommand>]
[HelpPlace(30)]
internal sealed class CostCenterRemoveCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("name") { Description = "The rule's name, or else a wildcard for several." };
    private readonly OutputOption _output;

    public CostCenterRemoveCommand(CommandContext context)
        : base("remove", "Remove rules, and show what was removed. Their usage then matches other rules, or none.",
            "elevencost cost-center remove acme-keys",
            "elevencost cost-center remove 'acme-*'")
    {
        _context = context;
        Add(_name);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<CostCenterRule> removed = await services.CostCenters.RemoveAsync(parsed.GetValue(_name)!, cancellationToken);
        await CostCenterOutput.WriteAsync(_context.Screen, _output.Read(parsed), removed, cancellationToken);
        return ExitCode.Done;
    }
}

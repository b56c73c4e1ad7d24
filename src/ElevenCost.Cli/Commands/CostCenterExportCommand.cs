using System.CommandLine;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Attribution;

namespace ElevenCost.Cli.Commands;

/// <summary><c>cost-center export</c>: rules as CSV.</summary>
[SubcommandOf<CostCenterCommand>]
[HelpPlace(50)]
internal sealed class CostCenterExportCommand : DocumentedCommand
{
    private readonly CommandContext _context;

    public CostCenterExportCommand(CommandContext context)
        : base("export", "Write the rules as CSV, in the order in which they were set; import reads them back as they are.",
            "elevencost cost-center export > rules.csv")
    {
        _context = context;
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<CostCenterRule> rules = await services.CostCenters.ReadAsync(cancellationToken);
        await CostCenterCsv.WriteAsync(_context.Screen.Output, rules.AsAsync(), cancellationToken);
        return ExitCode.Done;
    }
}

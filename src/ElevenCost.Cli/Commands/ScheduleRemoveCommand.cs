using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Schedules;

namespace ElevenCost.Cli.Commands;

/// <summary><c>schedule remove</c>: removes the schedule.</summary>
[SubcommandOf<ScheduleCommand>]
[HelpPlace(30)]
internal sealed class ScheduleRemoveCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Option<bool> _whatIf = new("--what-if") { Description = "Print every file that would be deleted and every command that would be run, and do nothing." };
    private readonly OutputOption _output;

    public ScheduleRemoveCommand(CommandContext context)
        : base("remove", "Remove the schedule of this home with its log and its latest result, and print what was removed. Connections and ledger are kept.",
            "elevencost schedule remove",
            "elevencost schedule remove --what-if")
    {
        _context = context;
        Add(_whatIf);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        ScheduleSetup schedules = services.Schedules;
        ScheduleProposal proposal = await schedules.PlanRemovalAsync(cancellationToken);
        if (parsed.GetValue(_whatIf))
        {
            await ScheduleOutput.WriteChangesAsync(_context.Screen, proposal.Changes, cancellationToken);
            return ExitCode.Done;
        }

        if (proposal.Changes.Count == 0)
        {
            return Failures.Report(schedules.NotFound(), _context.Screen, cancellationToken);
        }

        await schedules.ApplyAsync(proposal, cancellationToken);
        await ScheduleOutput.WriteAsync(_context.Screen, _output.Read(parsed), proposal.Schedule is null ? [] : [proposal.Schedule], cancellationToken);
        return ExitCode.Done;
    }
}

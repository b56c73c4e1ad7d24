using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>schedule list</c>: the schedule and its latest run.</summary>
[SubcommandOf<ScheduleCommand>]
[HelpPlace(10)]
internal sealed class ScheduleListCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly OutputOption _output;

    public ScheduleListCommand(CommandContext context)
        : base("list", "Show the schedule of this home: state, latest and next run, and what failed. Exits with 1 if it is missing, stale or failed.",
            "elevencost schedule list",
            "elevencost schedule list --output json")
    {
        _context = context;
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        SyncSchedule? schedule = await services.Schedules.ReadAsync(cancellationToken);
        await ScheduleOutput.WriteAsync(_context.Screen, _output.Read(parsed), schedule is null ? [] : [schedule], cancellationToken);
        if (schedule is null)
        {
            _context.Screen.WriteMessage("There is no schedule. Register one with: elevencost schedule set");
            return ExitCode.Done;
        }

        return schedule.State is SyncScheduleState.Missing or SyncScheduleState.Stale or SyncScheduleState.Failed ? ExitCode.CheckFailed : ExitCode.Done;
    }
}

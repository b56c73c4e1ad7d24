using System.Management.Automation;
using ElevenCost.Engine.Schedules;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Removes the schedule, with its log and its latest result.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "ElevenLabsSyncSchedule", SupportsShouldProcess = true, HelpUri = HelpAddress + "Unregister-ElevenLabsSyncSchedule.md")]
[OutputType(typeof(void))]
public sealed class UnregisterElevenLabsSyncScheduleCommand : ElevenCostCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Try(null, () =>
    {
        ScheduleSetup schedules = Session.Schedules;
        ScheduleProposal proposal = Wait(schedules.PlanRemovalAsync(StopToken));
        if (proposal.Changes.Count == 0)
        {
            WriteError(schedules.NotFound().ToErrorRecord(null));
            return;
        }

        if (ShouldProcess(string.Join('\n', proposal.Changes), $"{string.Join('\n', proposal.Changes)}\nRemove the schedule?", "ElevenCost"))
        {
            Wait(schedules.ApplyAsync(proposal, StopToken));
        }
    });
}

using System.Management.Automation;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The schedule of this machine's home, and its latest run.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsSyncSchedule", HelpUri = HelpAddress + "Get-ElevenLabsSyncSchedule.md")]
[OutputType(typeof(SyncSchedule))]
public sealed class GetElevenLabsSyncScheduleCommand : ElevenCostCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Try(null, () =>
    {
        if (Wait(Session.Schedules.ReadAsync(StopToken)) is { } schedule)
        {
            WriteObject(schedule);
            return;
        }

        WriteVerbose("There is no schedule. Register one with: Register-ElevenLabsSyncSchedule");
    });
}

using System.Management.Automation;
using ElevenCost.Engine.Schedules;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Schedules sync, budgets and alerts.</summary>
[Cmdlet(VerbsLifecycle.Register, "ElevenLabsSyncSchedule", SupportsShouldProcess = true, DefaultParameterSetName = DailySet, HelpUri = HelpAddress + "Register-ElevenLabsSyncSchedule.md")]
[OutputType(typeof(SyncSchedule))]
public sealed class RegisterElevenLabsSyncScheduleCommand : ElevenCostCommand
{
    private const string DailySet = "Daily";
    private const string HourlySet = "Hourly";

    /// <summary>The time of day, as <c>06:00</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = DailySet)]
    [ValidateNotNullOrEmpty]
    public string? At { get; set; }

    /// <summary>The time zone of <see cref="At"/>; UTC if it is null.</summary>
    [Parameter(ParameterSetName = DailySet)]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    /// <summary>Runs every hour instead of daily.</summary>
    [Parameter(ParameterSetName = HourlySet, Mandatory = true)]
    public SwitchParameter Hourly { get; set; }

    /// <summary>What starts it; null for the first that is there.</summary>
    [Parameter]
    public SyncScheduler? Scheduler { get; set; }

    /// <summary>Names or wildcards of the connections to sync; empty for every connection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Connection { get; set; } = [];

    /// <summary>How many seconds a run may take; null for 7200, or 3000 of an hourly schedule.</summary>
    [Parameter]
    [ValidateRange(60, 604_800)]
    public int? TimeoutSec { get; set; }

    /// <summary>A file with environment variables for the runs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentFile { get; set; }

    /// <summary>Registers without testing before.</summary>
    [Parameter]
    public SwitchParameter SkipCheck { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(null, () =>
    {
        var request = new ScheduleRequest
        {
            Frequency = Hourly ? ScheduleFrequency.Hourly : ScheduleFrequency.Daily,
            At = At,
            TimeZone = TimeZone,
            Scheduler = Scheduler,
            Connections = Connection,
            TimeLimit = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            EnvironmentFile = EnvironmentFile is null ? null : GetUnresolvedProviderPathFromPSPath(EnvironmentFile),
        };
        ScheduleSetup schedules = Session.Schedules;
        ScheduleProposal proposal = Wait(schedules.PlanAsync(request, StopToken));
        if (proposal.Changes.Count > 0 && !ShouldProcess(string.Join('\n', proposal.Changes), $"{string.Join('\n', proposal.Changes)}\nRegister the schedule {proposal.Schedule}?", "ElevenCost"))
        {
            return;
        }

        IReadOnlyList<ElevenCostException> failures = SkipCheck || proposal.Changes.Count == 0 ? [] : ScheduleSetup.FailuresOf(Wait(schedules.CheckAsync(proposal, StopToken)));
        foreach (ElevenCostException failure in failures)
        {
            WriteError(failure.ToErrorRecord(proposal.Schedule!.Name));
        }

        if (failures.Count == 0)
        {
            Wait(schedules.ApplyAsync(proposal, StopToken));
            WriteObject(Wait(schedules.ReadAsync(StopToken)));
        }
    });
}

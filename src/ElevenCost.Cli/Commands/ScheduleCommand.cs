namespace ElevenCost.Cli.Commands;

/// <summary><c>schedule</c>: runs by itself.</summary>
[HelpPlace(54)]
internal sealed class ScheduleCommand : DocumentedCommand
{
    public ScheduleCommand()
        : base("schedule", "Run sync, budget checks and alerts on a schedule: with systemd, cron, launchd or Task Scheduler.",
            "elevencost schedule set",
            "elevencost schedule list",
            "elevencost schedule remove")
    {
    }
}

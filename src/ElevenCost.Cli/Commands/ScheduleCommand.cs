namespace ElevenCost.Cli.Commands;

/// <summary><c>schedule</c>: runs by itself.</summary>
[HelpPlace(54)]
internal sealed class ScheduleCommand : DocumentedCommand
{
    public ScheduleCommand()
        : base("schedule", "Run sync, budgets and alerts by itself: by systemd, cron, launchd or Task Scheduler.",
            "elevencost schedule set",
            "elevencost schedule list",
            "elevencost schedule remove")
    {
    }
}

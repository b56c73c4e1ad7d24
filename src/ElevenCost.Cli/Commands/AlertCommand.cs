namespace ElevenCost.Cli.Commands;

/// <summary><c>alert</c>: where alerts go, and sending what is due.</summary>
[HelpPlace(94)]
internal sealed class AlertCommand : DocumentedCommand
{
    public AlertCommand()
        : base("alert", "Set where alerts go, and send alerts that are due: Slack, Teams, Discord, a webhook, mail or a program.",
            "elevencost alert set ops --kind slack",
            "elevencost alert send --dry-run",
            "elevencost alert send --digest weekly")
    {
    }
}

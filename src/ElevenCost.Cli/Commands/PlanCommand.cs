namespace ElevenCost.Cli.Commands;

/// <summary><c>plan</c>: the plans of ElevenLabs beside one's own.</summary>
[HelpPlace(88)]
internal sealed class PlanCommand : DocumentedCommand
{
    public PlanCommand()
        : base("plan", "Find the cheapest plan for your usage.",
            "elevencost plan compare",
            "elevencost plan compare --forecast")
    {
    }
}

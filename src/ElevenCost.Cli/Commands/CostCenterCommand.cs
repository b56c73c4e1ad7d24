namespace ElevenCost.Cli.Commands;

/// <summary><c>cost-center</c>: the rules that attribute usage to cost centers.</summary>
[HelpPlace(100)]
internal sealed class CostCenterCommand : DocumentedCommand
{
    public CostCenterCommand()
        : base("cost-center", "Show and change the rules that attribute usage, and the plan's fee, to companies, teams or customers.",
            "elevencost cost-center set acme-keys --shares Acme --api-key 'acme-*'",
            "elevencost cost-center list",
            "elevencost cost --group-by cost-center --granularity month",
            "elevencost cost-center explain --api-key 'acme-*'")
    {
    }
}

namespace ElevenCost.Cli.Commands;

/// <summary><c>budget</c>: budgets and how they stand.</summary>
[HelpPlace(92)]
internal sealed class BudgetCommand : DocumentedCommand
{
    public BudgetCommand()
        : base("budget", "Show, set and test budgets, in money or in credits.",
            "elevencost budget set voices --amount 500.00",
            "elevencost budget list",
            "elevencost budget test")
    {
    }
}

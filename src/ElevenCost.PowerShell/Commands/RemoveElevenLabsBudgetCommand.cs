using System.Management.Automation;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Removes budgets.</summary>
[Cmdlet(VerbsCommon.Remove, "ElevenLabsBudget", HelpUri = HelpAddress + "Remove-ElevenLabsBudget.md", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveElevenLabsBudgetCommand : ElevenCostCommand
{
    /// <summary>The name, or a wildcard.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Budget")]
    [ArgumentCompleter(typeof(BudgetCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The first day of the one to remove; null for all of the name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day(EmptyIsNone = true)]
    public DateTime? StartDate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Try(name, () => Remove(name));
        }
    }

    private void Remove(string name)
    {
        DateOnly? from = StartDate is { } start ? DateOnly.FromDateTime(start) : null;
        if (ShouldProcess(name, "Remove the budget"))
        {
            foreach (Budget removed in Wait(Session.Budgets.RemoveAsync(name, from, StopToken)))
            {
                WriteVerbose($"Removed the budget '{removed.Name}'.");
            }
        }
    }
}

using System.Management.Automation;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The budgets, by name and first day.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsBudget", HelpUri = HelpAddress + "Get-ElevenLabsBudget.md")]
[OutputType(typeof(Budget))]
public sealed class GetElevenLabsBudgetCommand : ElevenCostCommand
{
    /// <summary>Names or wildcards; empty for every budget.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Budget")]
    [ArgumentCompleter(typeof(BudgetCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Only budgets that hold on this day; null for every day.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? On { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DateOnly? on = On is { } day ? DateOnly.FromDateTime(day) : null;
        if (Name.Length == 0)
        {
            Try(null, () => WriteObject(Wait(Session.Budgets.ListAsync([], on, StopToken)), enumerateCollection: true));
        }

        foreach (string name in Name)
        {
            Try(name, () => WriteObject(Wait(Session.Budgets.ListAsync([name], on, StopToken)), enumerateCollection: true));
        }
    }
}

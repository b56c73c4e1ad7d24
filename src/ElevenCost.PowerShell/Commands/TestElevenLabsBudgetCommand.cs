using System.Management.Automation;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The state of budgets: what was used, what is expected, and what drives it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ElevenLabsBudget", HelpUri = HelpAddress + "Test-ElevenLabsBudget.md")]
[OutputType(typeof(BudgetStatus), typeof(bool))]
public sealed class TestElevenLabsBudgetCommand : ElevenCostCommand
{
    private readonly List<string> _names = [];

    /// <summary>Names or wildcards; empty for every budget that holds today.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Budget")]
    [ArgumentCompleter(typeof(BudgetCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Whether to write one boolean: whether every budget is ok.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _names.AddRange(Name);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        bool isOk = true;
        var statuses = new List<BudgetStatus>();
        if (_names.Count == 0)
        {
            isOk = Try(null, () => Check([])) && isOk;
        }

        foreach (string name in _names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            isOk = Try(name, () => Check([name])) && isOk;
        }

        if (Quiet)
        {
            WriteObject(isOk && statuses.TrueForAll(status => status.State == BudgetState.Ok));
        }
        else
        {
            // All at once: budgets of several names are one table.
            WriteRows(ResultTables.BudgetStatuses(statuses), statuses);
        }

        void Check(IReadOnlyList<string> names)
        {
            IReadOnlyList<Budget> budgets = Wait(Session.Budgets.ListAsync(names, null, StopToken));
            statuses.AddRange(Pull(Session.BudgetCheck.CheckAsync(budgets, Session.KnownConnections.ReadAll(), QueueWarning, StopToken)));
        }
    }
}

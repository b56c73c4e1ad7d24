using System.Management.Automation;
using ElevenCost.Engine.Attribution;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Takes rules of cost centers away, in one change; other rules may take their usage, or none does.</summary>
[Cmdlet(VerbsCommon.Remove, "ElevenLabsCostCenter", HelpUri = HelpAddress + "Remove-ElevenLabsCostCenter.md", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveElevenLabsCostCenterCommand : ElevenCostCommand
{
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _chosen = [];
    private IReadOnlyList<CostCenterRule>? _rules;

    /// <summary>The rules' names, or wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CostCenterRuleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Try(name, () => Choose(name));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_chosen.Count > 0)
        {
            Try(_chosen.Count == 1 ? _chosen[0] : null, () =>
            {
                foreach (CostCenterRule removed in Wait(Session.CostCenters.RemoveAsync(_chosen, StopToken)))
                {
                    WriteVerbose($"Removed '{removed.Name}': {RuleText.Describe(removed)}.");
                }
            });
        }
    }

    private void Choose(string name)
    {
        _rules ??= Wait(Session.CostCenters.ReadAsync(StopToken));
        _chosen.AddRange(CostCenterStore.Find(_rules, name).Select(rule => rule.Name).Where(rule => _seen.Add(rule) && ShouldProcess(rule, "Remove the rule")));
    }
}

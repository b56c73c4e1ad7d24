using System.Management.Automation;
using ElevenCost.Engine.Attribution;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sets rules of cost centers: all that are piped in, in one change, or none.</summary>
/// <remarks>
/// Every field is a text that is judged when all rows are in: one that PowerShell could not bind would be left out, and the others set.
/// </remarks>
[Cmdlet(VerbsCommon.Set, "ElevenLabsCostCenter", HelpUri = HelpAddress + "Set-ElevenLabsCostCenter.md", SupportsShouldProcess = true)]
[OutputType(typeof(CostCenterRule))]
public sealed class SetElevenLabsCostCenterCommand : ElevenCostCommand
{
    private readonly List<Dictionary<string, string>> _rules = [];

    /// <summary>The rule's own name, which it must have; a rule of that name is replaced.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CostCenterRuleCompleter))]
    [RuleText]
    public string? Name { get; set; }

    /// <summary>The cost centers that bear it; null if a fee is split by usage or evenly.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CostCenterCompleter))]
    [RuleText]
    public string? Shares { get; set; }

    /// <summary>Rules of a higher priority are tried first: a whole number; null for 0.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [RuleText]
    public string? Priority { get; set; }

    /// <summary>The connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? Connection { get; set; }

    /// <summary>The product.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? Product { get; set; }

    /// <summary>The model.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? Model { get; set; }

    /// <summary>The API key, by name or ID.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? ApiKey { get; set; }

    /// <summary>The voice.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? Voice { get; set; }

    /// <summary>The user, by name or ID.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? User { get; set; }

    /// <summary>The group.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? Group { get; set; }

    /// <summary>The source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? Source { get; set; }

    /// <summary>The region.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [RuleText]
    public string? Region { get; set; }

    /// <summary>The first day whose usage it matches; null for no first day.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [RuleText]
    public string? StartDate { get; set; }

    /// <summary>The last day whose usage it matches, included; null for no last day.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("To")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [RuleText]
    public string? EndDate { get; set; }

    /// <summary>Splits the plan's fee so, and takes no usage: the name of a <see cref="ElevenCost.FeeSplit"/>; null for a rule that takes usage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FeeSplitCompleter))]
    [RuleText]
    public string? FeeSplit { get; set; }

    /// <summary>A note to store with it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [RuleText]
    public string? Note { get; set; }

    /// <summary>Writes the rules as stored.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _rules.Add(new()
    {
        [nameof(CostCenterRule.Name)] = Name ?? "",
        [nameof(CostCenterRule.Shares)] = Shares ?? "",
        [nameof(CostCenterRule.Priority)] = Priority ?? "",
        [nameof(CostCenterRule.Connection)] = Connection ?? "",
        [nameof(CostCenterRule.Product)] = Product ?? "",
        [nameof(CostCenterRule.Model)] = Model ?? "",
        [nameof(CostCenterRule.ApiKey)] = ApiKey ?? "",
        [nameof(CostCenterRule.Voice)] = Voice ?? "",
        [nameof(CostCenterRule.User)] = User ?? "",
        [nameof(CostCenterRule.Group)] = Group ?? "",
        [nameof(CostCenterRule.Source)] = Source ?? "",
        [nameof(CostCenterRule.Region)] = Region ?? "",
        [nameof(CostCenterRule.From)] = StartDate ?? "",
        [nameof(CostCenterRule.To)] = EndDate ?? "",
        [nameof(CostCenterRule.FeeSplit)] = FeeSplit ?? "",
        [nameof(CostCenterRule.Note)] = Note ?? "",
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_rules.Count > 0)
        {
            Try(_rules.Count == 1 ? _rules[0][nameof(CostCenterRule.Name)] : null, Set);
        }
    }

    private void Set()
    {
        CostCenterRule[] rules = [.. CostCenterStore.Parse(_rules).Where(rule => ShouldProcess(rule.Name, $"Set the rule: {RuleText.Describe(rule)}"))];
        if (rules.Length == 0)
        {
            return;
        }

        foreach (CostCenterChange change in Wait(Session.CostCenters.SetAsync(rules, StopToken)))
        {
            if (change.Replaced is { } replaced)
            {
                WriteVerbose($"'{change.Rule!.Name}' replaced '{replaced.Name}': {RuleText.Describe(replaced)}.");
            }

            if (PassThru)
            {
                WriteObject(CostCenterRow.Of(change.Rule!));
            }
        }
    }
}

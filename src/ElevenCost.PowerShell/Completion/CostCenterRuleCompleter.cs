using System.Collections;
using ElevenCost.Engine.Attribution;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the names of rules of cost centers.</summary>
public sealed class CostCenterRuleCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        session.CostCenters.ReadAsync(session.Stopping).GetAwaiter().GetResult()
            .Select(rule => (rule.Name, $"{rule.Name}: {RuleText.Describe(rule)}"));

    private protected override bool TakesWildcards(string commandName, string parameterName) =>
        !commandName.StartsWith("Set-", StringComparison.OrdinalIgnoreCase);
}

using System.Collections;
using ElevenCost.Engine.Attribution;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the cost centers that rules name; where usage is filtered, what no rule takes too.</summary>
public sealed class CostCenterCompleter : ElevenCostCompleter
{
    private const string Shares = nameof(CostCenterRule.Shares);

    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound)
    {
        IReadOnlyList<CostCenterRule> rules = session.CostCenters.ReadAsync(session.Stopping).GetAwaiter().GetResult();
        IEnumerable<(string, string)> centers = CostCenterStore.CentersOf(rules).Order(StringComparer.OrdinalIgnoreCase).Select(center => (center, ""));
        return parameterName == Shares ? centers : centers.Append((CostCenterRule.Unattributed, "Usage that no rule matches"));
    }

    private protected override bool TakesWildcards(string commandName, string parameterName) => parameterName != Shares;
}

using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes lengths of time.</summary>
public sealed class LastCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        [("7d", "7 days"), ("30d", "30 days"), ("90d", "90 days"), ("4w", "4 weeks"), ("3m", "3 months"), ("6m", "6 months"), ("1y", "a year")];
}

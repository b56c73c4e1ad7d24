using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the ways in which a fee is split.</summary>
public sealed class FeeSplitCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
    [
        (nameof(FeeSplit.ByUsage), "Who uses more bears more of the fee"),
        (nameof(FeeSplit.Even), "Equal parts for the cost centers that rules name"),
        (nameof(FeeSplit.Fixed), "In the parts of -Shares, whoever uses it"),
    ];
}

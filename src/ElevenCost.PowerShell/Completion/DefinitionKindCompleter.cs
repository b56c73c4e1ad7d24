using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the kinds of definitions that were ever changed, such as prices, cost-centers and budgets.</summary>
public sealed class DefinitionKindCompleter : ElevenCostCompleter
{
    private protected override bool TakesWildcards(string commandName, string parameterName) => true;

    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        session.History.ReadAsync([], [], session.Stopping).GetAwaiter().GetResult().GroupBy(change => change.Kind, StringComparer.Ordinal)
            .Select(same => (same.Key, $"{same.Key}: {same.Count()} changes"));
}

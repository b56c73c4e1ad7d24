using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the names of budgets.</summary>
public sealed class BudgetCompleter : ElevenCostCompleter
{
    private protected override bool TakesWildcards(string commandName, string parameterName) => !commandName.StartsWith("Set-", StringComparison.OrdinalIgnoreCase);

    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        session.Budgets.ListAsync([], null, session.Stopping).GetAwaiter().GetResult()
            .GroupBy(budget => budget.Name, StringComparer.OrdinalIgnoreCase)
            .Select(same => (same.Key, same.Last().Note is { } note ? $"{same.Key}: {note}" : same.Key));
}

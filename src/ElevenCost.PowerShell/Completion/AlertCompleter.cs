using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the names of alerts.</summary>
public sealed class AlertCompleter : ElevenCostCompleter
{
    private protected override bool TakesWildcards(string commandName, string parameterName) => !commandName.StartsWith("Set-", StringComparison.OrdinalIgnoreCase);

    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        session.Alerts.ListAsync([], session.Stopping).GetAwaiter().GetResult()
            .Select(target => (target.Name, $"{target.Name}: {target.Kind}{(target.Note is { } note ? $", {note}" : "")}"));
}

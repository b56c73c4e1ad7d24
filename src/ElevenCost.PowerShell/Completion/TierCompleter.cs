using System.Collections;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the tiers of plans: those of the catalogue and of prices of the user's own.</summary>
public sealed class TierCompleter : ElevenCostCompleter
{
    private protected override bool TakesWildcards(string commandName, string parameterName) => !commandName.StartsWith("Set-", StringComparison.OrdinalIgnoreCase) && !commandName.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase);

    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        session.Prices.ListAsync(new PriceQuery(), session.Stopping).GetAwaiter().GetResult()
            .GroupBy(price => price.Tier, StringComparer.OrdinalIgnoreCase)
            .OrderBy(same => same.Key, StringComparer.OrdinalIgnoreCase)
            .Select(same => (same.Key, same.First().Plan));
}

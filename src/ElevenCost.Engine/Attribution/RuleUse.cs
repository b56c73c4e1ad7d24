using System.Globalization;

namespace ElevenCost.Engine.Attribution;

/// <summary>What the rules of cost centers came to over the usage of a question. Immutable.</summary>
/// <param name="Book">The rules.</param>
/// <param name="Results">What usage came to, by the number that its group has.</param>
/// <param name="Candidates">The rules that could have taken usage: those in force for a connection within the days that were looked at.</param>
/// <param name="Reached">The rules that usage matched, whether or not they took it; only where asked for.</param>
internal sealed record RuleUse(RuleBook Book, IReadOnlyList<AttributionResult> Results, IReadOnlySet<CompiledRule> Candidates, IReadOnlySet<CompiledRule> Reached)
{
    /// <summary>What the user should know of the rules.</summary>
    /// <param name="range">The days that were asked for.</param>
    /// <param name="leavesUsageOut">Whether usage was left out by something else, so that a rule without usage says nothing.</param>
    public IEnumerable<Warning> Warnings(DateRange range, bool leavesUsageOut)
    {
        const int Most = 5;
        if (Book.InOrder.Count == 0)
        {
            yield return new Warning(CostCenterWarnings.CostCentersNotSet, $"There are no rules of cost centers, so all usage is {CostCenterRule.Unattributed}.");
        }

        string[] idle = [.. Book.Usage.Where(rule => Candidates.Contains(rule) && !Results.Any(result => result.Rule == rule)).Select(rule => rule.Rule.Name)];
        if (idle.Length > 0 && !leavesUsageOut)
        {
            yield return new Warning(CostCenterWarnings.RulesWithoutUsage, string.Create(CultureInfo.InvariantCulture,
                $"{idle.Length} of {Book.Usage.Count} rules of cost centers matched no usage in {range}: {string.Join(", ", idle.Take(Most))}{(idle.Length > Most ? ", …" : "")}. Either no usage matches them, or rules before them match it first; the list of rules shows which."));
        }
    }
}

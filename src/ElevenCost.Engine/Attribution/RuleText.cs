namespace ElevenCost.Engine.Attribution;

/// <summary>Rules of cost centers in a few words.</summary>
public static class RuleText
{
    /// <summary>Who bears what a rule takes, or how the fee that it takes is split.</summary>
    public static string Bearers(CostCenterRule rule) => rule.Shares ?? (rule.FeeSplit == FeeSplit.Even ? "all, evenly" : "by usage");

    /// <summary>A rule in a few words, in the objects' own: who bears what.</summary>
    public static string Describe(CostCenterRule rule) => $"{Bearers(rule)} for {Takes(rule, "plan fee", dimension => dimension.ToString())}";

    /// <summary>What a rule takes.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="fee">What the plan's fee is called.</param>
    /// <param name="word">What a dimension is called.</param>
    public static string Takes(CostCenterRule rule, string fee, Func<Dimension, string> word)
    {
        IEnumerable<string> criteria = RuleFields.Criteria.Select(Enum.Parse<Dimension>)
            .Select(dimension => (Word: word(dimension), Pattern: RuleFields.Criterion(rule, dimension)))
            .Where(criterion => criterion.Pattern is not null).Select(criterion => $"{criterion.Word} {criterion.Pattern}");
        return string.Join(", ", rule.FeeSplit is null ? criteria : criteria.Prepend(fee));
    }
}

namespace ElevenCost.Engine.Attribution;

/// <summary>The rules in the order in which they are tried: the first that matches takes the usage. Immutable.</summary>
internal sealed class RuleBook
{
    private readonly Dictionary<string, string> _spelling = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>.</exception>
    public RuleBook(IReadOnlyList<CostCenterRule> rules)
    {
        // Two spellings of one center are one: the one that was set first is shown.
        foreach (string center in rules.SelectMany(rule => CenterShares.TryParse(rule.Shares, out CenterShares? shares, out _) ? shares.Parts : []).Select(part => part.Center))
        {
            _spelling.TryAdd(center, center);
        }

        InOrder =
        [
            .. rules.Select((rule, position) => new CompiledRule(rule, position))
                .OrderByDescending(rule => rule.Rule.Priority)
                .ThenByDescending(rule => rule.Literals)
                .ThenByDescending(rule => rule.Criteria)
                .ThenBy(rule => rule.Position),
        ];
        Usage = [.. InOrder.Where(rule => rule.Rule.FeeSplit is null)];
        Fees = [.. InOrder.Where(rule => rule.Rule.FeeSplit is not null)];
    }

    /// <summary>All rules.</summary>
    public IReadOnlyList<CompiledRule> InOrder { get; }

    /// <summary>Those that take usage.</summary>
    public IReadOnlyList<CompiledRule> Usage { get; }

    /// <summary>Those that split a fee.</summary>
    public IReadOnlyList<CompiledRule> Fees { get; }

    /// <summary>The shares of a rule, each center in the one spelling.</summary>
    public CenterShares SharesOf(CompiledRule rule) => new([.. rule.Shares!.Parts.Select(part => (_spelling[part.Center], part.Part))]);

    /// <summary>How the fee of a connection is split on a day: the centers' parts; null if it follows usage.</summary>
    public (CompiledRule? Rule, CenterShares? Shares) FeeOn(string connection, DateOnly day)
    {
        CompiledRule? rule = Fees.FirstOrDefault(rule => rule.IsFor(connection) && rule.HoldsOn(day));
        switch (rule?.Rule.FeeSplit)
        {
            case FeeSplit.Fixed:
                return (rule, SharesOf(rule));
            case FeeSplit.Even:
                string[] centers = [.. Usage.Where(other => other.IsFor(connection) && other.HoldsOn(day))
                    .SelectMany(other => other.Shares!.Parts).Select(part => _spelling[part.Center]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
                return (rule, centers.Length == 0 ? null : CenterShares.Even(centers));
            default:
                return (rule, null);
        }
    }
}

namespace ElevenCost.Engine.Attribution;

/// <summary>Attributes the usage of one question: rules are matched once for a combination of values, never for a row.</summary>
/// <param name="book">The rules.</param>
/// <param name="withFees">Whether the plan's fee is split by rules of its own.</param>
/// <param name="keepsReach">Whether it is kept which rules usage matched besides the one that took it.</param>
internal sealed class Attributor(RuleBook book, bool withFees, bool keepsReach = false)
{
    private readonly Dictionary<(CompiledRule? Rule, string? Fee), int> _known = [];
    private readonly List<AttributionResult> _results = [];
    private readonly HashSet<CompiledRule> _candidates = [];
    private readonly HashSet<CompiledRule> _reached = [];

    /// <summary>What was attributed so far.</summary>
    public RuleUse ToUse() => new(book, [.. _results], new HashSet<CompiledRule>(_candidates), new HashSet<CompiledRule>(_reached));

    /// <summary>Notes the rules that usage matched, whether or not they took it.</summary>
    public void Reach(IEnumerable<CompiledRule> rules) => _reached.UnionWith(rules);

    /// <summary>Begins a connection.</summary>
    /// <param name="connection">Its name.</param>
    /// <param name="range">The days that are looked at.</param>
    public ConnectionAttribution For(string connection, DateRange range)
    {
        CompiledRule[] rules = [.. book.Usage.Where(rule => rule.IsFor(connection) && rule.HoldsWithin(range))];
        _candidates.UnionWith(rules);
        return new ConnectionAttribution(this, connection, rules, keepsReach);
    }

    /// <summary>The fee's split on a day, as a number that stands for it and its rule.</summary>
    public (string? Key, CompiledRule? Rule, CenterShares? Shares) FeeOn(string connection, DateOnly day)
    {
        if (!withFees || book.Fees.Count == 0)
        {
            return default;
        }

        (CompiledRule? rule, CenterShares? shares) = book.FeeOn(connection, day);
        return rule is null ? default : ($"{rule.Position}:{string.Join(';', shares?.Parts.Select(part => part.Center) ?? [])}", rule, shares);
    }

    /// <summary>The number of a result.</summary>
    public int NumberOf(CompiledRule? rule, (string? Key, CompiledRule? Rule, CenterShares? Shares) fee)
    {
        if (!_known.TryGetValue((rule, fee.Key), out int number))
        {
            CenterShares usage = rule is null ? CenterShares.Whole(CostCenterRule.Unattributed) : book.SharesOf(rule);
            number = _results.Count;
            _results.Add(new AttributionResult(rule, usage, fee.Rule, fee.Shares));
            _known.Add((rule, fee.Key), number);
        }

        return number;
    }
}

using System.Globalization;

namespace ElevenCost.Engine.Attribution;

/// <summary>Attributes the usage of one question: rules are matched once for a combination of values, never for a row.</summary>
/// <param name="book">The rules.</param>
/// <param name="withFees">Whether the plan's fee is split by rules of its own.</param>
/// <param name="keepsReach">Whether it is kept which rules usage matched besides the one that took it.</param>
internal sealed class Attributor(RuleBook book, bool withFees, bool keepsReach = false)
{
    private readonly Dictionary<(CompiledRule? Rule, string? Fee), int> _known = [];
    private readonly List<Outcome> _outcomes = [];

    /// <summary>The rules.</summary>
    public RuleBook Book => book;

    /// <summary>What usage came to, by the numbers that <see cref="ConnectionAttribution"/> gives.</summary>
    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    /// <summary>The rules that could have taken usage: those in force for a connection within the days that were looked at.</summary>
    public HashSet<CompiledRule> Candidates { get; } = [];

    /// <summary>The rules that usage matched, whether or not they took it; only kept where asked for.</summary>
    public HashSet<CompiledRule> Reached { get; } = [];

    /// <summary>Begins a connection.</summary>
    /// <param name="connection">Its name.</param>
    /// <param name="range">The days that are looked at.</param>
    public ConnectionAttribution For(string connection, DateRange range)
    {
        CompiledRule[] rules = [.. book.Usage.Where(rule => rule.IsFor(connection) && rule.HoldsWithin(range))];
        Candidates.UnionWith(rules);
        return new ConnectionAttribution(this, connection, rules, keepsReach);
    }

    /// <summary>What the user should know of the rules.</summary>
    /// <param name="range">The days that were asked for.</param>
    /// <param name="leavesUsageOut">Whether usage was left out by something else, so that a rule without usage says nothing.</param>
    public IEnumerable<Warning> Warnings(DateRange range, bool leavesUsageOut)
    {
        const int Most = 5;
        if (book.InOrder.Count == 0)
        {
            yield return new Warning("CostCentersNotSet", $"There are no rules of cost centers, so all usage is {CostCenterRule.Unattributed}.");
        }

        string[] idle = [.. book.Usage.Where(rule => Candidates.Contains(rule) && !_outcomes.Exists(outcome => outcome.Rule == rule)).Select(rule => rule.Rule.Name)];
        if (idle.Length > 0 && !leavesUsageOut)
        {
            yield return new Warning("RulesWithoutUsage", string.Create(CultureInfo.InvariantCulture,
                $"{idle.Length} of {book.Usage.Count} rules of cost centers took nothing in {range}: {string.Join(", ", idle.Take(Most))}{(idle.Length > Most ? ", …" : "")}. No usage matched them, or rules before them took it; the list of rules tells which."));
        }
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

    /// <summary>The number of an outcome.</summary>
    public int NumberOf(CompiledRule? rule, (string? Key, CompiledRule? Rule, CenterShares? Shares) fee)
    {
        if (!_known.TryGetValue((rule, fee.Key), out int number))
        {
            CenterShares usage = rule is null ? CenterShares.Whole(CostCenterRule.Unattributed) : book.SharesOf(rule);
            number = _outcomes.Count;
            _outcomes.Add(new Outcome(rule, usage, fee.Rule, fee.Shares));
            _known.Add((rule, fee.Key), number);
        }

        return number;
    }
}

using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Attribution;

/// <summary>Reviews the rules of cost centers: which match usage, which are never reached, and which rule matched a key. Reads the ledger only.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock: days after today are left out.</param>
/// <param name="rules">The rules, in the order in which they were set.</param>
public sealed class CostCenterReview(IUsageLedger ledger, TimeProvider time, Func<CancellationToken, Task<IReadOnlyList<CostCenterRule>>> rules)
{
    /// <summary>The rules in the order in which they are tried, those that take usage first; what they did is null.</summary>
    /// <exception cref="ElevenCostException">The rules cannot be read.</exception>
    public async Task<IReadOnlyList<CostCenterRule>> InOrderAsync(CancellationToken cancellationToken)
    {
        var book = new RuleBook(await rules(cancellationToken));
        return [.. book.Usage.Concat(book.Fees).Select(rule => rule.Rule)];
    }

    /// <summary>The rules in the order in which they are tried, those that take usage first, each with what it did.</summary>
    /// <param name="connections">The connections whose usage is looked at.</param>
    /// <param name="range">The days that are looked at, in each connection's own zone.</param>
    /// <param name="warn">What the user should know.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">The ledger or the rules cannot be read.</exception>
    public async Task<IReadOnlyList<CostCenterRule>> CheckAsync(
        IReadOnlyList<Connection> connections, DateRange range, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var query = new UsageQuery { Range = range, GroupBy = [Dimension.CostCenter], Granularity = Granularity.Total };
        (RuleBook book, List<(Connection Connection, GroupedUsage Usage)> read) = await ReadAsync(connections, query, warn, cancellationToken);
        foreach ((_, GroupedUsage usage) in read.Where(one => one.Usage.Groups.Count > 0))
        {
            ReadTwoWays(book.Usage, usage.Names).ForEach(warn);
        }

        var credits = new Dictionary<CompiledRule, long>();
        foreach ((_, GroupedUsage usage) in read)
        {
            foreach (UsageGroup group in usage.Groups)
            {
                AttributionResult result = usage.Rules!.Results[group.Attribution!.Value];
                foreach (CompiledRule rule in new[] { result.Rule, result.FeeRule }.OfType<CompiledRule>())
                {
                    credits[rule] = credits.GetValueOrDefault(rule) + group.Sums.Credits;
                }
            }
        }

        return [.. book.Usage.Concat(book.Fees).Select(rule => rule.Rule with { State = StateOf(rule), Credits = credits.GetValueOrDefault(rule) })];

        CostCenterRuleState StateOf(CompiledRule rule)
        {
            bool isInForce = rule.Rule.FeeSplit is null ? read.Exists(one => one.Usage.Rules!.Candidates.Contains(rule))
                : rule.HoldsWithin(range) && connections.Any(connection => rule.IsFor(connection.Name));
            bool isReached = rule.Rule.FeeSplit is null ? read.Exists(one => one.Usage.Rules!.Reached.Contains(rule)) : read.Exists(one => one.Usage.Groups.Count > 0);
            return credits.ContainsKey(rule) ? CostCenterRuleState.Taking
                : !isInForce ? CostCenterRuleState.NotInForce
                : isReached ? CostCenterRuleState.NotReached
                : CostCenterRuleState.NoUsage;
        }
    }

    /// <summary>The rules whose pattern spells a name exactly, and as a wildcard would match others.</summary>
    private static List<Warning> ReadTwoWays(IEnumerable<CompiledRule> rules, NameBook names)
    {
        var warnings = new List<Warning>();
        foreach (CompiledRule rule in rules)
        {
            foreach (Dimension dimension in new[] { Dimension.ApiKey, Dimension.Voice, Dimension.User })
            {
                if (rule.Patterns[UsageTable.IndexOf(dimension)] is not { IsLiteral: false } pattern)
                {
                    continue;
                }

                string[] known = [.. DimensionLabel.Known(dimension, [], names)];
                if (known.FirstOrDefault(text => NamePattern.IsNameOf(pattern, text)) is { } exact
                    && known.FirstOrDefault(text => !NamePattern.IsNameOf(pattern, text) && pattern.IsMatch(text)) is { } other)
                {
                    warnings.Add(new Warning(CostCenterWarnings.RuleReadTwoWays,
                        $"The rule '{rule.Rule.Name}' matches the {dimension} '{exact}' by its exact name; as a wildcard it would match '{other}'. To be explicit, write `[ for a plain bracket, or use another pattern."));
                }
            }
        }

        return warnings;
    }

    /// <summary>Points out the rules that did nothing in the days that were looked at, up to 10 of them by name.</summary>
    /// <param name="rules">Rules as <see cref="CheckAsync"/> gives them; those whose state is not known say nothing.</param>
    public static IEnumerable<Warning> Idle(IEnumerable<CostCenterRule> rules)
    {
        const int Most = 10;
        CostCenterRule[] idle = [.. rules.Where(rule => rule.State is CostCenterRuleState.NoUsage or CostCenterRuleState.NotReached)];
        return idle.Length <= Most ? idle.Select(WarningOf) : idle.Take(Most).Select(WarningOf).Append(new Warning(CostCenterWarnings.RuleTakesNothing, string.Create(
            CultureInfo.InvariantCulture, $"{idle.Length - Most} more rules match nothing or are never reached; see the state of each.")));

        static Warning WarningOf(CostCenterRule rule) => new(CostCenterWarnings.RuleTakesNothing, rule.State == CostCenterRuleState.NoUsage
            ? $"The rule '{rule.Name}' matches nothing in the range."
            : $"The rule '{rule.Name}' is never reached: rules before it match all of its usage.");
    }

    /// <summary>Which rule took the usage of each value of a dimension, by connection, value and first day.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="range">The days that are looked at, in each connection's own zone.</param>
    /// <param name="dimension">The dimension: one that records have.</param>
    /// <param name="patterns">Wildcards, any of which the value's ID or name must match; empty for every value.</param>
    /// <param name="warn">What the user should know.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>DimensionNotExplained</c>, <c>WildcardNotValid</c>, or the ledger or the rules cannot be read.</exception>
    public async Task<IReadOnlyList<CostCenterMatch>> ExplainAsync(
        IReadOnlyList<Connection> connections, DateRange range, Dimension dimension, IReadOnlyList<string> patterns, Action<Warning> warn, CancellationToken cancellationToken)
    {
        int column = UsageTable.IndexOf(dimension);
        if (column < 0)
        {
            throw CostCenterErrors.NotExplained(dimension, UsageTable.RecordDimensions);
        }

        var query = new UsageQuery
        {
            Range = range,
            GroupBy = [dimension, Dimension.CostCenter],
            Filters = patterns.Count == 0 ? [] : [new DimensionFilter(dimension, patterns)],
        };
        (_, List<(Connection Connection, GroupedUsage Usage)> read) = await ReadAsync(connections, query, warn, cancellationToken);
        return
        [
            .. read.SelectMany(one => one.Usage.Groups
                    .GroupBy(group => (Id: group.Ids[column], one.Usage.Rules!.Results[group.Attribution!.Value].Rule))
                    .Select(same => Match(one.Connection, dimension, same.Key.Id, same.Key.Rule, one.Usage.Names, [.. same])))
                .OrderBy(match => match.Connection, StringComparer.Ordinal)
                .ThenBy(match => match.Value, StringComparer.OrdinalIgnoreCase)
                .ThenBy(match => match.ValueId, StringComparer.Ordinal)
                .ThenBy(match => match.From)
                .ThenBy(match => match.Rule, StringComparer.Ordinal),
        ];
    }

    private static CostCenterMatch Match(Connection connection, Dimension dimension, string? id, CompiledRule? rule, NameBook names, List<UsageGroup> groups) => new()
    {
        Connection = connection.Name,
        Dimension = dimension,
        Value = DimensionLabel.Of(dimension, id, names),
        ValueId = id is { Length: > 0 } ? id : null,
        From = groups.MinBy(group => group.Bucket.Ticks)!.Bucket.Date,
        To = groups.MaxBy(group => group.Bucket.Ticks)!.Bucket.Date,
        Rule = rule?.Rule.Name,
        Shares = rule?.Rule.Shares ?? CostCenterRule.Unattributed,
        MatchedBy = id is null || rule?.Patterns[UsageTable.IndexOf(dimension)] is not { } pattern ? null : MatchedBy(pattern, dimension, id, names),
        Credits = groups.Sum(group => group.Sums.Credits),
    };

    private static string? MatchedBy(WildcardPattern pattern, Dimension dimension, string id, NameBook names)
    {
        string label = DimensionLabel.Of(dimension, id, names)!;
        return pattern.IsMatch(label) ? $"name '{label}'"
            : pattern.IsMatch(id) ? (id.Length > 0 ? $"ID '{id}'" : $"name '{label}'")
            : DimensionLabel.FormerOf(dimension, id, names).FirstOrDefault(name => pattern.IsMatch(name)) is { } former ? $"earlier name '{former}'"
            : DimensionLabel.GroupsOf(dimension, id).FirstOrDefault(group => pattern.IsMatch(group)) is { } group ? $"group '{group}'"
            : null;
    }

    private async Task<(RuleBook Book, List<(Connection Connection, GroupedUsage Usage)> Read)> ReadAsync(
        IReadOnlyList<Connection> connections, UsageQuery query, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var book = new RuleBook(await rules(cancellationToken));
        var reading = new UsageReading { ByConnection = true, Rules = book, WithFees = true, KeepsReach = true };
        var read = new List<(Connection, GroupedUsage)>();
        foreach (Connection connection in connections)
        {
            GroupedUsage usage = await new LedgerScan(ledger, query, time).GroupAsync([connection], reading, cancellationToken);
            foreach (Warning warning in usage.Warnings)
            {
                warn(warning);
            }

            read.Add((connection, usage));
        }

        return (book, read);
    }
}

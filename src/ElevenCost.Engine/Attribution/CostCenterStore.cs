using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Attribution;

/// <summary>Reads and changes the rules of cost centers, which the ledger stores with their history. Safe for several processes.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock of changes.</param>
public sealed class CostCenterStore(IUsageLedger ledger, TimeProvider time)
{
    private readonly DefinitionStore<CostCenterRule> _rules = new(ledger, CostCenterKind.Instance);

    /// <summary>The rules in the order in which they were set.</summary>
    /// <exception cref="ElevenCostException">The ledger can't be read.</exception>
    public Task<IReadOnlyList<CostCenterRule>> ReadAsync(CancellationToken cancellationToken) => _rules.ReadAsync(cancellationToken);

    /// <summary>Those of some rules that a name means: the one of exactly that name, else those whose name it matches as a wildcard.</summary>
    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>.</exception>
    public static IReadOnlyList<CostCenterRule> Select(IReadOnlyList<CostCenterRule> rules, string name)
    {
        CostCenterRule[] exact = [.. rules.Where(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (exact.Length > 0)
        {
            return exact;
        }

        WildcardPattern pattern = WildcardPattern.Parse(name);
        return [.. rules.Where(rule => pattern.IsMatch(rule.Name))];
    }

    /// <summary>As <see cref="Select"/>, where only a wildcard may mean none.</summary>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotFound</c>, <c>WildcardNotValid</c>.</exception>
    public static IReadOnlyList<CostCenterRule> Find(IReadOnlyList<CostCenterRule> rules, string name)
    {
        IReadOnlyList<CostCenterRule> found = Select(rules, name);
        return found.Count > 0 || !WildcardPattern.Parse(name).IsLiteral ? found : throw CostCenterErrors.RuleNotFound(name, rules.Select(rule => rule.Name));
    }

    /// <summary>The cost centers that some rules name, each once, in the spelling that was set first; <see cref="CostCenterRule.Unattributed"/> is none of them.</summary>
    public static IReadOnlyList<string> CentersOf(IReadOnlyList<CostCenterRule> rules) =>
        [.. rules.SelectMany(rule => CenterShares.TryParse(rule.Shares, out CenterShares? shares, out _) ? shares.Parts : [])
            .Select(part => part.Center).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Makes rules of the texts of their fields, all of them or, where one is not valid, none.</summary>
    /// <param name="rules">Each rule's fields by the names of the properties of <see cref="CostCenterRule"/>; what is empty is not set.</param>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotValid</c>; where there are several, its message names each that has a mistake, up to 10.</exception>
    public static IReadOnlyList<CostCenterRule> Parse(IReadOnlyList<IReadOnlyDictionary<string, string>> rules)
    {
        var mistakes = new List<RuleMistake>();
        var reader = new RuleReader(mistakes);
        CostCenterRule[] read = [.. rules.Select((fields, index) => reader.Read(index + 1, fields)).OfType<CostCenterRule>()];
        return mistakes.Count == 0 ? read : throw (rules.Count == 1
            ? CostCenterErrors.RuleNotValid(mistakes.Select(mistake => mistake.What))
            : CostCenterErrors.RulesNotValid(RuleReader.Format(mistakes, "The rules are not valid", number => Place(number, rules))));
    }

    /// <summary>Sets a rule, in the place of the one of the same name where there is one.</summary>
    /// <returns>The rule as it is stored, and the one whose place it took.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotValid</c>, or the ledger can't be read or written.</exception>
    public async Task<CostCenterChange> SetAsync(CostCenterRule rule, CancellationToken cancellationToken) =>
        (await SetAsync([rule], cancellationToken))[0];

    /// <summary>Sets rules in one change, each in the place of the one of the same name where there is one; all of them or none.</summary>
    /// <returns>The rules as stored, and those whose places they took.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotValid</c>, or the ledger can't be read or written.</exception>
    public Task<IReadOnlyList<CostCenterChange>> SetAsync(IReadOnlyList<CostCenterRule> rules, CancellationToken cancellationToken) => ChangeAsync(
        Parse([.. rules.Select(rule => RuleFields.Kept.ToDictionary(name => name, name => RuleFields.TextOf(rule, name) ?? ""))]), replaceAll: false, cancellationToken);

    /// <summary>Sets rules from CSV, all of them or, where one is not valid, none.</summary>
    /// <param name="csv">The text: a header of field names, then a rule a line; what <see cref="CostCenterCsv"/> writes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="replaceAll">Whether rules that it does not name are removed.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the rules as they were.</param>
    /// <exception cref="ElevenCostException"><c>CostCenterCsvNotValid</c>, or the ledger can't be read or written.</exception>
    public Task<IReadOnlyList<CostCenterChange>> ImportAsync(string csv, string name, bool replaceAll, CancellationToken cancellationToken) =>
        ChangeAsync(CostCenterCsv.Read(csv, name), replaceAll, cancellationToken);

    /// <summary>Removes the rule of a name, or else those whose names it matches as a wildcard.</summary>
    /// <returns>The rules that are gone.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotFound</c>, <c>WildcardNotValid</c>, or the ledger can't be read or written.</exception>
    public Task<IReadOnlyList<CostCenterRule>> RemoveAsync(string name, CancellationToken cancellationToken) => RemoveAsync(rules =>
    {
        IReadOnlyList<CostCenterRule> found = Select(rules, name);
        return found.Count > 0 ? found : throw CostCenterErrors.RuleNotFound(name, rules.Select(rule => rule.Name));
    }, cancellationToken);

    /// <summary>Removes rules in one change; what is gone already is passed over.</summary>
    /// <param name="names">Their names; no wildcards.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the rules as they were.</param>
    /// <returns>The rules that are gone.</returns>
    /// <exception cref="ElevenCostException">The ledger can't be read or written.</exception>
    public Task<IReadOnlyList<CostCenterRule>> RemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        RemoveAsync(rules => [.. rules.IntersectBy(names, rule => rule.Name, StringComparer.OrdinalIgnoreCase)], cancellationToken);

    private static string Place(int number, IReadOnlyList<IReadOnlyDictionary<string, string>> rules)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"Rule {number} of {rules.Count}");
        return rules[number - 1].GetValueOrDefault(nameof(CostCenterRule.Name)) is { Length: > 0 } name ? $"{place}, '{RuleReader.Show(name)}'" : place;
    }

    /// <summary>The failure where a name means none of some rules.</summary>
    private Task<IReadOnlyList<CostCenterRule>> RemoveAsync(Func<IReadOnlyList<CostCenterRule>, IReadOnlyList<CostCenterRule>> choose, CancellationToken cancellationToken) =>
        _rules.ChangeAsync(rules =>
        {
            IReadOnlyList<CostCenterRule> removed = choose(rules);
            return ((IReadOnlyList<CostCenterRule>)[.. rules.ExceptBy(removed.Select(rule => rule.Name), rule => rule.Name, StringComparer.OrdinalIgnoreCase)], removed);
        }, time, cancellationToken);

    private Task<IReadOnlyList<CostCenterChange>> ChangeAsync(IReadOnlyList<CostCenterRule> set, bool replaceAll, CancellationToken cancellationToken) => _rules.ChangeAsync(before =>
    {
        Dictionary<string, CostCenterRule> known = before.ToDictionary(rule => rule.Name, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, CostCenterRule> byName = set.ToDictionary(rule => rule.Name, StringComparer.OrdinalIgnoreCase);

        // A rule that is set again keeps its place, and so its turn among equals; a whole set brings its own order.
        IReadOnlyList<CostCenterRule> after = replaceAll ? set :
        [
            .. before.Select(rule => byName.GetValueOrDefault(rule.Name, rule)),
            .. set.Where(rule => !known.ContainsKey(rule.Name)),
        ];
        IReadOnlyList<CostCenterChange> changes =
        [
            .. set.Select(rule => new CostCenterChange(rule, known.GetValueOrDefault(rule.Name))),
            .. before.Where(rule => replaceAll && !byName.ContainsKey(rule.Name)).Select(rule => new CostCenterChange(null, rule)),
        ];
        return (after, changes);
    }, time, cancellationToken);
}

/// <summary>How rules of cost centers are kept.</summary>
internal sealed class CostCenterKind : DefinitionKind<CostCenterRule>
{
    private CostCenterKind()
    {
    }

    /// <summary>The only one there is.</summary>
    public static CostCenterKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "cost-centers";

    /// <inheritdoc/>
    public override string NameOf(CostCenterRule definition) => definition.Name;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> FieldsOf(CostCenterRule definition) => RuleFields.Kept
        .Select(name => KeyValuePair.Create(name, RuleFields.TextOf(definition, name))).Where(field => field.Value is not null)!;

    /// <inheritdoc/>
    public override CostCenterRule? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes)
    {
        var found = new List<RuleMistake>(
            fields.Keys.Except(RuleFields.Kept, StringComparer.Ordinal).Select(unknown => new RuleMistake(1, $"\"{RuleReader.Show(unknown)}\" is not a field of a rule")));
        CostCenterRule? rule = new RuleReader(found).Read(1, fields);
        mistakes.AddRange(found.Select(mistake => mistake.What));
        return found.Count == 0 ? rule : null;
    }
}

/// <summary>What setting a rule did. Immutable.</summary>
/// <param name="Rule">The rule as it is stored; null if one was removed.</param>
/// <param name="Replaced">The rule of the same name that is gone; null if there was none.</param>
public sealed record CostCenterChange(CostCenterRule? Rule, CostCenterRule? Replaced);

using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Attribution;

/// <summary>Reads and changes the rules of cost centers, <c>cost-centers.json</c> of the home. Safe for several processes.</summary>
/// <param name="home">The folder.</param>
/// <param name="time">The clock for waiting.</param>
public sealed class CostCenterStore(Home home, TimeProvider time)
{
    /// <summary>The file of the rules.</summary>
    public string FilePath { get; } = Path.Combine(home.Path, CostCenterFile.FileName);

    /// <summary>The rules in the order in which they were set; none where there is no file.</summary>
    /// <exception cref="ElevenCostException"><c>CostCenterFileNotValid</c>, <c>CostCenterFileNotReadable</c>.</exception>
    public async Task<IReadOnlyList<CostCenterRule>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return CostCenterFile.Read(await Task.Run(() => HomeFile.Read(FilePath), cancellationToken), FilePath);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ElevenCostException("CostCenterFileNotReadable", FailureCategory.Configuration,
                $"The rules of cost centers in '{FilePath}' cannot be read: {e.Message}", "Make the file readable, or remove it to attribute nothing.", e);
        }
    }

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
    public IReadOnlyList<CostCenterRule> Find(IReadOnlyList<CostCenterRule> rules, string name)
    {
        IReadOnlyList<CostCenterRule> found = Select(rules, name);
        return found.Count > 0 || !WildcardPattern.Parse(name).IsLiteral ? found : throw NotFound(name, rules);
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
        return mistakes.Count == 0 ? read : throw new ElevenCostException("CostCenterRuleNotValid", FailureCategory.Usage,
            rules.Count == 1
                ? $"The rule is not valid: {string.Join("; ", mistakes.Select(mistake => mistake.What))}."
                : RuleReader.Spell(mistakes, "The rules are not valid", number => Place(number, rules)),
            rules.Count == 1 ? "Correct it; nothing was changed." : "Correct them; nothing was changed.");
    }

    /// <summary>Sets a rule, in the place of the one of the same name where there is one.</summary>
    /// <returns>The rule as it is kept, and the one whose place it took.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotValid</c>, or the file cannot be read or written.</exception>
    public async Task<CostCenterChange> SetAsync(CostCenterRule rule, CancellationToken cancellationToken) =>
        (await SetAsync([rule], cancellationToken))[0];

    /// <summary>Sets rules in one change of the file, each in the place of the one of the same name where there is one; all of them or none.</summary>
    /// <returns>The rules as they are kept, and those whose places they took.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotValid</c>, or the file cannot be read or written.</exception>
    public Task<IReadOnlyList<CostCenterChange>> SetAsync(IReadOnlyList<CostCenterRule> rules, CancellationToken cancellationToken) => ChangeAsync(
        Parse([.. rules.Select(rule => RuleFields.Kept.ToDictionary(name => name, name => RuleFields.TextOf(rule, name) ?? ""))]), replaceAll: false, cancellationToken);

    /// <summary>Sets rules from CSV, all of them or, where one is not valid, none.</summary>
    /// <param name="csv">The text: a header of field names, then a rule a line; what <see cref="CostCenterCsv"/> writes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="replaceAll">Whether rules that it does not name are removed.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the file as it was.</param>
    /// <exception cref="ElevenCostException"><c>CostCenterCsvNotValid</c>, or the file cannot be read or written.</exception>
    public Task<IReadOnlyList<CostCenterChange>> ImportAsync(string csv, string name, bool replaceAll, CancellationToken cancellationToken) =>
        ChangeAsync(CostCenterCsv.Read(csv, name), replaceAll, cancellationToken);

    /// <summary>Removes the rule of a name, or else those whose names it matches as a wildcard.</summary>
    /// <returns>The rules that are gone.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotFound</c>, <c>WildcardNotValid</c>, or the file cannot be read or written.</exception>
    public Task<IReadOnlyList<CostCenterRule>> RemoveAsync(string name, CancellationToken cancellationToken) => RemoveAsync(rules =>
    {
        IReadOnlyList<CostCenterRule> found = Select(rules, name);
        return found.Count > 0 ? found : throw NotFound(name, rules);
    }, cancellationToken);

    /// <summary>Removes rules in one change of the file; what is gone already is passed over.</summary>
    /// <param name="names">Their names; no wildcards.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the file as it was.</param>
    /// <returns>The rules that are gone.</returns>
    /// <exception cref="ElevenCostException">The file cannot be read or written.</exception>
    public Task<IReadOnlyList<CostCenterRule>> RemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        RemoveAsync(rules => [.. rules.IntersectBy(names, rule => rule.Name, StringComparer.OrdinalIgnoreCase)], cancellationToken);

    private static string Place(int number, IReadOnlyList<IReadOnlyDictionary<string, string>> rules)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"Rule {number} of {rules.Count}");
        return rules[number - 1].GetValueOrDefault(nameof(CostCenterRule.Name)) is { Length: > 0 } name ? $"{place}, '{RuleReader.Show(name)}'" : place;
    }

    /// <summary>The failure where a name means none of some rules.</summary>
    private ElevenCostException NotFound(string name, IReadOnlyList<CostCenterRule> rules) => new("CostCenterRuleNotFound", FailureCategory.Configuration,
        $"There is no rule '{name}' in '{FilePath}'." + (NearestName.Of(name, rules.Select(rule => rule.Name)) is { } near ? $" Did you mean '{near}'?" : ""),
        "List the rules to see what there is.");

    private async Task<IReadOnlyList<CostCenterRule>> RemoveAsync(Func<IReadOnlyList<CostCenterRule>, IReadOnlyList<CostCenterRule>> choose, CancellationToken cancellationToken)
    {
        using IDisposable held = await LockAsync(cancellationToken);
        IReadOnlyList<CostCenterRule> rules = await ReadAsync(cancellationToken);
        IReadOnlyList<CostCenterRule> removed = choose(rules);
        if (removed.Count > 0)
        {
            await WriteAsync([.. rules.ExceptBy(removed.Select(rule => rule.Name), rule => rule.Name, StringComparer.OrdinalIgnoreCase)]);
        }

        return removed;
    }

    private async Task<IReadOnlyList<CostCenterChange>> ChangeAsync(IReadOnlyList<CostCenterRule> set, bool replaceAll, CancellationToken cancellationToken)
    {
        using IDisposable held = await LockAsync(cancellationToken);
        IReadOnlyList<CostCenterRule> before = await ReadAsync(cancellationToken);
        Dictionary<string, CostCenterRule> known = before.ToDictionary(rule => rule.Name, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, CostCenterRule> byName = set.ToDictionary(rule => rule.Name, StringComparer.OrdinalIgnoreCase);

        // A rule that is set again keeps its place, and so its turn among equals; a whole set brings its own order.
        await WriteAsync(replaceAll ? set :
        [
            .. before.Select(rule => byName.GetValueOrDefault(rule.Name, rule)),
            .. set.Where(rule => !known.ContainsKey(rule.Name)),
        ]);
        return
        [
            .. set.Select(rule => new CostCenterChange(rule, known.GetValueOrDefault(rule.Name))),
            .. before.Where(rule => replaceAll && !byName.ContainsKey(rule.Name)).Select(rule => new CostCenterChange(null, rule)),
        ];
    }

    private Task<IDisposable> LockAsync(CancellationToken cancellationToken) =>
        HomeLock.TakeAsync(home, "CostCenterFileLocked", FailureCategory.Ledger, "The rules of cost centers", time, cancellationToken);

    private async Task WriteAsync(IReadOnlyList<CostCenterRule> rules)
    {
        // A file that is kept elsewhere, with a link to it in the home, stays where it is.
        var file = new FileInfo(FilePath);
        string target = file.LinkTarget is null ? FilePath : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        try
        {
            using var staged = AtomicFile.Stage(target, stream => CostCenterFile.Write(stream, rules));
            await staged.CommitAsync(time);
        }
        catch (ElevenCostException e) when (e.InnerException is { } cause)
        {
            throw new ElevenCostException("CostCenterFileNotWritable", FailureCategory.Ledger, string.Create(CultureInfo.InvariantCulture,
                $"The rules of cost centers cannot be written to '{target}': {cause.Message}"),
                $"Check that you may write it and that the disk has room, or set {Home.Variable} to another folder.", cause);
        }
    }
}

/// <summary>What setting a rule did. Immutable.</summary>
/// <param name="Rule">The rule as it is kept; null where one was removed.</param>
/// <param name="Replaced">The rule of the same name that is gone; null where there was none.</param>
public sealed record CostCenterChange(CostCenterRule? Rule, CostCenterRule? Replaced);

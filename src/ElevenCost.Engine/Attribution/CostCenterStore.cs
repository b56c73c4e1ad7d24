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
            return CostCenterFile.Read(await File.ReadAllBytesAsync(FilePath, cancellationToken), FilePath);
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

    /// <summary>Those of some rules whose name a wildcard matches.</summary>
    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>.</exception>
    public static IReadOnlyList<CostCenterRule> Select(IReadOnlyList<CostCenterRule> rules, string name)
    {
        WildcardPattern pattern = WildcardPattern.Parse(name);
        return [.. rules.Where(rule => pattern.IsMatch(rule.Name))];
    }

    /// <summary>Sets a rule, in the place of the one of the same name where there is one.</summary>
    /// <returns>The rule as it is kept, and the one whose place it took.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotValid</c>, or the file cannot be read or written.</exception>
    public async Task<CostCenterChange> SetAsync(CostCenterRule rule, CancellationToken cancellationToken)
    {
        var mistakes = new List<RuleMistake>();
        Dictionary<string, string> fields = RuleFields.Kept.ToDictionary(name => name, name => RuleFields.TextOf(rule, name) ?? "");
        CostCenterRule kept = new RuleReader(mistakes).Read(1, fields) ?? throw new ElevenCostException("CostCenterRuleNotValid", FailureCategory.Usage,
            $"The rule is not valid: {string.Join("; ", mistakes.Select(mistake => mistake.What))}.", "Correct it; nothing was changed.");
        return (await ChangeAsync([kept], replaceAll: false, cancellationToken))[0];
    }

    /// <summary>Sets rules from CSV, all of them or, where one is not valid, none.</summary>
    /// <param name="csv">The text: a header of field names, then a rule a line; what <see cref="CostCenterCsv"/> writes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="replaceAll">Whether rules that it does not name are removed.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the file as it was.</param>
    /// <exception cref="ElevenCostException"><c>CostCenterCsvNotValid</c>, or the file cannot be read or written.</exception>
    public Task<IReadOnlyList<CostCenterChange>> ImportAsync(string csv, string name, bool replaceAll, CancellationToken cancellationToken) =>
        ChangeAsync(CostCenterCsv.Read(csv, name), replaceAll, cancellationToken);

    /// <summary>Removes rules whose names a wildcard matches.</summary>
    /// <returns>The rules that are gone.</returns>
    /// <exception cref="ElevenCostException"><c>CostCenterRuleNotFound</c>, <c>WildcardNotValid</c>, or the file cannot be read or written.</exception>
    public async Task<IReadOnlyList<CostCenterRule>> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        WildcardPattern pattern = WildcardPattern.Parse(name);
        using IDisposable held = await LockAsync(cancellationToken);
        IReadOnlyList<CostCenterRule> rules = await ReadAsync(cancellationToken);
        ILookup<bool, CostCenterRule> removed = rules.ToLookup(rule => pattern.IsMatch(rule.Name));
        if (!removed[true].Any())
        {
            throw new ElevenCostException("CostCenterRuleNotFound", FailureCategory.Configuration,
                $"There is no rule '{name}' in '{FilePath}'." + (Pricing.NearestName.Of(name, rules.Select(rule => rule.Name)) is { } near ? $" Did you mean '{near}'?" : ""),
                "List the rules to see what there is.");
        }

        await WriteAsync([.. removed[false]]);
        return [.. removed[true]];
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

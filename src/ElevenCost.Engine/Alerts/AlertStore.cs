using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Alerts;

/// <summary>Reads and changes alert targets, which the ledger stores with their history. Safe for several processes.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock of changes.</param>
public sealed class AlertStore(IUsageLedger ledger, TimeProvider time)
{
    private readonly DefinitionStore<AlertTarget> _targets = new(ledger, AlertTargets.Instance);

    /// <summary>The environment variable that holds the address of a target, unless another one is named.</summary>
    /// <param name="name">The target's name.</param>
    public static string VariableOf(string name) => AlertTargetReader.VariablePrefix
        + string.Concat(name.ToUpperInvariant().Select(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) ? letter : '_'));

    /// <summary>Targets by name.</summary>
    /// <param name="names">Names or wildcards; empty for every target.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>AlertNotFound</c> for a name without wildcards, <c>WildcardNotValid</c>, or the ledger can't be read.</exception>
    public async Task<IReadOnlyList<AlertTarget>> ListAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        IReadOnlyList<AlertTarget> all = await _targets.ReadAsync(cancellationToken);
        IEnumerable<AlertTarget> found = names.Count == 0 ? all : names.SelectMany(name => Find(all, name)).Distinct();
        return [.. found.OrderBy(target => target.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Sets a target; one of the same name is replaced.</summary>
    /// <exception cref="ElevenCostException"><c>AlertNotValid</c>, or the ledger can't be read or written.</exception>
    public async Task<AlertTarget> SetAsync(AlertSetting setting, CancellationToken cancellationToken)
    {
        AlertTarget target = Parse(setting);
        return await _targets.ChangeAsync(all =>
        {
            bool isKnown = all.Any(known => IsNamed(known, target.Name));
            IReadOnlyList<AlertTarget> after = isKnown ? [.. all.Select(known => IsNamed(known, target.Name) ? target : known)] : [.. all, target];
            return (after, target);
        }, time, cancellationToken);
    }

    /// <summary>Removes the target of a name, or else those whose names it matches as a wildcard.</summary>
    /// <returns>The targets that are gone.</returns>
    /// <exception cref="ElevenCostException"><c>AlertNotFound</c>, <c>WildcardNotValid</c>, or the ledger can't be read or written.</exception>
    public Task<IReadOnlyList<AlertTarget>> RemoveAsync(string name, CancellationToken cancellationToken) => _targets.ChangeAsync(all =>
    {
        AlertTarget[] found = Find(all, name);
        return found.Length == 0
            ? throw AlertErrors.NotFound(name, all.Select(target => target.Name))
            : ((IReadOnlyList<AlertTarget>)[.. all.Except(found)], (IReadOnlyList<AlertTarget>)found);
    }, time, cancellationToken);

    /// <summary>Checks an address before it is stored.</summary>
    /// <param name="target">The target.</param>
    /// <param name="address">The address as it is to be stored.</param>
    /// <exception cref="ElevenCostException"><c>AlertAddressNotValid</c>.</exception>
    public static void CheckAddress(AlertTarget target, string address) => AlertAddress.Parse(target, address);

    /// <summary>The target of a setting, put to the same checks as one that the ledger stores.</summary>
    /// <exception cref="ElevenCostException"><c>AlertNotValid</c>.</exception>
    public static AlertTarget Parse(AlertSetting setting)
    {
        AlertAddressSource source = setting.SecretName is not null ? AlertAddressSource.Vault : setting.Path is not null ? AlertAddressSource.File : AlertAddressSource.Environment;
        Dictionary<string, string> fields = FieldReader.Given(
            (nameof(AlertTarget.Name), setting.Name),
            (nameof(AlertTarget.Kind), setting.Kind.ToString()),
            (nameof(AlertTarget.AddressSource), source.ToString()),
            (nameof(AlertTarget.Variable), setting.Variable ?? (source == AlertAddressSource.Environment ? VariableOf(setting.Name) : null)),
            (nameof(AlertTarget.Path), setting.Path),
            (nameof(AlertTarget.SecretName), setting.SecretName),
            (nameof(AlertTarget.Vault), setting.Vault),
            (nameof(AlertTarget.Topics), setting.Topics.Count == 0 ? null : string.Join(',', setting.Topics)),
            (nameof(AlertTarget.Connection), setting.Connection),
            (nameof(AlertTarget.From), setting.From),
            (nameof(AlertTarget.To), setting.To),
            (nameof(AlertTarget.Note), setting.Note));
        var mistakes = new List<string>();
        return AlertTargetReader.Read(fields, mistakes) ?? throw AlertErrors.NotValid(mistakes);
    }

    private static AlertTarget[] Find(IReadOnlyList<AlertTarget> all, string name)
    {
        AlertTarget[] exact = [.. all.Where(target => IsNamed(target, name))];
        if (exact.Length > 0)
        {
            return exact;
        }

        WildcardPattern pattern = WildcardPattern.Parse(name);
        AlertTarget[] found = [.. all.Where(target => pattern.IsMatch(target.Name))];
        return found.Length > 0 || !pattern.IsLiteral ? found : throw AlertErrors.NotFound(name, all.Select(target => target.Name));
    }

    private static bool IsNamed(AlertTarget target, string name) => target.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>The patterns of filters that match no name in the ledger: names that are mistyped, rather than names without usage. Immutable.</summary>
/// <param name="Warnings">A warning for each.</param>
/// <param name="MatchNothing">Whether a filter keeps usage by such patterns alone, so that nothing can match it.</param>
internal sealed record UnknownNames(IReadOnlyList<Warning> Warnings, bool MatchNothing)
{
    private const int Nearest = 3;
    private const int MostNamed = 3;

    /// <summary>Compares the filters of a query with the names in the connections' ledgers.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="connections">The connections.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<UnknownNames> FindAsync(
        IUsageLedger ledger, IReadOnlyList<Connection> connections, IReadOnlyList<DimensionFilter> filters, CancellationToken cancellationToken)
    {
        var warnings = new List<Warning>();
        bool matchNothing = false;
        string where = connections.Count <= MostNamed ? $" of {string.Join(", ", connections.Select(connection => connection.Name))}" : "";
        foreach (DimensionFilter filter in filters.Where(filter => UsageTable.IndexOf(filter.Dimension) >= 0))
        {
            (string[] known, Dictionary<string, string> renamed) = await KnownAsync(ledger, connections, filter.Dimension, cancellationToken);
            string[] unknown = known.Length == 0 ? [] : [.. filter.Patterns.Where(pattern => !Matches(pattern, known))];
            matchNothing |= !filter.Exclude && unknown.Length > 0 && unknown.Length == filter.Patterns.Count;

            // A wildcard that leaves out what there may be one day, such as *test*, is no mistake.
            warnings.AddRange(unknown.Where(pattern => !filter.Exclude || WildcardPattern.Parse(pattern).IsLiteral)
                .Select(pattern => WarningOf(filter, pattern, where, known, renamed)));
        }

        return new UnknownNames(warnings, matchNothing);
    }

    private static async Task<(string[] Known, Dictionary<string, string> Renamed)> KnownAsync(
        IUsageLedger ledger, IReadOnlyList<Connection> connections, Dimension dimension, CancellationToken cancellationToken)
    {
        var known = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var renamed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Connection connection in connections)
        {
            IReadOnlyList<string> values = await ledger.ReadValuesAsync(connection.Name, dimension, cancellationToken);
            if (values.Count == 0)
            {
                continue;
            }

            NameBook names = await ledger.ReadNamesAsync(connection.Name, cancellationToken);
            known.UnionWith(DimensionLabel.Known(dimension, values, names).Concat(values.Select(value => DimensionLabel.Of(dimension, value, names)!)));

            // Usage without a key, say, is known to be none if there is none.
            known.Add(DimensionLabel.Of(dimension, "", names)!);
            foreach (string value in values)
            {
                foreach (string former in DimensionLabel.FormerOf(dimension, value, names))
                {
                    renamed.TryAdd(former, DimensionLabel.Of(dimension, value, names)!);
                }
            }
        }

        known.Remove("");
        return ([.. known], renamed);
    }

    private static bool Matches(string pattern, string[] known)
    {
        NamePattern meant = NamePattern.Among(WildcardPattern.Parse(pattern), known);
        return known.Any(meant.IsMatch);
    }

    private static Warning WarningOf(DimensionFilter filter, string pattern, string where, string[] known, Dictionary<string, string> renamed)
    {
        string word = filter.Dimension == Dimension.ApiKey ? "API key" : filter.Dimension.ToString().ToLowerInvariant();
        string[] near = [.. NearestName.Several(pattern.Trim('*', '?'), known, Nearest).Select(name => $"'{name}'")];
        string meant = renamed.TryGetValue(pattern, out string? now) ? $"It is now called '{now}'."
            : near.Length == 0 ? "Check the spelling."
            : $"Did you mean {(near.Length == 1 ? near[0] : $"{string.Join(", ", near[..^1])} or {near[^1]}")}?";

        // An API key in place of its name is not repeated.
        return new Warning(QueryWarnings.FilterNameNotKnown, $"No {word} in the ledger{where} matches '{KeyText.MaskTyped(pattern)}'{(filter.Exclude ? ", so it excludes nothing" : "")}. {meant}");
    }
}

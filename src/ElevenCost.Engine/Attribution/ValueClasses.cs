using System.Runtime.InteropServices;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Attribution;

/// <summary>
/// The values of one dimension in numbered classes: values that the same rules match are of one class. Patterns without wildcards are looked up by the
/// text that they match, so that a value is compared with few of many rules.
/// </summary>
internal sealed class ValueClasses
{
    private readonly Dimension _dimension;
    private readonly WildcardPattern?[] _patterns;
    private readonly RuleSets _classes;
    private readonly int _unknown;
    private readonly Dictionary<string, int> _classOf = new(StringComparer.Ordinal);

    // The rules by their patterns: without wildcards, with wildcards, and equal to a known name or ID that contains wildcard characters.
    private readonly Dictionary<string, List<int>> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _wildcards = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<int>> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="dimension">The index of the record dimension.</param>
    /// <param name="rules">The rules in their order.</param>
    public ValueClasses(int dimension, CompiledRule[] rules)
    {
        _dimension = UsageTable.RecordDimensions[dimension];
        _patterns = Array.ConvertAll(rules, rule => rule.Patterns[dimension]);
        _classes = new RuleSets(rules.Length);
        _unknown = _classes.NumberOf(_classes.Where(rule => _patterns[rule] is null));
        for (int rule = 0; rule < rules.Length; rule++)
        {
            if (_patterns[rule] is { } pattern)
            {
                (Dictionary<string, List<int>> known, string key) = pattern.Literal is { } literal ? (_literals, literal) : (_wildcards, pattern.ToString());
                (CollectionsMarshal.GetValueRefOrAddDefault(known, key, out _) ??= []).Add(rule);
            }
        }
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _classes.Count;

    /// <summary>The rules that match the values of a class, and those that do not ask for the dimension.</summary>
    public ulong[] this[int number] => _classes[number];

    /// <summary>Finds the patterns that equal a known name or ID, and therefore match only that one. A name stays known.</summary>
    public void Learn(IEnumerable<string> values, NameBook names)
    {
        if (_wildcards.Count == 0)
        {
            return;
        }

        foreach (string text in DimensionLabel.Known(_dimension, values, names))
        {
            if (_wildcards.Remove(text, out List<int>? rules))
            {
                _names.Add(text, rules);
                _classOf.Clear();
            }
        }
    }

    /// <summary>The number of a value's class.</summary>
    /// <param name="value">The value; null if unknown, which only rules that do not ask for the dimension may take.</param>
    /// <param name="names">The names of the connection's values.</param>
    public int Of(string? value, NameBook names)
    {
        if (value is null)
        {
            return _unknown;
        }

        if (!_classOf.TryGetValue(value, out int number))
        {
            number = _classes.NumberOf(Matching([.. DimensionLabel.KnownAs(_dimension, value, names).Distinct(StringComparer.Ordinal)]));
            _classOf.Add(value, number);
        }

        return number;
    }

    private ulong[] Matching(string[] texts)
    {
        ulong[] matching = [.. _classes[_unknown]];
        foreach (string text in texts)
        {
            Add(_literals.GetValueOrDefault(WildcardPattern.Fold(text)));
            Add(_names.GetValueOrDefault(text));
        }

        foreach (List<int> rules in _wildcards.Values)
        {
            Add(rules.FindAll(rule => Array.Exists(texts, text => _patterns[rule]!.IsMatch(text))));
        }

        return matching;

        void Add(List<int>? rules)
        {
            foreach (int rule in rules ?? [])
            {
                RuleSets.Add(matching, rule);
            }
        }
    }
}

using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Attribution;

/// <summary>
/// Attributes the usage of one connection. A combination of values is matched a dimension at a time: the set of rules that may still take it
/// shrinks with each, and both the values that no rule distinguishes and the sets that occur have numbers, so that a row costs a few look-ups.
/// </summary>
internal sealed class ConnectionAttribution
{
    private readonly Attributor _attributor;
    private readonly string _connection;
    private readonly CompiledRule[] _rules;
    private readonly bool _keepsReach;
    private readonly RuleSets _alive;
    private readonly Level[] _levels;
    private readonly Dictionary<string, (int Number, (string? Key, CompiledRule? Rule, CenterShares? Shares) Fee)> _fees = [];
    private readonly List<int[]> _results = [];

    public ConnectionAttribution(Attributor attributor, string connection, CompiledRule[] rules, bool keepsReach)
    {
        _attributor = attributor;
        _connection = connection;
        _rules = rules;
        _keepsReach = keepsReach;
        _alive = new RuleSets(rules.Length);
        // The dimension that most rules ask for comes first: its value alone often decides.
        int[] dimensions = [.. Enumerable.Range(0, UsageTable.RecordDimensions.Count)
            .Select(dimension => (Dimension: dimension, Rules: rules.Count(rule => rule.Patterns[dimension] is not null)))
            .Where(asked => asked.Rules > 0).OrderByDescending(asked => asked.Rules).Select(asked => asked.Dimension)];
        _levels = [.. dimensions.Select((dimension, level) => new Level(dimension, rules, dimensions[(level + 1)..]))];
    }

    /// <summary>The record dimensions that rules ask for.</summary>
    public DimensionSet Dimensions => _levels.Aggregate(default(DimensionSet), (set, level) => set | DimensionSet.At(level.Dimension));

    /// <summary>The index of the record dimension that most rules ask for; null if there are no rules.</summary>
    public int? MainDimension => _levels.Length == 0 ? null : _levels[0].Dimension;

    /// <summary>The rules in force on a day, and the split of its fee. Days with the same rules have the same results.</summary>
    public RulesInForce On(DateOnly day) => new(_alive.NumberOf(_alive.Where(rule => _rules[rule].HoldsOn(day))), FeeOn(day));

    /// <summary>Makes values ready for <see cref="ResultOf"/>.</summary>
    /// <param name="values">The values by number, a list a dimension; place 0 is null, the unknown.</param>
    /// <param name="names">The names of the connection's values.</param>
    public RuleValues ValuesOf(string?[][] values, NameBook names)
    {
        foreach (Level level in _levels)
        {
            level.Classes.Learn(values[level.Dimension].OfType<string>(), names);
        }

        return new RuleValues(
            [.. _levels.Select(level => level.Dimension)],
            [.. _levels.Select(level => Array.ConvertAll(values[level.Dimension], value => level.Classes.Of(value, names)))]);
    }

    /// <summary>Which values of the main dimension do not decide the result of their usage, so that its other values are needed.</summary>
    /// <param name="rules">The rules in force on the days of the question.</param>
    /// <param name="values">The values.</param>
    /// <returns>A place a value, by number.</returns>
    public bool[] OpenValues(IEnumerable<RulesInForce> rules, RuleValues values)
    {
        int[] starts = [.. rules.Select(inForce => inForce.Start).Distinct()];
        var open = new Dictionary<int, bool>();
        return Array.ConvertAll(values.Classes[0], ofClass =>
        {
            if (!open.TryGetValue(ofClass, out bool isOpen))
            {
                isOpen = Array.Exists(starts, start => !RuleSets.Members(_alive[Next(0, start, ofClass)]).All(_levels[0].IsSettled));
                open.Add(ofClass, isOpen);
            }

            return isOpen;
        });
    }

    /// <summary>The number of the result of usage.</summary>
    /// <param name="rules">The rules of its day.</param>
    /// <param name="values">What its values are numbers of.</param>
    /// <param name="numbers">The numbers of its values, a place a record dimension.</param>
    public int ResultOf(RulesInForce rules, RuleValues values, ReadOnlySpan<int> numbers)
    {
        int alive = rules.Start;
        for (int level = 0; level < values.Classes.Length; level++)
        {
            alive = Next(level, alive, values.Classes[level][numbers[values.Dimensions[level]]]);
        }

        int[] results = _results[rules.Fee];
        return alive < results.Length && results[alive] >= 0 ? results[alive] : Conclude(rules.Fee, alive);
    }

    private int Next(int level, int alive, int ofClass) =>
        _levels[level].Known(alive, ofClass) is >= 0 and int next ? next : Narrow(_levels[level], alive, ofClass);

    private int Narrow(Level level, int alive, int ofClass)
    {
        ulong[] left = [.. _alive[alive]];
        ulong[] matching = level.Classes[ofClass];
        for (int word = 0; word < left.Length; word++)
        {
            left[word] &= matching[word];
        }

        // What comes after a rule that nothing can turn down any more will never take anything.
        if (!_keepsReach && RuleSets.Members(left).FirstOrDefault(level.IsSettled, -1) is >= 0 and int settled)
        {
            left = _alive.Where(rule => rule <= settled && (left[rule >> 6] >> (rule & 63) & 1) != 0);
        }

        int number = _alive.NumberOf(left);
        level.Keep(alive, ofClass, number);
        return number;
    }

    private int Conclude(int fee, int alive)
    {
        int[] members = [.. RuleSets.Members(_alive[alive])];
        if (_keepsReach)
        {
            _attributor.Reach(members.Select(rule => _rules[rule]));
        }

        int number = _attributor.NumberOf(members.Length == 0 ? null : _rules[members[0]], _fees.Values.First(known => known.Number == fee).Fee);
        if (alive >= _results[fee].Length)
        {
            int[] grown = new int[Math.Max(_alive.Count, _results[fee].Length * 2)];
            Array.Fill(grown, -1);
            _results[fee].CopyTo(grown, 0);
            _results[fee] = grown;
        }

        return _results[fee][alive] = number;
    }

    private int FeeOn(DateOnly day)
    {
        (string? Key, CompiledRule? Rule, CenterShares? Shares) fee = _attributor.FeeOn(_connection, day);
        if (!_fees.TryGetValue(fee.Key ?? "", out var known))
        {
            known = (_fees.Count, fee);
            _fees.Add(fee.Key ?? "", known);
            _results.Add([]);
        }

        return known.Number;
    }

    /// <summary>One dimension that rules ask for.</summary>
    private sealed class Level(int dimension, CompiledRule[] rules, int[] later)
    {
        private int[]?[] _next = new int[]?[16];

        public int Dimension => dimension;

        public ValueClasses Classes { get; } = new(dimension, rules);

        /// <summary>Whether a rule that is alive after this dimension has no criterion on a later one.</summary>
        public bool IsSettled(int rule) => Array.TrueForAll(later, dimension => rules[rule].Patterns[dimension] is null);

        public int Known(int alive, int ofClass) =>
            alive < _next.Length && _next[alive] is { } next && ofClass < next.Length ? next[ofClass] : -1;

        public void Keep(int alive, int ofClass, int number)
        {
            if (alive >= _next.Length)
            {
                Array.Resize(ref _next, Math.Max(alive + 1, _next.Length * 2));
            }

            int[] next = _next[alive] ?? [];
            if (ofClass >= next.Length)
            {
                int[] grown = new int[Math.Max(Classes.Count, next.Length * 2)];
                Array.Fill(grown, -1);
                next.CopyTo(grown, 0);
                _next[alive] = next = grown;
            }

            next[ofClass] = number;
        }
    }
}

/// <summary>The rules in force on a day. Immutable.</summary>
/// <param name="Start">The number of the set of rules that may take usage.</param>
/// <param name="Fee">The number of the fee's split.</param>
internal readonly record struct RulesInForce(int Start, int Fee);

/// <summary>A connection's values in classes that rules distinguish. Immutable.</summary>
/// <param name="Dimensions">The dimensions that rules ask for, by index.</param>
/// <param name="Classes">For each of them the class of each value by number; values that no rule distinguishes have one class.</param>
internal sealed record RuleValues(int[] Dimensions, int[][] Classes);

using System.Numerics;

namespace ElevenCost.Engine.Attribution;

/// <summary>Which of a connection's rules, by their places in the order, may still take usage; each set that occurs has a number.</summary>
/// <param name="rules">How many rules there are.</param>
internal sealed class RuleSets(int rules)
{
    private readonly Dictionary<ulong[], int> _numbers = new(new ByContent());
    private readonly List<ulong[]> _sets = [];

    /// <summary>How many words a set has.</summary>
    public int Words { get; } = (rules + 63) / 64;

    /// <summary>The set of a number.</summary>
    public ulong[] this[int number] => _sets[number];

    /// <summary>How many sets there are.</summary>
    public int Count => _sets.Count;

    /// <summary>The number of a set, which must not be changed afterwards.</summary>
    public int NumberOf(ulong[] set)
    {
        if (!_numbers.TryGetValue(set, out int number))
        {
            number = _sets.Count;
            _numbers.Add(set, number);
            _sets.Add(set);
        }

        return number;
    }

    /// <summary>The set of the rules that a condition holds for.</summary>
    public ulong[] Where(Func<int, bool> condition)
    {
        ulong[] set = new ulong[Words];
        for (int rule = 0; rule < rules; rule++)
        {
            if (condition(rule))
            {
                Add(set, rule);
            }
        }

        return set;
    }

    /// <summary>Adds a rule to a set that has no number yet.</summary>
    public static void Add(ulong[] set, int rule) => set[rule >> 6] |= 1UL << (rule & 63);

    /// <summary>The places of a set's rules, in order.</summary>
    public static IEnumerable<int> Members(ulong[] set)
    {
        for (int word = 0; word < set.Length; word++)
        {
            for (ulong left = set[word]; left != 0; left &= left - 1)
            {
                yield return (word << 6) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    private sealed class ByContent : IEqualityComparer<ulong[]>
    {
        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ulong[] obj)
        {
            var hash = default(HashCode);
            foreach (ulong word in obj)
            {
                hash.Add(word);
            }

            return hash.ToHashCode();
        }
    }
}

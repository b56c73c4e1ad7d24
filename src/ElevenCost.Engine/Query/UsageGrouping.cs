using System.Runtime.InteropServices;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>
/// Sums rows by bucket and dimensions. A group is found by refining: from the bucket's node by the first dimension's value to the next node,
/// and so on, so that a key is always two small numbers however many dimensions there are.
/// </summary>
/// <param name="groupBy">The dimensions; those that records do not have are passed over.</param>
/// <param name="isAttributed">Whether groups are told apart by what the rules of cost centers came to.</param>
internal sealed class UsageGrouping(IReadOnlyList<Dimension> groupBy, bool isAttributed = false)
{
    // What the nodes of connections hang on.
    private const int NoNode = -1;

    private readonly int[] _dimensions = IndexesOf(groupBy);
    private readonly Numbers[] _values = NumbersOf(IndexesOf(groupBy).Length);
    private readonly Numbers _connections = new();
    private readonly Dictionary<PricedAs, int> _pricings = [];
    private readonly List<PricedAs> _pricingKeys = [];

    // Nodes and leaves are numbers; what they were reached from is in parallel lists.
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _nodeValues = [];
    private readonly Dictionary<long, int> _leaves = [];
    private readonly List<int> _leafNodes = [];
    private readonly List<int> _leafPricings = [];
    private UsageSums[] _sums = new UsageSums[256];

    /// <summary>Adds a month's rows.</summary>
    /// <param name="month">The month.</param>
    /// <param name="connection">The connection that the rows are told apart by; null where they are not.</param>
    /// <param name="attribution">What the rules of cost centers make of the rows; null where groups are not told apart by it.</param>
    public void Add(ScannedMonth month, string? connection, MonthAttribution? attribution = null)
    {
        UsageTable table = month.Usage.Table;
        DayPlan?[] days = month.Days;
        int first = month.Usage.First.DayNumber;
        int[] roots = new int[days.Length];
        int[] pricings = new int[days.Length];
        for (int day = 0; day < days.Length; day++)
        {
            if (days[day] is { } counted)
            {
                roots[day] = Root(counted.Bucket, connection);
                pricings[day] = Pricing(counted.PricedAs);
            }
        }

        int[][] global = new int[_dimensions.Length][];
        for (int level = 0; level < global.Length; level++)
        {
            global[level] = Globals(_values[level], table.Dimensions[_dimensions[level]].Values);
        }

        // By cost center alone, a day and an outcome name the leaf: one look-up takes the place of two.
        int[]?[] leaves = new int[]?[days.Length];
        for (int row = 0; row < table.Count; row++)
        {
            if (!month.Takes(row))
            {
                continue;
            }

            int day = table.Day[row] - first;
            int node = roots[day];
            int outcome = attribution?.OutcomeOf(day, row) ?? -1;
            int leaf;
            if (outcome >= 0 && _dimensions.Length == 0 && leaves[day] is { } known && outcome < known.Length && known[outcome] >= 0)
            {
                leaf = known[outcome];
            }
            else
            {
                node = outcome < 0 ? node : Child(node, outcome);
                for (int level = 0; level < _dimensions.Length; level++)
                {
                    int value = table.Dimensions[_dimensions[level]].Index[row];
                    node = Child(node, value == DimensionColumn.Unknown ? 0 : global[level][value]);
                }

                leaf = Leaf(node, pricings[day]);
                if (outcome >= 0 && _dimensions.Length == 0)
                {
                    Keep(ref leaves[day], outcome, leaf);
                }
            }

            ref UsageSums sums = ref _sums[leaf];
            sums.Credits += table.Credits[row];
            if (table.Requests[row] is { } requests)
            {
                sums.Requests += requests;
            }
            else
            {
                sums.LacksRequests = true;
            }

            if (table.Minutes[row] is { } minutes)
            {
                sums.Minutes += minutes;
            }
            else
            {
                sums.LacksMinutes = true;
            }

            if (table.ConsumedCost[row] is { } cost)
            {
                sums.Consumed += cost;
                sums.ValuedRows++;
            }
            else
            {
                sums.UnvaluedCredits += table.Credits[row];
                sums.UnvaluedRows++;
            }
        }
    }

    /// <summary>Each group's sums for each pricing that occurs in it, in no order.</summary>
    public IEnumerable<UsageGroup> Groups()
    {
        for (int leaf = 0; leaf < _leafNodes.Count; leaf++)
        {
            int node = _leafNodes[leaf];
            string?[] ids = new string?[UsageTable.RecordDimensions.Count];
            for (int level = _dimensions.Length - 1; level >= 0; level--)
            {
                int value = _nodeValues[node];
                ids[_dimensions[level]] = value == 0 ? null : _values[level].Texts[value - 1];
                node = _parents[node];
            }

            int? outcome = null;
            if (isAttributed)
            {
                outcome = _nodeValues[node];
                node = _parents[node];
            }

            int connection = _nodeValues[_parents[node]];
            yield return new UsageGroup(
                DateOnly.FromDayNumber(_nodeValues[node]), connection == 0 ? null : _connections.Texts[connection - 1], ids,
                _pricingKeys[_leafPricings[leaf]], _sums[leaf], outcome);
        }
    }

    /// <summary>The sums of all groups.</summary>
    public UsageSums Total()
    {
        var total = default(UsageSums);
        for (int leaf = 0; leaf < _leafNodes.Count; leaf++)
        {
            total.Add(_sums[leaf]);
        }

        return total;
    }

    private static int[] IndexesOf(IReadOnlyList<Dimension> groupBy)
    {
        var indexes = new List<int>();
        for (int place = 0; place < groupBy.Count; place++)
        {
            if (UsageTable.IndexOf(groupBy[place]) is >= 0 and int index)
            {
                indexes.Add(index);
            }
        }

        return indexes.ToArray();
    }

    private static Numbers[] NumbersOf(int count)
    {
        var numbers = new Numbers[count];
        for (int level = 0; level < numbers.Length; level++)
        {
            numbers[level] = new Numbers();
        }

        return numbers;
    }

    /// <summary>This month's indexes as numbers that hold for every month.</summary>
    private static int[] Globals(Numbers known, string[] values)
    {
        int[] globals = new int[values.Length];
        for (int value = 0; value < values.Length; value++)
        {
            globals[value] = known.Of(values[value]);
        }

        return globals;
    }

    private int Root(DateOnly bucket, string? connection) =>
        Child(Child(NoNode, connection is null ? 0 : _connections.Of(connection)), bucket.DayNumber);

    private int Pricing(PricedAs pricedAs)
    {
        ref int pricing = ref CollectionsMarshal.GetValueRefOrAddDefault(_pricings, pricedAs, out bool exists);
        if (!exists)
        {
            pricing = _pricingKeys.Count;
            _pricingKeys.Add(pricedAs);
        }

        return pricing;
    }

    private int Child(int parent, int value)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_edges, ((long)parent << 32) | (uint)value, out bool exists);
        if (!exists)
        {
            child = _parents.Count;
            _parents.Add(parent);
            _nodeValues.Add(value);
        }

        return child;
    }

    private static void Keep(ref int[]? leaves, int outcome, int leaf)
    {
        int length = leaves?.Length ?? 0;
        if (outcome >= length)
        {
            Array.Resize(ref leaves, Math.Max(outcome + 1, length * 2));
            Array.Fill(leaves, -1, length, leaves.Length - length);
        }

        leaves![outcome] = leaf;
    }

    private int Leaf(int node, int pricing)
    {
        ref int leaf = ref CollectionsMarshal.GetValueRefOrAddDefault(_leaves, ((long)node << 32) | (uint)pricing, out bool exists);
        if (!exists)
        {
            leaf = _leafNodes.Count;
            _leafNodes.Add(node);
            _leafPricings.Add(pricing);
            if (leaf == _sums.Length)
            {
                Array.Resize(ref _sums, leaf * 2);
            }
        }

        return leaf;
    }

    /// <summary>Numbers texts from 1; 0 is the unknown.</summary>
    private sealed class Numbers
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public List<string> Texts { get; } = [];

        public int Of(string text)
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out bool exists);
            if (!exists)
            {
                Texts.Add(text);
                number = Texts.Count;
            }

            return number;
        }
    }
}

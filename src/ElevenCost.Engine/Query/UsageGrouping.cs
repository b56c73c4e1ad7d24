using System.Runtime.InteropServices;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>
/// Sums rows by bucket and dimensions. A group is found by refining: from the bucket's node by the first dimension's value to the next node,
/// and so on, so that a key is always two small numbers however many dimensions there are.
/// </summary>
/// <param name="groupBy">The dimensions; those that records do not have are passed over.</param>
/// <param name="isAttributed">Whether rows are grouped by what the rules of cost centers came to.</param>
internal sealed class UsageGrouping(IReadOnlyList<Dimension> groupBy, bool isAttributed = false)
{
    // What the nodes of connections hang on.
    private const int NoNode = -1;
    private const int NoLeaf = -1;

    private const int BlockBits = 10;
    private const int BlockMask = (1 << BlockBits) - 1;

    private readonly int[] _dimensions = IndexesOf(groupBy);
    private readonly Numbers[] _values = NumbersOf(IndexesOf(groupBy).Length);
    private readonly Numbers _connections = new();
    private readonly Dictionary<Bucket, int> _buckets = [];
    private readonly List<Bucket> _bucketKeys = [];
    private readonly Dictionary<PricedAs, int> _pricings = [];
    private readonly List<PricedAs> _pricingKeys = [];

    // Nodes and leaves are numbers; what they were reached from is in parallel lists.
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _nodeValues = [];
    private readonly List<int> _latestLeaves = [];
    private readonly List<int> _leavesBefore = [];
    private readonly List<int> _leafNodes = [];
    private readonly List<int> _leafPricings = [];
    // In blocks: an array that grows would be copied, and what it was before is garbage that is collected late.
    private readonly List<UsageSums[]> _sums = [];

    private DayPlan? _lastPlan;
    private string? _lastConnection;
    private int _lastRoot;
    private int _lastPricing;

    /// <summary>The record dimensions that groups are by.</summary>
    public DimensionSet Dimensions { get; } = DimensionSet.Of(groupBy);

    /// <summary>Adds the sums of some rows.</summary>
    /// <param name="plan">Their bucket, and how they are priced.</param>
    /// <param name="connection">The connection that groups are by; null if they are not.</param>
    /// <param name="values">What their values are numbers of.</param>
    /// <param name="numbers">The numbers of their values, a place a record dimension.</param>
    /// <param name="attribution">The number of what the rules of cost centers came to; only where groups are by it.</param>
    /// <param name="sums">The sums.</param>
    /// <exception cref="OverflowException">A sum exceeds its type.</exception>
    public void Add(DayPlan plan, string? connection, GroupValues values, ReadOnlySpan<int> numbers, int attribution, in UsageSums sums)
    {
        if (!ReferenceEquals(plan, _lastPlan) || connection != _lastConnection)
        {
            // Groups come plan by plan.
            (_lastPlan, _lastConnection, _lastRoot, _lastPricing) = (plan, connection, Root(plan.Bucket, connection), Pricing(plan.PricedAs));
        }

        int node = _lastRoot;
        node = isAttributed ? Child(node, attribution) : node;
        for (int level = 0; level < _dimensions.Length; level++)
        {
            node = Child(node, values.Global(level, numbers[_dimensions[level]]));
        }

        int leaf = Leaf(node, _lastPricing);
        _sums[leaf >> BlockBits][leaf & BlockMask].Add(sums);
    }

    /// <summary>Makes the numbers of a connection's values ready for <see cref="Add"/>.</summary>
    /// <param name="values">The values by number, a list a dimension; place 0 is null, the unknown.</param>
    public GroupValues ValuesOf(string?[][] values)
    {
        int[][] globals = new int[_dimensions.Length][];
        for (int level = 0; level < globals.Length; level++)
        {
            string?[] own = values[_dimensions[level]];
            globals[level] = new int[own.Length];
            for (int number = 1; number < own.Length; number++)
            {
                globals[level][number] = _values[level].Of(own[number]!);
            }
        }

        return new GroupValues(globals);
    }

    /// <summary>Each group's sums for each pricing that occurs in it, in no order.</summary>
    public IEnumerable<UsageGroup> Groups()
    {
        // Groups by one dimension, such as a year of days by voice, share the IDs of each value.
        string?[]?[] idsOfOne = _dimensions.Length == 1 ? new string?[]?[_values[0].Texts.Count + 1] : [];
        for (int leaf = 0; leaf < _leafNodes.Count; leaf++)
        {
            int node = _leafNodes[leaf];
            string?[] ids = idsOfOne.Length == 0 ? IdsOf(node) : idsOfOne[_nodeValues[node]] ??= IdsOf(node);
            for (int level = 0; level < _dimensions.Length; level++)
            {
                node = _parents[node];
            }

            int? attribution = null;
            if (isAttributed)
            {
                attribution = _nodeValues[node];
                node = _parents[node];
            }

            int connection = _nodeValues[_parents[node]];
            yield return new UsageGroup(
                _bucketKeys[_nodeValues[node]], connection == 0 ? null : _connections.Texts[connection - 1], ids,
                _pricingKeys[_leafPricings[leaf]], _sums[leaf >> BlockBits][leaf & BlockMask], attribution);
        }
    }

    private string?[] IdsOf(int node)
    {
        string?[] ids = new string?[UsageTable.RecordDimensions.Count];
        for (int level = _dimensions.Length - 1; level >= 0; level--)
        {
            int value = _nodeValues[node];
            ids[_dimensions[level]] = value == 0 ? null : _values[level].Texts[value - 1];
            node = _parents[node];
        }

        return ids;
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

    private int Root(Bucket bucket, string? connection)
    {
        if (!_buckets.TryGetValue(bucket, out int number))
        {
            number = _bucketKeys.Count;
            _buckets.Add(bucket, number);
            _bucketKeys.Add(bucket);
        }

        return Child(Child(NoNode, connection is null ? 0 : _connections.Of(connection)), number);
    }

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
            _latestLeaves.Add(NoLeaf);
        }

        return child;
    }

    private int Leaf(int node, int pricing)
    {
        // Rows come in the order of their days, whose pricing seldom changes: the latest leaf of a node is nearly always the one.
        int leaf = _latestLeaves[node];
        while (leaf != NoLeaf && _leafPricings[leaf] != pricing)
        {
            leaf = _leavesBefore[leaf];
        }

        return leaf != NoLeaf ? leaf : NewLeaf(node, pricing);
    }

    private int NewLeaf(int node, int pricing)
    {
        int leaf = _leafNodes.Count;
        _leafNodes.Add(node);
        _leafPricings.Add(pricing);
        _leavesBefore.Add(_latestLeaves[node]);
        _latestLeaves[node] = leaf;
        if ((leaf & BlockMask) == 0)
        {
            _sums.Add(new UsageSums[1 << BlockBits]);
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

/// <summary>The numbers of one connection's values as numbers that hold for every connection of a grouping.</summary>
internal sealed class GroupValues(int[][] globals)
{
    /// <summary>The number of a value; 0 for the unknown.</summary>
    /// <param name="level">Which of the dimensions that are grouped by.</param>
    /// <param name="number">The connection's own number.</param>
    public int Global(int level, int number) => globals[level][number];
}

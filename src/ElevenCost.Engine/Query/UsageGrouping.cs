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
    private const int None = -1;

    private readonly int[] _dimensions = IndexesOf(groupBy);
    private readonly UsageGroups _groups = new(IndexesOf(groupBy), isAttributed);
    private readonly Dictionary<Bucket, int> _buckets = [];
    private readonly Dictionary<PricedAs, int> _pricings = [];
    private readonly Dictionary<long, int> _edges = [];

    // By node its latest group; by group the one of its node before.
    private readonly List<int> _latest = [];
    private readonly List<int> _before = [];

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

        _groups.AddTo(Group(node, _lastPricing), sums);
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
                globals[level][number] = _groups.Values[level].Of(own[number]!);
            }
        }

        return new GroupValues(globals);
    }

    /// <summary>Each group's sums for each pricing that occurs in it, in no order. Nothing can be added then.</summary>
    /// <param name="known">The buckets that have a group even if they had no usage.</param>
    /// <param name="byConnection">Whether groups are by connection.</param>
    public UsageGroups ToGroups(IEnumerable<BucketNote> known, bool byConnection)
    {
        foreach (BucketNote note in known)
        {
            int nodes = _latest.Count;
            int root = Root(note.Key.Bucket, byConnection ? note.Key.Connection : null);
            if (_latest.Count > nodes)
            {
                Group(isAttributed ? Child(root, None) : root, Pricing(note.PricedAs!));
            }
        }

        return _groups;
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

    private int Root(Bucket bucket, string? connection)
    {
        if (!_buckets.TryGetValue(bucket, out int number))
        {
            number = _groups.Buckets.Count;
            _buckets.Add(bucket, number);
            _groups.Buckets.Add(bucket);
        }

        return Child(Child(UsageGroups.NoNode, connection is null ? 0 : _groups.Connections.Of(connection)), number);
    }

    private int Pricing(PricedAs pricedAs)
    {
        ref int pricing = ref CollectionsMarshal.GetValueRefOrAddDefault(_pricings, pricedAs, out bool exists);
        if (!exists)
        {
            pricing = _groups.Pricings.Count;
            _groups.Pricings.Add(pricedAs);
        }

        return pricing;
    }

    private int Child(int parent, int value)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_edges, ((long)parent << 32) | (uint)value, out bool exists);
        if (!exists)
        {
            child = _groups.AddNode(parent, value);
            _latest.Add(None);
        }

        return child;
    }

    private int Group(int node, int pricing)
    {
        // Rows come in the order of their days, whose pricing seldom changes: the latest group of a node is nearly always the one.
        int group = _latest[node];
        while (group != None && _groups.PricingOf(group) != pricing)
        {
            group = _before[group];
        }

        if (group == None)
        {
            _before.Add(_latest[node]);
            _latest[node] = group = _groups.Add(node, pricing);
        }

        return group;
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

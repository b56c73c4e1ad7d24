using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>
/// The groups of an answer, as numbers and sums in flat lists: a year by day and voice has hundreds of thousands. Immutable once the
/// <see cref="UsageGrouping"/> that fills it is done.
/// </summary>
/// <remarks>
/// The key of a group is a path of nodes: connection, bucket, result of the rules if usage is attributed, then a dimension each. A node is a number,
/// and has its value's number and the node before it; a group is the last node of its path and a way of pricing.
/// </remarks>
/// <param name="dimensions">The record dimensions that groups are by, by index.</param>
/// <param name="isAttributed">Whether groups are by what the rules of cost centers came to.</param>
internal sealed class UsageGroups(int[] dimensions, bool isAttributed) : OnDemandList<UsageGroup>
{
    /// <summary>What the nodes of connections hang on.</summary>
    public const int NoNode = -1;

    /// <summary>The levels of connections and of buckets.</summary>
    public const int ConnectionLevel = 0, BucketLevel = 1;

    private const int BlockBits = 10;
    private const int BlockMask = (1 << BlockBits) - 1;

    private readonly int _attributionLevel = isAttributed ? BucketLevel + 1 : -1;
    private readonly int _lastLevel = BucketLevel + (isAttributed ? 1 : 0) + dimensions.Length;
    private readonly List<int> _parents = [];
    private readonly List<int> _nodeValues = [];
    private readonly List<int> _nodes = [];
    private readonly List<int> _pricings = [];
    // In blocks: an array that grows would be copied, and what it was before is garbage that is collected late.
    private readonly List<UsageSums[]> _sums = [];

    /// <inheritdoc/>
    public override int Count => _nodes.Count;

    /// <summary>The buckets by number.</summary>
    public List<Bucket> Buckets { get; } = [];

    /// <summary>The connections by number; the first is null, for groups that are not by connection.</summary>
    public NumberedTexts Connections { get; } = new();

    /// <summary>The values of each dimension by number; the first of each is null, the unknown.</summary>
    public NumberedTexts[] Values { get; } = TextsOf(dimensions.Length);

    /// <summary>The ways of pricing by number; each occurs.</summary>
    public List<PricedAs> Pricings { get; } = [];

    /// <inheritdoc/>
    public override UsageGroup this[int group] => new(this, group);

    /// <summary>How a group is priced.</summary>
    public PricedAs PricedAsOf(int group) => Pricings[_pricings[group]];

    /// <summary>What a group sums up to.</summary>
    public ref readonly UsageSums SumsOf(int group) => ref _sums[group >> BlockBits][group & BlockMask];

    /// <summary>The number of a group's value on a level.</summary>
    public int NumberOf(int group, int level)
    {
        int node = _nodes[group];
        for (int deeper = _lastLevel; deeper > level; deeper--)
        {
            node = _parents[node];
        }

        return _nodeValues[node];
    }

    /// <summary>The level of a record dimension that groups are by.</summary>
    /// <param name="dimension">The dimension, by index.</param>
    public int LevelOf(int dimension) => _lastLevel + 1 - dimensions.Length + Array.IndexOf(dimensions, dimension);

    /// <summary>The values of the level of connections or of a dimension, by number.</summary>
    public NumberedTexts ValuesOf(int level) => level == ConnectionLevel ? Connections : Values[level - _lastLevel - 1 + dimensions.Length];

    /// <summary>The number of what the rules came to for a group; null if usage is not attributed, or the group has none.</summary>
    public int? AttributionOf(int group) => isAttributed && NumberOf(group, _attributionLevel) is >= 0 and int number ? number : null;

    /// <summary>The IDs of a group by record dimension; null if not grouped by, or not known.</summary>
    public string?[] IdsOf(int group)
    {
        string?[] ids = new string?[UsageTable.RecordDimensions.Count];
        int node = _nodes[group];
        for (int place = dimensions.Length - 1; place >= 0; place--)
        {
            ids[dimensions[place]] = Values[place].Texts[_nodeValues[node]];
            node = _parents[node];
        }

        return ids;
    }

    /// <summary>Whether two groups differ in their pricing, and in what the rules came to, alone.</summary>
    public bool IsSame(int left, int right)
    {
        int leftNode = _nodes[left];
        int rightNode = _nodes[right];
        for (int level = _lastLevel; leftNode != rightNode; level--)
        {
            if (level != _attributionLevel && _nodeValues[leftNode] != _nodeValues[rightNode])
            {
                return false;
            }

            leftNode = _parents[leftNode];
            rightNode = _parents[rightNode];
        }

        return true;
    }

    /// <summary>Adds a node, and returns its number.</summary>
    public int AddNode(int parent, int value)
    {
        _parents.Add(parent);
        _nodeValues.Add(value);
        return _parents.Count - 1;
    }

    /// <summary>Adds a group without usage, and returns its number.</summary>
    public int Add(int node, int pricing)
    {
        if ((Count & BlockMask) == 0)
        {
            _sums.Add(new UsageSums[1 << BlockBits]);
        }

        _nodes.Add(node);
        _pricings.Add(pricing);
        return Count - 1;
    }

    /// <summary>Adds usage to a group.</summary>
    /// <exception cref="OverflowException">A sum exceeds its type.</exception>
    public void AddTo(int group, in UsageSums sums) => _sums[group >> BlockBits][group & BlockMask].Add(sums);

    /// <summary>The number of a group's way of pricing.</summary>
    public int PricingOf(int group) => _pricings[group];

    private static NumberedTexts[] TextsOf(int count)
    {
        var texts = new NumberedTexts[count];
        for (int place = 0; place < count; place++)
        {
            texts[place] = new NumberedTexts();
        }

        return texts;
    }
}

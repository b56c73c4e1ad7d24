using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>
/// The order of groups: by bucket, then by the grouped dimensions in the order of the query, each by label, then ID. The values of each level are sorted once,
/// and the groups by counting, so that a text is compared with the few others of its dimension, not with those of hundreds of thousands of groups.
/// </summary>
internal sealed class UsageGroupOrder
{
    private readonly UsageGroups _groups;
    private int[] _order;
    private int[] _buffer;

    private UsageGroupOrder(UsageGroups groups)
    {
        _groups = groups;
        _order = [.. Enumerable.Range(0, groups.Count)];
        _buffer = new int[groups.Count];
    }

    /// <summary>The numbers of groups in order; those of one key are neighbours, in the order in which they came.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="groupBy">The dimensions that they are grouped by; cost centers come later.</param>
    /// <param name="names">The names of IDs.</param>
    public static int[] Of(UsageGroups groups, IReadOnlyList<Dimension> groupBy, NameBook names)
    {
        // From the least to the most significant: sorting by counting keeps the order of equals.
        var order = new UsageGroupOrder(groups);
        for (int place = groupBy.Count - 1; place >= 0; place--)
        {
            Dimension dimension = groupBy[place];
            int index = UsageTable.IndexOf(dimension);
            if (index >= 0)
            {
                order.Sort(groups.LevelOf(index), id => DimensionLabel.Of(dimension, id, names));
            }
            else if (dimension == Dimension.Connection)
            {
                order.Sort(UsageGroups.ConnectionLevel, id => id);
            }
        }

        var buckets = new List<SortedValue>(groups.Buckets.Count);
        groups.Buckets.ForEach(bucket => buckets.Add(new SortedValue(buckets.Count, bucket.Ticks, null, null)));
        order.Sort(UsageGroups.BucketLevel, buckets);
        return order._order;
    }

    private void Sort(int level, Func<string?, string?> labelOf)
    {
        List<string?> texts = _groups.ValuesOf(level).Texts;
        var values = new List<SortedValue>(texts.Count);
        texts.ForEach(id => values.Add(new SortedValue(values.Count, 0, labelOf(id), id)));
        Sort(level, values);
    }

    private void Sort(int level, List<SortedValue> values)
    {
        values.Sort(SortedValue.Compare);
        int[] ranks = new int[values.Count];
        for (int rank = 0; rank < ranks.Length; rank++)
        {
            ranks[values[rank].Number] = rank;
        }

        int[] starts = new int[values.Count + 1];
        for (int group = 0; group < _order.Length; group++)
        {
            starts[ranks[_groups.NumberOf(group, level)] + 1]++;
        }

        for (int rank = 1; rank < starts.Length; rank++)
        {
            starts[rank] += starts[rank - 1];
        }

        foreach (int group in _order)
        {
            _buffer[starts[ranks[_groups.NumberOf(group, level)]]++] = group;
        }

        (_order, _buffer) = (_buffer, _order);
    }

    /// <summary>A value of a level and what it is sorted by: a class, because each process would compile sorting of values again before its first answer.</summary>
    private sealed class SortedValue(int number, long ticks, string? label, string? id)
    {
        public int Number => number;

        public static int Compare(SortedValue left, SortedValue right) =>
            left._ticks.CompareTo(right._ticks) is not 0 and int byTime ? byTime
            : string.CompareOrdinal(left._label, right._label) is not 0 and int byLabel ? byLabel
            : string.CompareOrdinal(left._id, right._id);

        private readonly long _ticks = ticks;
        private readonly string? _label = label;
        private readonly string? _id = id;
    }
}

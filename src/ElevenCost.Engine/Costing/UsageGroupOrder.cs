using System.Runtime.InteropServices;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>
/// The order of groups: by bucket, then by the grouped dimensions in the order of the query, each by label, then ID. Each level is numbered in order once and
/// sorted by counting, so that a text is compared with the few others of its dimension, not with those of hundreds of thousands of groups.
/// </summary>
internal static class UsageGroupOrder
{
    private const string Unknown = "\u0000";

    /// <summary>Sorts groups; those of one key are neighbours then, in the order in which they came.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="groupBy">The dimensions that they are grouped by; cost centers come later.</param>
    /// <param name="names">The names of IDs.</param>
    public static void Sort(UsageGroup[] groups, IReadOnlyList<Dimension> groupBy, NameBook names)
    {
        // From the least to the most significant: sorting by counting keeps the order of equals.
        var buffer = new UsageGroup[groups.Length];
        for (int level = groupBy.Count - 1; level >= 0; level--)
        {
            Dimension dimension = groupBy[level];
            int index = UsageTable.IndexOf(dimension);
            if (index >= 0)
            {
                Sort(groups, buffer, group => group.Ids[index] ?? Unknown, (left, right) =>
                    string.CompareOrdinal(LabelOf(left), LabelOf(right)) is not 0 and int byLabel ? byLabel : string.CompareOrdinal(IdOf(left), IdOf(right)));
            }
            else if (dimension == Dimension.Connection)
            {
                Sort(groups, buffer, group => group.Connection ?? Unknown, (left, right) => string.CompareOrdinal(IdOf(left), IdOf(right)));
            }

            string? LabelOf(string key) => DimensionLabel.Of(dimension, IdOf(key), names);
        }

        Sort(groups, buffer, group => group.Bucket, Bucket.Compare);

        static string? IdOf(string key) => key == Unknown ? null : key;
    }

    /// <summary>Whether two groups differ in their pricing alone.</summary>
    public static bool IsSame(UsageGroup left, UsageGroup right) =>
        left.Bucket.Equals(right.Bucket) && left.Connection == right.Connection && left.Ids.AsSpan().SequenceEqual(right.Ids);

    private static void Sort<T>(UsageGroup[] groups, UsageGroup[] buffer, Func<UsageGroup, T> keyOf, Comparison<T> compare)
        where T : class
    {
        var numbers = new Dictionary<T, int>();
        var keys = new List<T>();
        int[] number = new int[groups.Length];
        for (int group = 0; group < groups.Length; group++)
        {
            T key = keyOf(groups[group]);
            ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out bool exists);
            if (!exists)
            {
                known = keys.Count;
                keys.Add(key);
            }

            number[group] = known;
        }

        int[] counts = new int[keys.Count];
        foreach (int one in number)
        {
            counts[one]++;
        }

        keys.Sort(compare);
        int start = 0;
        int[] starts = new int[counts.Length];
        foreach (T key in keys)
        {
            starts[numbers[key]] = start;
            start += counts[numbers[key]];
        }

        for (int group = 0; group < groups.Length; group++)
        {
            buffer[starts[number[group]]++] = groups[group];
        }

        buffer.CopyTo(groups, 0);
    }
}

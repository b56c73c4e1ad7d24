using System.Runtime.InteropServices;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Costing;

/// <summary>How a day's usage is priced: rows of one day share it, rows of one group need not. Immutable.</summary>
/// <param name="ConsumedCurrency">The currency of the consumed costs; null where there is none.</param>
/// <param name="Price">What a credit costs; null where that is not known, or not asked for.</param>
/// <param name="State">The state of the day.</param>
internal readonly record struct PricedAs(string? ConsumedCurrency, UnitPrice? Price, DayState State);

/// <summary>The usage of one group that is priced alike: what grouping hands on to be priced.</summary>
/// <param name="Bucket">The day that names the bucket.</param>
/// <param name="Connection">The connection; null where rows are not told apart by it.</param>
/// <param name="Ids">The IDs by record dimension; null where not grouped by, or not known.</param>
/// <param name="PricedAs">How it is priced.</param>
/// <param name="Sums">What it sums up to.</param>
/// <param name="Outcome">The number of what the rules of cost centers came to; null where usage is not attributed.</param>
internal readonly record struct UsageGroup(
    DateOnly Bucket, string? Connection, string?[] Ids, PricedAs PricedAs, UsageSums Sums, int? Outcome = null);

/// <summary>The sums of the rows of one group that are priced alike.</summary>
internal struct UsageSums
{
    /// <summary>Credits.</summary>
    public long Credits;

    /// <summary>Requests of the rows that tell them.</summary>
    public long Requests;

    /// <summary>Minutes of the rows that tell them.</summary>
    public decimal Minutes;

    /// <summary>Value of the rows that tell it.</summary>
    public decimal Consumed;

    /// <summary>Credits of the rows that do not tell their value.</summary>
    public long UnvaluedCredits;

    /// <summary>Rows that tell their value.</summary>
    public int ValuedRows;

    /// <summary>Rows that do not.</summary>
    public int UnvaluedRows;

    /// <summary>Whether a row does not tell its requests.</summary>
    public bool LacksRequests;

    /// <summary>Whether a row does not tell its minutes.</summary>
    public bool LacksMinutes;

    /// <summary>Adds another sum.</summary>
    public void Add(in UsageSums other)
    {
        Credits += other.Credits;
        Requests += other.Requests;
        Minutes += other.Minutes;
        Consumed += other.Consumed;
        UnvaluedCredits += other.UnvaluedCredits;
        ValuedRows += other.ValuedRows;
        UnvaluedRows += other.UnvaluedRows;
        LacksRequests |= other.LacksRequests;
        LacksMinutes |= other.LacksMinutes;
    }
}

/// <summary>
/// Sums rows by bucket and dimensions. A group is found by refining: from the bucket's node by the first dimension's value to the next node,
/// and so on, so that a key is always two small numbers however many dimensions there are.
/// </summary>
/// <param name="groupBy">The dimensions; those that records do not have are passed over.</param>
/// <param name="isAttributed">Whether groups are told apart by what the rules of cost centers came to.</param>
internal sealed class UsageGrouping(IReadOnlyList<Dimension> groupBy, bool isAttributed = false)
{
    private readonly int[] _dimensions = [.. groupBy.Where(dimension => UsageTable.IndexOf(dimension) >= 0).Select(UsageTable.IndexOf)];
    private readonly Dictionary<string, int>[] _known = [.. Enumerable.Range(0, UsageTable.RecordDimensions.Count).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private readonly List<string>[] _values = [.. Enumerable.Range(0, UsageTable.RecordDimensions.Count).Select(_ => new List<string>())];
    private readonly Dictionary<(DateOnly, string?), int> _roots = [];
    private readonly List<(DateOnly Bucket, string? Connection)> _rootKeys = [];
    private readonly Dictionary<PricedAs, int> _pricings = [];
    private readonly List<PricedAs> _pricingKeys = [];
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<(int Parent, int Value)> _nodes = [];
    private readonly Dictionary<long, int> _leaves = [];
    private readonly List<(int Node, int Pricing)> _leafKeys = [];
    private UsageSums[] _sums = new UsageSums[256];

    /// <summary>Adds a month's rows.</summary>
    /// <param name="month">The month.</param>
    /// <param name="connection">The connection that the rows are told apart by; null where they are not.</param>
    /// <param name="filters">What passes, from <see cref="UsageFilter.For"/>.</param>
    /// <param name="days">For each day of the month, from the first: which rows count, the bucket and the pricing; null for a day that does not count.</param>
    /// <param name="attribution">What the rules of cost centers make of the rows; null where groups are not told apart by it.</param>
    public void Add(UsageMonth month, string? connection, (int Dimension, bool[] Passes)[] filters, DayPlan?[] days, MonthAttribution? attribution = null)
    {
        UsageTable table = month.Table;
        int first = month.First.DayNumber;
        (int Root, int Pricing, sbyte Breakdown)[] plan = [.. days.Select(day => day is null
            ? (-1, -1, (sbyte)0)
            : (Root(day.Bucket, connection), Pricing(day.PricedAs), day.Breakdown))];
        int[][] global = [.. _dimensions.Select(dimension => Globals(dimension, table.Dimensions[dimension].Values))];

        // By cost center alone, a day and an outcome name the leaf: one look-up takes the place of two.
        int[]?[] leaves = new int[]?[days.Length];
        for (int row = 0; row < table.Count; row++)
        {
            int day = table.Day[row] - first;
            (int node, int pricing, sbyte breakdown) = plan[day];
            if (node < 0 || table.Breakdown[row] != breakdown || !Passes(filters, table, row))
            {
                continue;
            }

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

                leaf = Leaf(node, pricing);
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
        for (int leaf = 0; leaf < _leafKeys.Count; leaf++)
        {
            (int node, int pricing) = _leafKeys[leaf];
            string?[] ids = new string?[UsageTable.RecordDimensions.Count];
            for (int level = _dimensions.Length - 1; level >= 0; level--)
            {
                (int parent, int value) = _nodes[node];
                ids[_dimensions[level]] = value == 0 ? null : _values[_dimensions[level]][value - 1];
                node = parent;
            }

            int? outcome = null;
            if (isAttributed)
            {
                (node, outcome) = _nodes[node];
            }

            (DateOnly bucket, string? connection) = _rootKeys[_nodes[node].Value];
            yield return new UsageGroup(bucket, connection, ids, _pricingKeys[pricing], _sums[leaf], outcome);
        }
    }

    /// <summary>The sums of all groups.</summary>
    public UsageSums Total()
    {
        var total = default(UsageSums);
        for (int leaf = 0; leaf < _leafKeys.Count; leaf++)
        {
            total.Add(_sums[leaf]);
        }

        return total;
    }

    private static bool Passes((int Dimension, bool[] Passes)[] filters, UsageTable table, int row)
    {
        foreach ((int dimension, bool[] passes) in filters)
        {
            int value = table.Dimensions[dimension].Index[row];
            if (!passes[value == DimensionColumn.Unknown ? passes.Length - 1 : value])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>This month's indexes as numbers that hold for every month, from 1; 0 is the unknown.</summary>
    private int[] Globals(int dimension, string[] values)
    {
        int[] globals = new int[values.Length];
        for (int value = 0; value < values.Length; value++)
        {
            ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known[dimension], values[value], out bool exists);
            if (!exists)
            {
                _values[dimension].Add(values[value]);
                known = _values[dimension].Count;
            }

            globals[value] = known;
        }

        return globals;
    }

    private int Root(DateOnly bucket, string? connection)
    {
        ref int root = ref CollectionsMarshal.GetValueRefOrAddDefault(_roots, (bucket, connection), out bool exists);
        if (!exists)
        {
            _nodes.Add((-1, _rootKeys.Count));
            _rootKeys.Add((bucket, connection));
            root = _nodes.Count - 1;
        }

        return root;
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
            child = _nodes.Count;
            _nodes.Add((parent, value));
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
            leaf = _leafKeys.Count;
            _leafKeys.Add((node, pricing));
            if (leaf == _sums.Length)
            {
                Array.Resize(ref _sums, leaf * 2);
            }
        }

        return leaf;
    }
}

/// <summary>What of a day counts, and where. Immutable.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Breakdown">Which rows count: full records, the total slice, or the slice of one dimension.</param>
/// <param name="PricedAs">How they are priced.</param>
internal sealed record DayPlan(DateOnly Bucket, sbyte Breakdown, PricedAs PricedAs);

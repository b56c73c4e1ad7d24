using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>One row of a cost result before it is priced.</summary>
/// <param name="Usage">The usage that it is of, or the first of several that are priced differently.</param>
/// <param name="Names">The names of IDs.</param>
/// <param name="Currency">The one currency of its parts; null if none of them has a price.</param>
/// <param name="Parts">Its usage, with the shares that it bears.</param>
/// <param name="Sums">What of that is shown.</param>
internal sealed record CostGroup(UsageGroup Usage, NameBook Names, string? Currency, List<PricedPart> Parts, GroupSums Sums)
{
    /// <summary>Its days, or its hour.</summary>
    public Bucket Bucket { get; init; } = Usage.Bucket;

    /// <summary>The connection; null if rows are not grouped by it.</summary>
    public string? Connection => Usage.Connection;

    /// <summary>The IDs by record dimension; null if not grouped by, or not known.</summary>
    public string?[] Ids => Usage.Ids;

    /// <summary>What is shown for them.</summary>
    public string?[] Labels => Usage.LabelsOf(Names);

    /// <summary>The cost center; null if not grouped by it.</summary>
    public string? Center { get; init; }

    /// <summary>What is shown of a record dimension.</summary>
    public string? Label(Dimension dimension) => Labels[UsageTable.IndexOf(dimension)];
}

/// <summary>
/// The groups of a cost result: one a bucket, combination of dimensions and currency, in order. What has no price joins the one currency of the result,
/// else the one of its group; where there are several, it has a row of its own. Immutable.
/// </summary>
internal sealed class CostGroups : OnDemandList<CostGroup>
{
    private readonly CostQuery _query;
    private readonly CostBasis _basis;
    private readonly GroupedUsage _usage;
    private readonly UsageFilter _filter;
    private readonly string? _onlyCurrency;

    // The numbers of groups of usage in order, and where each group begins in it.
    private readonly int[] _order;
    private readonly int[] _starts;
    private readonly int _count;

    private CostGroups(CostQuery query, CostBasis basis, GroupedUsage usage)
    {
        (_query, _basis, _usage, _filter) = (query, basis, usage, new UsageFilter(query.Filters));
        _onlyCurrency = OnlyOf(Enumerable.Range(0, usage.Groups.Count));
        _order = UsageGroupOrder.Of(usage.Groups, query.GroupBy, usage.Names);
        _starts = new int[_order.Length];
        for (int first = 0; first < _order.Length;)
        {
            int next = first + 1;
            while (next < _order.Length && usage.Groups.IsSame(_order[first], _order[next]))
            {
                next++;
            }

            if (next == first + 1)
            {
                _starts[_count++] = first;
            }
            else
            {
                _count = Split(first, _order[first..next], _count);
            }

            first = next;
        }
    }

    /// <inheritdoc/>
    public override int Count => _count;

    /// <inheritdoc/>
    public override CostGroup this[int index]
    {
        get
        {
            int first = _starts[index];
            int next = index + 1 < _count ? _starts[index + 1] : _order.Length;
            var parts = new List<PricedPart>(next - first);
            string? currency = null;
            for (int place = first; place < next; place++)
            {
                int group = _order[place];
                parts.Add(new PricedPart(_usage.Groups.PricedAsOf(group), _usage.Groups.SumsOf(group), _usage.Groups.AttributionOf(group)));
                currency ??= CurrencyOf(group);
            }

            return new CostGroup(_usage.Groups[_order[first]], _usage.Names, currency ?? _onlyCurrency, parts, _usage.Rules is null ? GroupSums.Of(parts, _basis) : default);
        }
    }

    /// <summary>
    /// The groups by date, then by the grouped dimensions in the order of the query, then by currency; summed up to each bucket where cumulative.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="basis">The basis of the result.</param>
    /// <param name="usage">The usage.</param>
    public static IReadOnlyList<CostGroup> Of(CostQuery query, CostBasis basis, GroupedUsage usage)
    {
        var made = new CostGroups(query, basis, usage);
        IReadOnlyList<CostGroup> groups = made;
        if (usage.Rules is { } rules)
        {
            List<CostGroup> attributed = made.Attribute(groups, new CenterSplit(rules.Results, basis));
            attributed.Sort(made.Compare);
            groups = attributed;
        }

        return query.Cumulative ? made.Accumulate(groups) : groups;
    }

    /// <summary>The parts of one group, by currency.</summary>
    /// <returns>How many groups there are with them.</returns>
    private int Split(int first, int[] same, int count)
    {
        string? unpriced = _onlyCurrency ?? OnlyOf(same);
        foreach (IGrouping<string, int> parts in same.GroupBy(group => CurrencyOf(group) ?? unpriced ?? "").OrderBy(parts => parts.Key, StringComparer.Ordinal))
        {
            _starts[count++] = first;
            foreach (int group in parts)
            {
                _order[first++] = group;
            }
        }

        return count;
    }

    /// <summary>The one currency of groups of usage; null if they have none, or several.</summary>
    private string? OnlyOf(IEnumerable<int> groups)
    {
        string? only = null;
        foreach (int group in groups)
        {
            if (CurrencyOf(group) is { } currency && currency != only)
            {
                if (only is not null)
                {
                    return null;
                }

                only = currency;
            }
        }

        return only;
    }

    private string? CurrencyOf(int group)
    {
        PricedAs pricedAs = _usage.Groups.PricedAsOf(group);
        ref readonly UsageSums sums = ref _usage.Groups.SumsOf(group);
        return _basis != CostBasis.Consumed ? pricedAs.Price?.Currency
            : sums.ValuedRows > 0 || sums.UnvaluedRows == 0 ? pricedAs.ConsumedCurrency
            : null;
    }

    /// <summary>Splits each group between the cost centers, and leaves out those that are filtered out.</summary>
    private List<CostGroup> Attribute(IEnumerable<CostGroup> groups, CenterSplit split)
    {
        bool byCenter = _query.GroupsBy(Dimension.CostCenter);
        bool keepsEmpty = !_query.GroupsByUsage;
        var made = new List<CostGroup>();
        foreach (CostGroup group in groups)
        {
            // The part that stands for a known bucket without usage has no outcome, and nothing to split.
            List<CenterUsage> centers = [.. split.Of([.. group.Parts.Where(part => part.Attribution is not null)]).Where(center => _filter.TakesCenter(center.Center))];
            if (byCenter)
            {
                made.AddRange(centers.Select(center => group with { Center = center.Center, Parts = center.Parts, Sums = center.Sums }));
            }
            else if (centers.Count > 0 || keepsEmpty)
            {
                made.Add(group with
                {
                    Parts = [.. centers.SelectMany(center => center.Parts)],
                    Sums = centers.Aggregate(default(GroupSums), (sums, center) => sums.With(center.Sums)),
                });
            }
        }

        return made;
    }

    /// <summary>By date, then by the grouped dimensions in the order of the query, then by currency.</summary>
    private int Compare(CostGroup left, CostGroup right)
    {
        int order = Bucket.Compare(left.Bucket, right.Bucket);
        return order != 0 ? order : CompareWithinBucket(left, right);
    }

    private int CompareWithinBucket(CostGroup left, CostGroup right)
    {
        int order = 0;
        foreach (Dimension dimension in _query.GroupBy)
        {
            int index = UsageTable.IndexOf(dimension);
            order = dimension == Dimension.CostCenter ? string.CompareOrdinal(left.Center, right.Center)
                : index < 0 ? string.CompareOrdinal(left.Connection, right.Connection)
                : string.CompareOrdinal(left.Labels[index], right.Labels[index]) is not 0 and int byLabel ? byLabel
                : string.CompareOrdinal(left.Ids[index], right.Ids[index]);
            if (order != 0)
            {
                return order;
            }
        }

        return string.CompareOrdinal(left.Currency, right.Currency);
    }

    /// <summary>For each bucket, every group seen so far with all its parts so far.</summary>
    private List<CostGroup> Accumulate(IEnumerable<CostGroup> groups)
    {
        var soFar = new SortedDictionary<CostGroup, (List<PricedPart> Parts, GroupSums Sums)>(Comparer<CostGroup>.Create(CompareWithinBucket));
        var accumulated = new List<CostGroup>();
        ILookup<Bucket, CostGroup> byBucket = groups.ToLookup(group => group.Bucket);
        foreach (Bucket bucket in _usage.Buckets.InOrder.Select(note => note.Key.Bucket))
        {
            foreach (CostGroup group in byBucket[bucket])
            {
                (List<PricedPart> parts, GroupSums sums) = soFar.GetValueOrDefault(group, ([], default));
                foreach (PricedPart part in group.Parts)
                {
                    AddTo(parts, part);
                }

                soFar[group] = (parts, sums.With(group.Sums));
            }

            accumulated.AddRange(soFar.Select(entry => entry.Key with { Bucket = bucket, Parts = [.. entry.Value.Parts], Sums = entry.Value.Sums }));
        }

        return accumulated;
    }

    private static void AddTo(List<PricedPart> parts, PricedPart part)
    {
        // The state of a day is no part of its price: what is summed over buckets is grouped by price alone.
        PricedPart alike = part with { PricedAs = part.PricedAs with { State = DayState.Final }, Attribution = null };
        int known = parts.FindIndex(existing => existing.PricedAs == alike.PricedAs && existing.Share == alike.Share && existing.FeeShare == alike.FeeShare);
        if (known < 0)
        {
            parts.Add(alike);
            return;
        }

        UsageSums sums = parts[known].Sums;
        sums.Add(part.Sums);
        parts[known] = alike with { Sums = sums };
    }
}

using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>One row of a cost result before it is priced.</summary>
/// <param name="Bucket">Its days, or its hour.</param>
/// <param name="Connection">The connection; null if rows are not grouped by it.</param>
/// <param name="Ids">The IDs by record dimension; null if not grouped by, or not known.</param>
/// <param name="Labels">What is shown for them.</param>
/// <param name="Currency">The one currency of its parts; null if none of them has a price.</param>
/// <param name="Parts">Its usage, with the shares that it bears.</param>
/// <param name="Sums">What of that is shown.</param>
internal sealed record CostGroup(
    Bucket Bucket, string? Connection, string?[] Ids, string?[] Labels, string? Currency, List<PricedPart> Parts, GroupSums Sums)
{
    /// <summary>The cost center; null if not grouped by it.</summary>
    public string? Center { get; init; }

    /// <summary>What is shown of a record dimension.</summary>
    public string? Label(Dimension dimension) => Labels[UsageTable.IndexOf(dimension)];
}

/// <summary>Makes the groups of a cost result: one a bucket, combination of dimensions and currency, in order.</summary>
/// <param name="query">The query.</param>
/// <param name="basis">The basis of the result.</param>
/// <param name="usage">The usage.</param>
internal sealed class CostGroups(CostQuery query, CostBasis basis, GroupedUsage usage)
{
    private readonly UsageFilter _filter = new(query.Filters);

    /// <summary>
    /// The groups by date, then by the grouped dimensions in the order of the query, then by currency; summed up to each bucket where cumulative. They are
    /// made as they are enumerated, where nothing has to be known of all of them: a year by day and voice has hundreds of thousands.
    /// </summary>
    public static IEnumerable<CostGroup> Of(CostQuery query, CostBasis basis, GroupedUsage usage)
    {
        var made = new CostGroups(query, basis, usage);
        IEnumerable<CostGroup> groups = made.Collect();
        if (usage.Rules is { } rules)
        {
            List<CostGroup> attributed = made.Attribute(groups, new CenterSplit(rules.Results, basis));
            attributed.Sort(made.Compare);
            groups = attributed;
        }

        return query.Cumulative ? made.Accumulate(groups) : groups;
    }

    private static string? CurrencyOf(CostBasis basis, PricedAs pricedAs, in UsageSums sums) =>
        basis != CostBasis.Consumed ? pricedAs.Price?.Currency
        : sums.ValuedRows > 0 || sums.UnvaluedRows == 0 ? pricedAs.ConsumedCurrency
        : null;

    /// <summary>
    /// Groups by bucket, dimensions and currency. What has no price joins the one currency of the result, else the one of its group; where
    /// there are several, it has a row of its own.
    /// </summary>
    private IEnumerable<CostGroup> Collect()
    {
        UsageGroup[] all = query.GroupsByUsage ? [.. usage.Groups] : [.. usage.Groups, .. EmptyBuckets()];
        string[] currencies = [.. all.Select(CurrencyOf).OfType<string>().Distinct()];
        string? onlyCurrency = currencies.Length == 1 ? currencies[0] : null;
        UsageGroupOrder.Sort(all, query.GroupBy, usage.Names);
        for (int first = 0; first < all.Length;)
        {
            int next = first + 1;
            while (next < all.Length && UsageGroupOrder.IsSame(all[first], all[next]))
            {
                next++;
            }

            if (next == first + 1)
            {
                yield return Make(all[first], CurrencyOf(all[first]) ?? onlyCurrency, [Part(all[first])]);
            }
            else
            {
                foreach (CostGroup group in Split(all[first..next], onlyCurrency))
                {
                    yield return group;
                }
            }

            first = next;
        }
    }

    /// <summary>The parts of one group, by currency.</summary>
    private IEnumerable<CostGroup> Split(UsageGroup[] same, string? onlyCurrency)
    {
        string[] own = [.. same.Select(CurrencyOf).OfType<string>().Distinct()];
        string? unpriced = onlyCurrency ?? (own.Length == 1 ? own[0] : null);
        return same.GroupBy(group => CurrencyOf(group) ?? unpriced ?? "").OrderBy(parts => parts.Key, StringComparer.Ordinal)
            .Select(parts => Make(same[0], parts.Key.Length == 0 ? null : parts.Key, [.. parts.Select(Part)]));
    }

    private CostGroup Make(UsageGroup group, string? currency, List<PricedPart> parts) => new(
        group.Bucket, group.Connection, group.Ids, Labels(group.Ids), currency, parts, usage.Rules is null ? GroupSums.Of(parts, basis) : default);

    private static PricedPart Part(UsageGroup group) => new(group.PricedAs, group.Sums, group.Attribution);

    private string? CurrencyOf(UsageGroup group) => CurrencyOf(basis, group.PricedAs, group.Sums);

    /// <summary>Splits each group between the cost centers, and leaves out those that are filtered out.</summary>
    private List<CostGroup> Attribute(IEnumerable<CostGroup> groups, CenterSplit split)
    {
        bool byCenter = query.GroupsBy(Dimension.CostCenter);
        bool keepsEmpty = !query.GroupsByUsage;
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

    /// <summary>A bucket that was synced and had no usage is known to be zero: it has a row if rows are not grouped by what was used.</summary>
    private IEnumerable<UsageGroup> EmptyBuckets()
    {
        HashSet<BucketKey> present = [.. usage.Groups.Select(group => new BucketKey(group.Bucket, group.Connection))];
        bool byConnection = query.GroupBy.Count > 0;
        foreach (BucketNote known in usage.Buckets.Known)
        {
            BucketKey shown = byConnection ? known.Key : known.Key with { Connection = null };
            if (present.Add(shown))
            {
                yield return new UsageGroup(shown.Bucket, shown.Connection, new string?[UsageTable.RecordDimensions.Count], known.PricedAs!, default);
            }
        }
    }

    private string?[] Labels(string?[] ids)
    {
        string?[] labels = new string?[ids.Length];
        for (int dimension = 0; dimension < ids.Length; dimension++)
        {
            labels[dimension] = DimensionLabel.Of(UsageTable.RecordDimensions[dimension], ids[dimension], usage.Names);
        }

        return labels;
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
        foreach (Dimension dimension in query.GroupBy)
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
        foreach (Bucket bucket in usage.Buckets.InOrder.Select(note => note.Key.Bucket))
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

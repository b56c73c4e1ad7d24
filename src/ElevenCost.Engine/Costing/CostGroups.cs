using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Costing;

/// <summary>The usage of a group of a cost result that is priced alike.</summary>
/// <param name="PricedAs">How.</param>
/// <param name="Sums">What it sums up to.</param>
internal readonly record struct PricedPart(PricedAs PricedAs, UsageSums Sums);

/// <summary>One row of a cost result before it is priced.</summary>
/// <param name="Bucket">The day that names the bucket.</param>
/// <param name="Connection">The connection; null where rows are not told apart by it.</param>
/// <param name="Ids">The IDs by record dimension; null where not grouped by, or not known.</param>
/// <param name="Labels">What is shown for them.</param>
/// <param name="Currency">The one currency of its parts; null where none of them has a price.</param>
/// <param name="Parts">Its usage.</param>
internal sealed record CostGroup(DateOnly Bucket, string? Connection, string?[] Ids, string?[] Labels, string? Currency, List<PricedPart> Parts)
{
    /// <summary>What is shown of a record dimension.</summary>
    public string? Label(Dimension dimension) => Labels[UsageTable.IndexOf(dimension)];
}

/// <summary>Makes the groups of a cost result: one a bucket, combination of dimensions and currency, in order.</summary>
/// <param name="query">The query.</param>
/// <param name="basis">The basis of the result.</param>
/// <param name="scan">The scan that read the usage.</param>
internal sealed class CostGroups(CostQuery query, CostBasis basis, IUsageScan scan)
{
    /// <summary>The groups by date, then by the grouped dimensions in the order of the query, then by currency; summed up to each bucket where cumulative.</summary>
    public static List<CostGroup> Of(CostQuery query, CostBasis basis, IUsageScan scan, IEnumerable<UsageGroup> usage)
    {
        var made = new CostGroups(query, basis, scan);
        List<CostGroup> groups = made.Collect(usage);
        groups.Sort(made.Compare);
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
    private List<CostGroup> Collect(IEnumerable<UsageGroup> usage)
    {
        var byKey = new Dictionary<GroupKey, Dictionary<string, List<PricedPart>>>();
        var unpriced = new List<(GroupKey Key, PricedPart Part)>();
        var ids = new Dictionary<GroupKey, string?[]>();
        var present = new HashSet<(DateOnly, string?)>();
        foreach (UsageGroup group in usage)
        {
            present.Add((group.Bucket, group.Connection));
            Take(group);
        }

        foreach (UsageGroup empty in EmptyBuckets(present))
        {
            Take(empty);
        }

        string[] all = [.. byKey.Values.SelectMany(currencies => currencies.Keys).Distinct()];
        foreach ((GroupKey key, PricedPart part) in unpriced)
        {
            Dictionary<string, List<PricedPart>> currencies = byKey[key];
            string currency = all.Length == 1 ? all[0] : currencies.Count == 1 ? currencies.Keys.First() : "";
            if (!currencies.TryGetValue(currency, out List<PricedPart>? parts))
            {
                currencies.Add(currency, parts = []);
            }

            parts.Add(part);
        }

        return [.. byKey.SelectMany(entry => entry.Value.Select(currency => new CostGroup(
            entry.Key.Bucket, entry.Key.Connection, ids[entry.Key], Labels(ids[entry.Key]), currency.Key.Length == 0 ? null : currency.Key, currency.Value)))];

        void Take(in UsageGroup group)
        {
            var key = new GroupKey(group.Bucket, group.Connection, string.Join('\u001f', group.Ids.Select(id => id ?? "\u0000")));
            ids.TryAdd(key, group.Ids);
            if (!byKey.TryGetValue(key, out Dictionary<string, List<PricedPart>>? currencies))
            {
                byKey.Add(key, currencies = []);
            }

            var part = new PricedPart(group.PricedAs, group.Sums);
            if (CurrencyOf(basis, group.PricedAs, group.Sums) is not { } currency)
            {
                unpriced.Add((key, part));
                return;
            }

            if (!currencies.TryGetValue(currency, out List<PricedPart>? parts))
            {
                currencies.Add(currency, parts = []);
            }

            parts.Add(part);
        }
    }

    /// <summary>A bucket that was synced and had no usage is known to be zero: it has a row where rows are not told apart by what was used.</summary>
    private IEnumerable<UsageGroup> EmptyBuckets(HashSet<(DateOnly Bucket, string? Connection)> present)
    {
        if (query.GroupBy.Any(dimension => dimension != Dimension.Connection))
        {
            yield break;
        }

        bool byConnection = query.GroupBy.Count > 0;
        foreach (((DateOnly bucket, string connection), PricedAs pricedAs) in scan.KnownBuckets)
        {
            string? shown = byConnection ? connection : null;
            if (present.Add((bucket, shown)))
            {
                yield return new UsageGroup(bucket, shown, new string?[UsageTable.RecordDimensions.Count], pricedAs, default);
            }
        }
    }

    private string?[] Labels(string?[] ids)
    {
        string?[] labels = new string?[ids.Length];
        for (int dimension = 0; dimension < ids.Length; dimension++)
        {
            labels[dimension] = DimensionLabel.Of(UsageTable.RecordDimensions[dimension], ids[dimension], scan.Names);
        }

        return labels;
    }

    /// <summary>By date, then by the grouped dimensions in the order of the query, then by currency.</summary>
    private int Compare(CostGroup left, CostGroup right)
    {
        int order = left.Bucket.CompareTo(right.Bucket);
        return order != 0 ? order : CompareWithinBucket(left, right);
    }

    private int CompareWithinBucket(CostGroup left, CostGroup right)
    {
        int order = 0;
        foreach (Dimension dimension in query.GroupBy)
        {
            int index = UsageTable.IndexOf(dimension);
            order = index < 0
                ? string.CompareOrdinal(left.Connection, right.Connection)
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
    private List<CostGroup> Accumulate(List<CostGroup> groups)
    {
        var soFar = new SortedDictionary<CostGroup, List<PricedPart>>(Comparer<CostGroup>.Create(CompareWithinBucket));
        var accumulated = new List<CostGroup>();
        ILookup<DateOnly, CostGroup> byBucket = groups.ToLookup(group => group.Bucket);
        foreach (DateOnly bucket in scan.BucketCompleteness.Keys.Order())
        {
            foreach (CostGroup group in byBucket[bucket])
            {
                if (!soFar.TryGetValue(group, out List<PricedPart>? parts))
                {
                    soFar.Add(group, parts = []);
                }

                foreach (PricedPart part in group.Parts)
                {
                    AddTo(parts, part);
                }
            }

            accumulated.AddRange(soFar.Select(entry => entry.Key with { Bucket = bucket, Parts = [.. entry.Value] }));
        }

        return accumulated;
    }

    private static void AddTo(List<PricedPart> parts, in PricedPart part)
    {
        // The state of a day is no part of its price: what is summed over buckets is told apart by price alone.
        PricedAs pricedAs = part.PricedAs with { State = DayState.Final };
        int known = parts.FindIndex(existing => existing.PricedAs == pricedAs);
        if (known < 0)
        {
            parts.Add(new PricedPart(pricedAs, part.Sums));
            return;
        }

        UsageSums sums = parts[known].Sums;
        sums.Add(part.Sums);
        parts[known] = new PricedPart(pricedAs, sums);
    }

    private readonly record struct GroupKey(DateOnly Bucket, string? Connection, string Ids);
}

using System.Collections;
using System.Numerics;
using System.Runtime.InteropServices;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>The rows of a cost result: groups in order, priced on one basis, each in one currency; made one at a time as they are asked for.</summary>
internal sealed class CostRows : IEnumerable<CostRecord>
{
    private readonly CostQuery _query;
    private readonly CostBasis _basis;
    private readonly IUsageScan _scan;
    private readonly string? _onlyConnection;
    private readonly Dictionary<(DateOnly Bucket, string? Connection), Completeness> _completeness;
    private readonly List<Group> _groups;
    private readonly PlanRateMoney _money;

    public CostRows(CostQuery query, CostBasis basis, IReadOnlyList<Connection> connections, IUsageScan scan, UsageGrouping grouping)
    {
        _query = query;
        _basis = basis;
        _scan = scan;
        _onlyConnection = connections.Count == 1 ? connections[0].Name : null;
        _completeness = CompletenessOfRows();
        _groups = Collect(grouping);
        _groups.Sort(Compare);
        if (query.Cumulative)
        {
            _groups = Accumulate(_groups);
        }

        _money = new PlanRateMoney(_groups.SelectMany(group => group.Parts).Select(part => part.PricedAs.Rate).OfType<PlanRate>());
        Totals = MakeTotals();
        UnpricedCredits = Totals.Sum(total => total.UnpricedCredits);
    }

    /// <summary>One row a currency: exactly the sums of the rows.</summary>
    public IReadOnlyList<CostTotal> Totals { get; }

    /// <summary>Credits that have no price on this basis.</summary>
    public long UnpricedCredits { get; }

    public IEnumerator<CostRecord> GetEnumerator()
    {
        var carried = new Dictionary<(string? Currency, DateOnly? Bucket), BigInteger>();
        foreach (Group group in _groups)
        {
            // Rows of one currency are rounded as differences of the rounded running sum, so that they add up to the rounded total. A
            // cumulative row holds sums already, which begin anew with each bucket.
            ref BigInteger running = ref CollectionsMarshal.GetValueRefOrAddDefault(carried, (group.Currency ?? "", _query.Cumulative ? group.Bucket : null), out _);
            yield return Record(group, ref running);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string? CurrencyOf(CostBasis basis, PricedAs pricedAs, in UsageSums sums) =>
        basis == CostBasis.PlanRate ? pricedAs.Rate?.Currency
        : sums.ValuedRows > 0 || sums.UnvaluedRows == 0 ? pricedAs.ConsumedCurrency
        : null;

    /// <summary>
    /// Groups by bucket, dimensions and currency. What has no price joins the one currency of the result, else the one of its group; where
    /// there are several, it has a row of its own.
    /// </summary>
    private List<Group> Collect(UsageGrouping grouping)
    {
        var byKey = new Dictionary<GroupKey, Dictionary<string, List<Part>>>();
        var unpriced = new List<(GroupKey Key, Part Part)>();
        var ids = new Dictionary<GroupKey, string?[]>();
        foreach ((DateOnly bucket, string? connection, string?[] idsOfGroup, PricedAs pricedAs, UsageSums sums) in grouping.Groups().Concat(EmptyBuckets(grouping)))
        {
            var key = new GroupKey(bucket, connection, string.Join('\u001f', idsOfGroup.Select(id => id ?? "\u0000")));
            ids.TryAdd(key, idsOfGroup);
            if (!byKey.TryGetValue(key, out Dictionary<string, List<Part>>? currencies))
            {
                byKey.Add(key, currencies = []);
            }

            if (CurrencyOf(_basis, pricedAs, sums) is not { } currency)
            {
                unpriced.Add((key, new Part(pricedAs, sums)));
                continue;
            }

            if (!currencies.TryGetValue(currency, out List<Part>? parts))
            {
                currencies.Add(currency, parts = []);
            }

            parts.Add(new Part(pricedAs, sums));
        }

        string[] all = [.. byKey.Values.SelectMany(currencies => currencies.Keys).Distinct()];
        foreach ((GroupKey key, Part part) in unpriced)
        {
            Dictionary<string, List<Part>> currencies = byKey[key];
            string currency = all.Length == 1 ? all[0] : currencies.Count == 1 ? currencies.Keys.First() : "";
            if (!currencies.TryGetValue(currency, out List<Part>? parts))
            {
                currencies.Add(currency, parts = []);
            }

            parts.Add(part);
        }

        return [.. byKey.SelectMany(entry => entry.Value.Select(currency => new Group(
            entry.Key.Bucket, entry.Key.Connection, ids[entry.Key], Labels(ids[entry.Key]), currency.Key.Length == 0 ? null : currency.Key, currency.Value)))];
    }

    /// <summary>A bucket that was synced and had no usage is known to be zero: it has a row where rows are not told apart by what was used.</summary>
    private IEnumerable<(DateOnly Bucket, string? Connection, string?[] Ids, PricedAs PricedAs, UsageSums Sums)> EmptyBuckets(UsageGrouping grouping)
    {
        if (_query.GroupBy.Any(dimension => dimension != Dimension.Connection))
        {
            yield break;
        }

        bool byConnection = _query.GroupBy.Count > 0;
        HashSet<(DateOnly, string?)> present = [.. grouping.Groups().Select(group => (group.Bucket, group.Connection))];
        foreach (((DateOnly bucket, string connection), PricedAs pricedAs) in _scan.KnownBuckets)
        {
            string? shown = byConnection ? connection : null;
            if (present.Add((bucket, shown)))
            {
                yield return (bucket, shown, new string?[UsageTable.RecordDimensions.Count], pricedAs, default);
            }
        }
    }

    private string?[] Labels(string?[] ids)
    {
        string?[] labels = new string?[ids.Length];
        for (int dimension = 0; dimension < ids.Length; dimension++)
        {
            labels[dimension] = DimensionLabel.Of(UsageTable.RecordDimensions[dimension], ids[dimension], _scan.Names);
        }

        return labels;
    }

    /// <summary>By date, then by the grouped dimensions in the order of the query, then by currency.</summary>
    private int Compare(Group left, Group right)
    {
        int order = left.Bucket.CompareTo(right.Bucket);
        return order != 0 ? order : CompareWithinBucket(left, right);
    }

    private int CompareWithinBucket(Group left, Group right)
    {
        int order = 0;
        foreach (Dimension dimension in _query.GroupBy)
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
    private List<Group> Accumulate(List<Group> groups)
    {
        var soFar = new SortedDictionary<Group, List<Part>>(Comparer<Group>.Create(CompareWithinBucket));
        var accumulated = new List<Group>();
        ILookup<DateOnly, Group> byBucket = groups.ToLookup(group => group.Bucket);
        foreach (DateOnly bucket in _scan.BucketCompleteness.Keys.Order())
        {
            foreach (Group group in byBucket[bucket])
            {
                if (!soFar.TryGetValue(group, out List<Part>? parts))
                {
                    soFar.Add(group, parts = []);
                }

                foreach (Part part in group.Parts)
                {
                    AddTo(parts, part);
                }
            }

            accumulated.AddRange(soFar.Select(entry => entry.Key with { Bucket = bucket, Parts = [.. entry.Value] }));
        }

        return accumulated;
    }

    private static void AddTo(List<Part> parts, Part part)
    {
        // The state of a day is no part of its price: what is summed over buckets is told apart by price alone.
        PricedAs pricedAs = part.PricedAs with { State = DayState.Final };
        int known = parts.FindIndex(existing => existing.PricedAs == pricedAs);
        if (known < 0)
        {
            parts.Add(new Part(pricedAs, part.Sums));
            return;
        }

        UsageSums sums = parts[known].Sums;
        sums.Add(part.Sums);
        parts[known] = new Part(pricedAs, sums);
    }

    private IReadOnlyList<CostTotal> MakeTotals()
    {
        DateOnly? last = _query.Cumulative && _groups.Count > 0 ? _groups[^1].Bucket : null;
        return [.. _groups.Where(group => last is null || group.Bucket == last)
            .GroupBy(group => group.Currency)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => Total(same.Key, [.. same.SelectMany(group => group.Parts)]))];
    }

    private CostTotal Total(string? currency, List<Part> parts)
    {
        UsageSums sums = SumOf(parts);
        BigInteger running = BigInteger.Zero;
        decimal? cost = CostOf(parts, sums, currency, ref running);
        return new CostTotal(currency, cost, sums.Credits, sums.LacksRequests ? null : sums.Requests, sums.LacksMinutes ? null : Plain(sums.Minutes), Unpriced(parts));
    }

    private CostRecord Record(Group group, ref BigInteger running)
    {
        UsageSums sums = SumOf(group.Parts);
        decimal? cost = CostOf(group.Parts, sums, group.Currency, ref running);
        return new CostRecord
        {
            Connection = group.Connection ?? _onlyConnection,
            Date = group.Bucket.ToDateTime(TimeOnly.MinValue),
            Product = group.Label(Dimension.Product),
            Model = group.Label(Dimension.Model),
            ApiKey = group.Label(Dimension.ApiKey),
            ApiKeyId = group.Ids[UsageTable.IndexOf(Dimension.ApiKey)] is { Length: > 0 } id ? id : null,
            Voice = group.Label(Dimension.Voice),
            User = group.Label(Dimension.User),
            Group = group.Label(Dimension.Group),
            Source = group.Label(Dimension.Source),
            Region = group.Label(Dimension.Region),
            Credits = sums.Credits,
            Requests = sums.LacksRequests ? null : sums.Requests,
            Minutes = sums.LacksMinutes ? null : Plain(sums.Minutes),
            Cost = cost,
            Currency = cost is null ? null : group.Currency,
            CostBasis = _basis,
            PriceVersion = cost is null ? null : VersionOf(group.Parts),
            Completeness = _completeness[(group.Bucket, group.Connection)],
            UnpricedCredits = Unpriced(group.Parts),
        };
    }

    private decimal? CostOf(List<Part> parts, in UsageSums sums, string? currency, ref BigInteger running)
    {
        bool isKnown = currency is not null && (_basis == CostBasis.Consumed
            ? sums.ValuedRows > 0 || sums.UnvaluedRows == 0
            : sums.Credits == 0 || parts.Exists(part => part.PricedAs.Rate is not null));
        if (!isKnown)
        {
            return null;
        }

        if (_basis == CostBasis.Consumed)
        {
            return Plain(sums.Consumed);
        }

        BigInteger before = _money.Round(running);
        foreach (Part part in parts.Where(part => part.PricedAs.Rate is not null))
        {
            running += _money.Cost(part.Sums.Credits, part.PricedAs.Rate!);
        }

        return Plain(PlanRateMoney.Money(_money.Round(running) - before));
    }

    private long Unpriced(List<Part> parts) =>
        parts.Sum(part => _basis == CostBasis.Consumed ? part.Sums.UnvaluedCredits : part.PricedAs.Rate is null ? part.Sums.Credits : 0);

    private string? VersionOf(List<Part> parts) => _basis == CostBasis.Consumed
        ? "api total_cost"
        : string.Join("; ", parts.Select(part => part.PricedAs.Rate?.Version).OfType<string>().Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } versions ? versions : null;

    /// <summary>The completeness of each bucket that a row can be of, by the connection that rows are told apart by.</summary>
    private Dictionary<(DateOnly Bucket, string? Connection), Completeness> CompletenessOfRows()
    {
        var known = _query.GroupBy.Contains(Dimension.Connection)
            ? _scan.ConnectionCompleteness.ToDictionary(bucket => (bucket.Key.Bucket, (string?)bucket.Key.Connection), bucket => bucket.Value)
            : _scan.BucketCompleteness.ToDictionary(bucket => (bucket.Key, (string?)null), bucket => bucket.Value);

        if (!_query.Cumulative)
        {
            return known;
        }

        // A cumulative row holds all buckets up to its own, so the least complete of them decides.
        var running = new Dictionary<(DateOnly, string?), Completeness>();
        foreach (string? connection in known.Keys.Select(key => key.Item2).Distinct())
        {
            var worst = Completeness.Final;
            foreach (DateOnly bucket in _scan.BucketCompleteness.Keys.Order())
            {
                worst = known.TryGetValue((bucket, connection), out Completeness own) && own > worst ? own : worst;
                running[(bucket, connection)] = worst;
            }
        }

        return running;
    }

    private static UsageSums SumOf(List<Part> parts)
    {
        var sums = default(UsageSums);
        foreach (Part part in parts)
        {
            sums.Add(part.Sums);
        }

        return sums;
    }

    /// <summary>The same value without trailing zeros, so that it has the same digits whatever it was summed of.</summary>
    internal static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    private readonly record struct GroupKey(DateOnly Bucket, string? Connection, string Ids);

    private readonly record struct Part(PricedAs PricedAs, UsageSums Sums);

    private sealed record Group(DateOnly Bucket, string? Connection, string?[] Ids, string?[] Labels, string? Currency, List<Part> Parts)
    {
        public string? Label(Dimension dimension) => Labels[UsageTable.IndexOf(dimension)];
    }
}

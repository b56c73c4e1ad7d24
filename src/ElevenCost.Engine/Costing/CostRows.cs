using System.Collections;
using System.Numerics;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>The rows of a cost result: groups in order, priced on one basis, each in one currency; made one at a time as they are asked for.</summary>
internal sealed class CostRows : IEnumerable<CostRecord>
{
    private readonly CostQuery _query;
    private readonly CostBasis _basis;
    private readonly string? _onlyConnection;
    private readonly BucketNotes _buckets;
    private readonly List<CostGroup> _groups;
    private readonly CreditMoney? _money;

    public CostRows(CostQuery query, CostBasis basis, IReadOnlyList<Connection> connections, IUsageScan scan, Attributor? attributor, UsageGrouping grouping)
    {
        _query = query;
        _basis = basis;
        _onlyConnection = connections.Count == 1 ? connections[0].Name : null;
        _buckets = query.Cumulative ? scan.Buckets.Cumulated() : scan.Buckets;
        _groups = CostGroups.Of(query, basis, scan, attributor, grouping.Groups());
        _money = basis == CostBasis.Consumed ? null : new CreditMoney(
            _groups.SelectMany(group => group.Parts).Select(part => part.PricedAs.Price).OfType<UnitPrice>(),
            _groups.SelectMany(group => group.Parts).SelectMany(part => new[] { part.Share, part.FeeShare }));
        Totals = MakeTotals();
        CreditsWithoutOverage = Last(_groups).Sum(group => group.Sums.CreditsWithoutOverage);
        UnpricedCredits = Totals.Sum(total => total.UnpricedCredits) - CreditsWithoutOverage;
    }

    /// <summary>One row a currency: exactly the sums of the rows.</summary>
    public IReadOnlyList<CostTotal> Totals { get; }

    /// <summary>Credits that have no price on this basis.</summary>
    public long UnpricedCredits { get; }

    /// <summary>Credits that have a price which lacks their overage; <see cref="UnpricedCredits"/> does not count them, the rows do.</summary>
    public long CreditsWithoutOverage { get; }

    public IEnumerator<CostRecord> GetEnumerator()
    {
        var carried = new Dictionary<string, RunningSum>(StringComparer.Ordinal);
        CostGroup? before = null;
        foreach (CostGroup group in _groups)
        {
            // Rows of one currency are rounded as differences of the rounded running sum, so that they add up to the rounded total. A
            // cumulative row holds sums already, which begin anew with each bucket.
            if (_query.Cumulative && group.Bucket != before?.Bucket)
            {
                carried.Clear();
            }

            before = group;
            if (!carried.TryGetValue(group.Currency ?? "", out RunningSum? running))
            {
                carried.Add(group.Currency ?? "", running = new RunningSum());
            }

            yield return Record(group, running);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IReadOnlyList<CostTotal> MakeTotals()
    {
        return [.. Last(_groups)
            .GroupBy(group => group.Currency)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => Total(same.Key, [.. same]))];
    }

    /// <summary>The groups that make up the total: those of the last bucket where cumulative, else all.</summary>
    private IEnumerable<CostGroup> Last(List<CostGroup> groups)
    {
        DateOnly? last = _query.Cumulative && groups.Count > 0 ? groups[^1].Bucket : null;
        return groups.Where(group => last is null || group.Bucket == last);
    }

    private CostTotal Total(string? currency, List<CostGroup> groups)
    {
        GroupSums all = groups.Aggregate(default(GroupSums), (sums, group) => sums.With(group.Sums));
        UsageSums sums = all.Usage;
        decimal? cost = CostOf([.. groups.SelectMany(group => group.Parts)], all, currency, new RunningSum());
        return new CostTotal(
            currency, cost, sums.Credits, sums.LacksRequests ? null : sums.Requests, sums.LacksMinutes ? null : Plain(sums.Minutes), all.UnpricedCredits);
    }

    private CostRecord Record(CostGroup group, RunningSum running)
    {
        UsageSums sums = group.Sums.Usage;
        decimal? cost = CostOf(group.Parts, group.Sums, group.Currency, running);
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
            CostCenter = group.Center,
            Credits = sums.Credits,
            Requests = sums.LacksRequests ? null : sums.Requests,
            Minutes = sums.LacksMinutes ? null : Plain(sums.Minutes),
            Cost = cost,
            Currency = cost is null ? null : group.Currency,
            CostBasis = _basis,
            PriceVersion = cost is null ? null : VersionOf(group.Parts),
            Completeness = _buckets.Of(group.Bucket, group.Connection),
            UnpricedCredits = group.Sums.UnpricedCredits,
        };
    }

    private decimal? CostOf(List<PricedPart> parts, in GroupSums all, string? currency, RunningSum running)
    {
        UsageSums sums = all.Usage;
        bool isKnown = currency is not null && (_basis == CostBasis.Consumed
            ? sums.ValuedRows > 0 || sums.UnvaluedRows == 0
            : sums.Credits == 0 || parts.Exists(part => part.PricedAs.Price is not null));
        if (!isKnown)
        {
            return null;
        }

        if (_money is null)
        {
            return Plain(sums.Consumed);
        }

        BigInteger before = running.Exact;
        foreach (PricedPart part in parts.Where(part => part.PricedAs.Price is not null))
        {
            running.Exact += _money.Cost(part);
        }

        // That some of the usage caused no overage does not make it 0 where the rest may have caused some.
        return _basis == CostBasis.Overage && running.Exact == before && all.UnpricedCredits > 0 ? null
            : Plain(CreditMoney.Money(_money.Round(running.Exact) - _money.Round(before)));
    }

    private string? VersionOf(List<PricedPart> parts) => _basis == CostBasis.Consumed
        ? "api total_cost"
        : string.Join(UnitPrice.VersionSeparator, parts.Select(part => part.PricedAs.Price?.Version).OfType<string>().Distinct()
            .SelectMany(version => version.Split(UnitPrice.VersionSeparator)).Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } versions ? versions : null;

    /// <summary>The same value without trailing zeros, so that it has the same digits whatever it was summed of.</summary>
    internal static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    /// <summary>The exact sum of the rows of one currency so far.</summary>
    private sealed class RunningSum
    {
        public BigInteger Exact { get; set; } = BigInteger.Zero;
    }
}

using System.Numerics;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>
/// The rows of a cost result: groups in order, priced on one basis, each once and in one currency; by date, then by the grouped dimensions in their order,
/// ordinal; then by currency. Immutable.
/// </summary>
internal sealed class CostRows : OnDemandList<CostRecord>
{
    private readonly CostQuery _query;
    private readonly CostBasis _basis;
    private readonly string? _onlyConnection;
    private readonly BucketCompleteness _buckets;
    private readonly IReadOnlyList<CostGroup> _groups;
    private readonly CreditMoney? _money;
    private readonly decimal?[] _costs;
    private readonly long?[]? _characters;
    private readonly Dictionary<string, CostOrigin> _origins = new(StringComparer.Ordinal);
    private readonly CostOrigin _originOfAll;

    /// <summary>Prices usage.</summary>
    /// <param name="query">The query.</param>
    /// <param name="basis">The basis of the result.</param>
    /// <param name="connections">The connections that were asked for.</param>
    /// <param name="usage">Their usage.</param>
    /// <param name="characters">The characters of the rows; null if they are not known.</param>
    public CostRows(CostQuery query, CostBasis basis, IReadOnlyList<Connection> connections, GroupedUsage usage, ModelCharacters? characters = null)
    {
        _query = query;
        _basis = basis;
        _onlyConnection = connections.Count == 1 ? connections[0].Name : null;
        foreach (Connection connection in connections)
        {
            _origins[connection.Name] = Origin(query, connection.TimeZone);
        }

        _originOfAll = Origin(query, connections.Select(connection => connection.TimeZone).Distinct().Take(2).ToArray() is [string zone] ? zone : null);
        _buckets = query.Cumulative ? usage.Buckets.Cumulated() : usage.Buckets;
        _groups = CostGroups.Of(query, basis, usage);
        _money = basis == CostBasis.Consumed ? null : new CreditMoney(
            usage.Groups.Pricings.Select(pricedAs => pricedAs.Price).OfType<UnitPrice>(),
            usage.Rules is null ? [Fraction.One] : _groups.SelectMany(group => group.Parts).SelectMany(part => new[] { part.Share, part.FeeShare }));
        _costs = new decimal?[_groups.Count];
        _characters = characters is null ? null : new long?[_groups.Count];
        var totals = new SortedDictionary<string, RunningTotal>(StringComparer.Ordinal);
        // Of a model that has rows of two currencies, nothing says which characters are whose.
        HashSet<(Bucket, string?, string?)> severalCurrencies = characters is null ? []
            : [.. _groups.GroupBy(CharacterKey).Where(same => same.Skip(1).Any()).Select(same => same.Key)];
        CostGroup? before = null;
        for (int row = 0; row < _costs.Length; row++)
        {
            // Rows of one currency are rounded as differences of the rounded running sum, so that they add up to the rounded total. A
            // cumulative row holds sums already, which begin again with each bucket: the last bucket's are the total.
            CostGroup group = _groups[row];
            if (query.Cumulative && group.Bucket != before?.Bucket)
            {
                totals.Clear();
            }

            before = group;
            if (!totals.TryGetValue(group.Currency ?? "", out RunningTotal? running))
            {
                totals.Add(group.Currency ?? "", running = new RunningTotal(group.Currency));
            }

            _costs[row] = CostOf(group, running);
            if (characters is not null && !severalCurrencies.Contains(CharacterKey(group)))
            {
                _characters![row] = characters.Of(group.Connection ?? _onlyConnection, group.Ids[UsageTable.IndexOf(Dimension.Model)], group.Bucket);
            }

            running.AddCharacters(_characters?[row]);
        }

        Totals = [.. totals.Values.Select(Total)];
        CreditsWithoutOverage = totals.Values.Sum(total => total.Sums.CreditsWithoutOverage);
        UnpricedCredits = Totals.Sum(total => total.UnpricedCredits) - CreditsWithoutOverage;
    }

    /// <inheritdoc/>
    public override int Count => _costs.Length;

    /// <inheritdoc/>
    public override CostRecord this[int index] => Record(_groups[index], _costs[index], _characters?[index]);

    /// <summary>One row a currency: exactly the sums of the rows.</summary>
    public IReadOnlyList<CostTotal> Totals { get; }

    /// <summary>Credits that have no price on this basis.</summary>
    public long UnpricedCredits { get; }

    /// <summary>Credits that have a price which lacks their overage; <see cref="UnpricedCredits"/> does not count them, the rows do.</summary>
    public long CreditsWithoutOverage { get; }

    private CostTotal Total(RunningTotal total)
    {
        UsageSums sums = total.Sums.Usage;
        decimal? cost = CostOf(total.Currency, total.Sums, total.IsPriced, BigInteger.Zero, total.Exact);
        return new CostTotal(total.Currency, cost, sums.Credits, sums.LacksRequests ? null : sums.Requests,
            sums.LacksMinutes ? null : ScaledDecimal.Plain(sums.Minutes), total.Sums.UnpricedCredits) { Characters = total.Characters };
    }

    private static (Bucket Bucket, string? Connection, string? Model) CharacterKey(CostGroup group) =>
        (group.Bucket, group.Connection, group.Ids[UsageTable.IndexOf(Dimension.Model)]);

    /// <summary>Adds a row to the sum of its currency, and returns its cost.</summary>
    private decimal? CostOf(CostGroup group, RunningTotal running)
    {
        BigInteger before = running.Exact;
        bool isPriced = group.Parts.Exists(part => part.PricedAs.Price is not null);
        running.Add(group.Sums, isPriced, _money is null ? BigInteger.Zero : Exact(_money, group.Parts));
        return CostOf(group.Currency, group.Sums, isPriced, before, running.Exact);
    }

    private CostRecord Record(CostGroup group, decimal? cost, long? characters)
    {
        UsageSums sums = group.Sums.Usage;
        return new CostRecord
        {
            Connection = group.Connection ?? _onlyConnection,
            Date = group.Bucket.Date,
            StartedAt = group.Bucket.StartedAt,
            EndDate = BucketCalendar.EndOf(group.Bucket, _query.Granularity, _query.Range),
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
            Minutes = sums.LacksMinutes ? null : ScaledDecimal.Plain(sums.Minutes),
            Cost = cost,
            Currency = cost is null ? null : group.Currency,
            CostBasis = _basis,
            PriceVersion = cost is null ? null : VersionOf(group.Parts),
            Completeness = _buckets.Of(group.Bucket, group.Connection),
            UnpricedCredits = group.Sums.UnpricedCredits,
            Characters = characters,
            Origin = (group.Connection ?? _onlyConnection) is { } name ? _origins.GetValueOrDefault(name, _originOfAll) : _originOfAll,
        };
    }

    private static CostOrigin Origin(CostQuery query, string? zone) => new(new CostQuestion(query.Granularity, query.GroupBy, query.Range, query.Cumulative, zone));

    private static BigInteger Exact(CreditMoney money, List<PricedPart> parts)
    {
        BigInteger exact = BigInteger.Zero;
        foreach (PricedPart part in parts.Where(part => part.PricedAs.Price is not null))
        {
            exact += money.Cost(part);
        }

        return exact;
    }

    /// <summary>What usage costs whose exact cost is what a running sum rose by; null if that is not known.</summary>
    private decimal? CostOf(string? currency, in GroupSums all, bool isPriced, BigInteger before, BigInteger after)
    {
        UsageSums sums = all.Usage;
        bool isKnown = currency is not null && (_basis == CostBasis.Consumed
            ? sums.ValuedRows > 0 || sums.UnvaluedRows == 0
            : sums.Credits == 0 || isPriced);
        if (!isKnown)
        {
            return null;
        }

        // That some of the usage caused no overage does not make it 0 where the rest may have caused some.
        return _money is null ? ScaledDecimal.Plain(sums.Consumed)
            : _basis == CostBasis.Overage && after == before && all.UnpricedCredits > 0 ? null
            : ScaledDecimal.Plain(CreditMoney.Money(_money.Round(after) - _money.Round(before)));
    }

    private string? VersionOf(List<PricedPart> parts) => _basis == CostBasis.Consumed
        ? "api total_cost"
        : PriceVersions.Join(parts.Select(part => part.PricedAs.Price?.Version));

    /// <summary>The sums of the rows of one currency so far.</summary>
    private sealed class RunningTotal(string? currency)
    {
        public string? Currency => currency;

        public BigInteger Exact { get; private set; } = BigInteger.Zero;

        public GroupSums Sums { get; private set; }

        public bool IsPriced { get; private set; }

        /// <summary>Characters; null once a row's are not known.</summary>
        public long? Characters { get; private set; } = 0;

        public void AddCharacters(long? characters) => Characters += characters;

        public void Add(in GroupSums sums, bool isPriced, BigInteger exact)
        {
            Sums = Sums.With(sums);
            IsPriced |= isPriced;
            Exact += exact;
        }
    }
}

using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Comparisons;

/// <summary>One group in one currency, in two ranges.</summary>
/// <param name="labels">The group.</param>
/// <param name="currency">ISO 4217 code; null for usage without a price.</param>
/// <param name="isPreviousKnown">Whether any day of the range before is known.</param>
internal sealed class ComparedGroup(GroupLabels labels, string? currency, bool isPreviousKnown)
{
    private readonly Dictionary<(string? Product, string? Model), (Side Before, Side Now)> _kinds = [];

    private Side _now;
    private Side _before;

    public GroupLabels Labels => labels;

    public string? Currency => currency;

    /// <summary>Whether it is in a result that was asked for, and not only in one that explains it.</summary>
    public bool IsAsked => _now.IsUsed || _before.IsUsed;

    /// <summary>Whether it has a row of both ranges: else the other range has none of it, as far as its days are known.</summary>
    public bool IsInBoth => _now.IsUsed && _before.IsUsed;

    public long Credits => _now.Credits;

    public long PreviousCredits => _before.Credits;

    public long UnpricedCredits => _now.Unpriced + _before.Unpriced;

    public Completeness Completeness => _now.Completeness > _before.Completeness ? _now.Completeness : _before.Completeness;

    /// <summary>The cost now; 0 without usage, null if nothing of it has a price.</summary>
    public decimal? Cost => _now.IsUsed ? _now.Cost : currency is null ? null : 0;

    /// <summary>The cost before, likewise; null as well if no day of the range before is known.</summary>
    public decimal? PreviousCost => _before.IsUsed ? _before.Cost : currency is null || !isPreviousKnown ? null : 0;

    public decimal? Change => Cost - PreviousCost;

    /// <summary>What made the change; null if that is.</summary>
    public ChangeDrivers? Drivers { get; private set; }

    /// <summary>Takes a row of the group in.</summary>
    public void Add(CostRecord row, bool isNow)
    {
        if (isNow)
        {
            _now = _now.With(row);
        }
        else
        {
            _before = _before.With(row);
        }
    }

    /// <summary>Takes a row of a kind of usage of the group in.</summary>
    public void AddKind(CostRecord row, bool isNow)
    {
        var key = (row.Product, row.Model);
        (Side before, Side now) = _kinds.GetValueOrDefault(key);
        _kinds[key] = isNow ? (before, now.With(row)) : (before.With(row), now);
    }

    /// <summary>Finds the drivers, when all rows are in.</summary>
    public void Explain()
    {
        if (Change is not { } change)
        {
            return;
        }

        // Usage that is not kept by product and model is one kind: its mix is not known.
        bool isKept = _kinds.Values.Sum(kind => kind.Now.Credits) == _now.Credits && _kinds.Values.Sum(kind => kind.Before.Credits) == _before.Credits;
        IEnumerable<(Side Before, Side Now)> kinds = isKept ? _kinds.Values : [(_before, _now)];
        Drivers = ChangeDrivers.Of(change, [.. kinds.Select(KindOf)]);
    }

    private static UsageKind KindOf((Side Before, Side Now) kind)
    {
        (Side before, Side now) = kind;
        bool isCredits = before.Credits > 0 || now.Credits > 0;
        return new UsageKind(
            isCredits ? before.Credits : before.Requests ?? 0, before.Cost ?? 0, isCredits ? now.Credits : now.Requests ?? 0, now.Cost ?? 0,
            isCredits, before.HasUsage, now.HasUsage);
    }

    /// <summary>The sums of one range. Immutable.</summary>
    private readonly record struct Side(bool IsUsed, decimal? Cost, long Credits, long? Requests, long Unpriced, Completeness Completeness)
    {
        /// <summary>Whether there was any usage: a known day without any has a row, too.</summary>
        public bool HasUsage => Credits > 0 || Requests > 0 || Cost is not (null or 0);

        public Side With(CostRecord row) => new(
            true,
            row.Cost is null ? Cost : (Cost ?? 0) + row.Cost,
            Credits + row.Credits,
            IsUsed ? Requests + row.Requests : row.Requests,
            Unpriced + row.UnpricedCredits,
            row.Completeness > Completeness ? row.Completeness : Completeness);
    }
}

namespace ElevenCost.Engine.Export;

/// <summary>Sums of rows, one for each basis and currency: these never meet.</summary>
internal sealed class RunningTotals
{
    private readonly SortedDictionary<string, RunningTotal> _totals = new(StringComparer.Ordinal);

    /// <summary>The sums, by basis and currency. Rows of running sums are in none: they would count their first days twice.</summary>
    public IReadOnlyCollection<RunningTotal> All => _totals.Values;

    /// <summary>Adds a row.</summary>
    public void Add(CostRecord row)
    {
        if (row.Origin.Question is { IsCumulative: true })
        {
            return;
        }

        string key = $"{row.CostBasis}\n{row.Currency}";
        if (!_totals.TryGetValue(key, out RunningTotal? total))
        {
            _totals.Add(key, total = new RunningTotal(row.CostBasis, row.Currency));
        }

        total.Add(row);
    }
}

/// <summary>The sums of the rows of one basis and currency.</summary>
/// <param name="basis">The basis.</param>
/// <param name="currency">ISO 4217 code; null for rows without a cost.</param>
internal sealed class RunningTotal(CostBasis basis, string? currency)
{
    /// <summary>The basis of the rows.</summary>
    public CostBasis CostBasis => basis;

    /// <summary>ISO 4217 code; null for rows without a cost.</summary>
    public string? Currency => currency;

    /// <summary>How many rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The cost; null if no row has one.</summary>
    public decimal? Cost { get; private set; }

    /// <summary>Credits.</summary>
    public long Credits { get; private set; }

    /// <summary>Minutes; null if any row's are unknown.</summary>
    public decimal? Minutes { get; private set; } = 0;

    /// <summary>Requests; null if any row's are unknown.</summary>
    public long? Requests { get; private set; } = 0;

    /// <summary>Credits without a price.</summary>
    public long UnpricedCredits { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(CostRecord row)
    {
        Rows++;
        Cost = row.Cost is { } cost ? (Cost ?? 0) + cost : Cost;
        checked
        {
            Credits += row.Credits;
            UnpricedCredits += row.UnpricedCredits;
            Requests += row.Requests;
        }

        Minutes += row.Minutes;
    }
}

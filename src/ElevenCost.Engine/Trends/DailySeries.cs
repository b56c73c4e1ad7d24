namespace ElevenCost.Engine.Trends;

/// <summary>The cost of one group in one currency, day by day.</summary>
/// <param name="labels">The group.</param>
/// <param name="currency">ISO 4217 code; null for usage without a price.</param>
/// <param name="days">How many days there are.</param>
internal sealed class DailySeries(GroupLabels labels, string? currency, int days)
{
    private readonly decimal[] _costs = new decimal[days];
    private readonly long[] _credits = new long[days];
    private readonly bool[] _lacksPrice = new bool[days];

    public GroupLabels Labels => labels;

    public string? Currency => currency;

    /// <summary>The cost of a day; 0 without usage.</summary>
    public decimal CostOn(int place) => _costs[place];

    /// <summary>The credits of a day; 0 without usage.</summary>
    public long CreditsOn(int place) => _credits[place];

    /// <summary>The cost of a day for statistics; NaN if some of its usage has no price.</summary>
    public double AmountOn(int place) => _lacksPrice[place] ? double.NaN : (double)Math.Max(0, _costs[place]);

    /// <summary>The exact cost of some days.</summary>
    public decimal Sum(int first, int last)
    {
        decimal sum = 0;
        for (int place = first; place <= last; place++)
        {
            sum += _costs[place];
        }

        return sum;
    }

    /// <summary>Takes a row of a day in.</summary>
    public void Add(int place, CostRecord row)
    {
        _costs[place] += row.Cost ?? 0;
        _credits[place] += row.Credits;
        _lacksPrice[place] |= row.UnpricedCredits > 0;
    }
}

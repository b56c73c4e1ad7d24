using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Trends;

/// <summary>The cost of each day of a range, by group. Immutable.</summary>
internal sealed class DailyCosts
{
    private readonly Completeness?[] _days;

    private DailyCosts(DateRange range, CostBasis basis, Completeness?[] days, IReadOnlyList<DailySeries> series)
    {
        Range = range;
        Basis = basis;
        _days = days;
        Series = series;
        int newest = Array.FindLastIndex(days, day => day is not null and not Completeness.Partial);
        Newest = newest < 0 ? null : newest;
        Unfinished = newest >= 0 && days[newest] == Completeness.Provisional ? newest : null;
    }

    /// <summary>The days.</summary>
    public DateRange Range { get; }

    /// <summary>The basis of the costs.</summary>
    public CostBasis Basis { get; }

    /// <summary>The groups, each in one currency, in order.</summary>
    public IReadOnlyList<DailySeries> Series { get; }

    /// <summary>The place of the newest known day; null if unknown.</summary>
    public int? Newest { get; }

    /// <summary>The place of the newest known day if it is provisional: it may have been read before it was over. Else null.</summary>
    public int? Unfinished { get; }

    /// <summary>Whether all connections know a day.</summary>
    public bool IsKnown(int place) => _days[place] is not null and not Completeness.Partial;

    /// <summary>The least complete of some days.</summary>
    public Completeness CompletenessOf(int first, int last)
    {
        var worst = Completeness.Final;
        for (int place = first; place <= last; place++)
        {
            Completeness day = _days[place] ?? Completeness.Partial;
            worst = day > worst ? day : worst;
        }

        return worst;
    }

    /// <summary>Reads the days.</summary>
    /// <param name="costs">Where they come from.</param>
    /// <param name="connections">The connections.</param>
    /// <param name="query">The range, the grouping, the filters and the basis, which must be set; what it says of buckets does not count.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<DailyCosts> ReadAsync(
        CostCalculator costs, IReadOnlyList<Connection> connections, CostQuery query, CancellationToken cancellationToken)
    {
        CostQuery daily = query with { Granularity = Granularity.Day, Cumulative = false };

        // A day without usage has a row of its own only if rows are not grouped: that is how a known zero differs from an unknown day.
        CostResult calendar = await costs.QueryAsync(connections, daily with { GroupBy = [] }, cancellationToken);
        var days = new Completeness?[query.Range.Days];
        List<CostRecord> rows = [];
        foreach (CostRecord row in calendar.Rows)
        {
            rows.Add(row);
            int place = PlaceOf(row, query.Range);
            days[place] = row.Completeness > (days[place] ?? Completeness.Final) ? row.Completeness : days[place] ?? Completeness.Final;
        }

        if (query.GroupBy.Count > 0)
        {
            rows = [.. (await costs.QueryAsync(connections, daily, cancellationToken)).Rows];
        }

        var series = new Dictionary<(GroupLabels Labels, string Currency), DailySeries>();
        foreach (CostRecord row in rows)
        {
            var labels = GroupLabels.Of(row, query.GroupBy);
            var key = (labels, row.Currency ?? "");
            if (!series.TryGetValue(key, out DailySeries? one))
            {
                series.Add(key, one = new DailySeries(labels, row.Currency, query.Range.Days));
            }

            one.Add(PlaceOf(row, query.Range), row);
        }

        return new DailyCosts(query.Range, calendar.Basis, days,
            [.. series.Values.OrderBy(one => one.Labels).ThenBy(one => one.Currency, StringComparer.Ordinal)]);
    }

    /// <summary>The amounts of a series for statistics: NaN where a day is unknown, or where some of its usage has no price.</summary>
    public double[] ValuesOf(DailySeries series, Func<DailySeries, int, double> value)
    {
        double[] values = new double[Range.Days];
        for (int place = 0; place < values.Length; place++)
        {
            values[place] = IsKnown(place) ? value(series, place) : double.NaN;
        }

        return values;
    }

    private static int PlaceOf(CostRecord row, DateRange range) => DateOnly.FromDateTime(row.Date).DayNumber - range.Start.DayNumber;
}

using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Anomalies;

/// <summary>Finds days on which something cost unusually much or little, began, or stopped.</summary>
/// <param name="costs">The costs of days.</param>
public sealed class AnomalyFinder(CostCalculator costs)
{
    /// <summary>How many days before the range define what is usual.</summary>
    private const int HistoryDays = 63;

    /// <summary>Finds the anomalies of a range.</summary>
    /// <exception cref="ElevenCostException"><c>AnomalyBasisNotDaily</c>, or what a cost query throws.</exception>
    public async Task<AnomalyResult> FindAsync(IReadOnlyList<Connection> connections, AnomalyOptions options, CancellationToken cancellationToken)
    {
        if (options.Basis is CostBasis.Amortized or CostBasis.Overage)
        {
            throw AnomalyErrors.NotDaily(options.Basis);
        }

        var query = new CostQuery
        {
            Range = options.Range, GroupBy = [], Granularity = Granularity.Total, Basis = options.Basis, Filters = options.Filters,
        };
        CostResult judged = await costs.QueryAsync(connections, query, cancellationToken);
        var reach = new DateRange(options.Range.Start.AddDays(-HistoryDays), options.Range.End);
        CostQuery daily = query with { Range = reach, GroupBy = options.GroupBy, Basis = judged.Basis };
        DailyCosts all = await DailyCosts.ReadAsync(costs, connections, daily, cancellationToken);
        var found = new List<FoundAnomaly>();
        foreach (DailySeries series in all.Series.Where(series => series.Currency is not null))
        {
            double[] values = all.ValuesOf(series, (one, place) => one.AmountOn(place));
            var anomalies = new SeriesAnomalies(values, reach.Start.DayOfWeek, all.Unfinished, (double)options.MinimumAmount);
            found.AddRange(anomalies.From(HistoryDays).Select(anomaly => new FoundAnomaly(series, anomaly)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        var drivers = new AnomalyDrivers(costs, connections, daily);
        await drivers.ReadAsync(found.Count > 0, cancellationToken);
        List<CostAnomaly> rows = [.. found.Select(one => RecordOf(one, all, drivers))
            .OrderByDescending(row => Math.Abs(row.Difference)).ThenBy(row => row.From).ThenBy(row => row.Kind)];
        return new AnomalyResult(judged.Basis, options.Range, rows, judged.Warnings, judged.Completeness);
    }

    private static CostAnomaly RecordOf(FoundAnomaly found, DailyCosts all, AnomalyDrivers drivers)
    {
        SeriesAnomalies.Found anomaly = found.Anomaly;
        decimal cost = found.Series.Sum(anomaly.First, anomaly.Last);
        decimal expected = decimal.Round((decimal)anomaly.Expected, 4);
        decimal difference = cost - expected;
        return found.Series.Labels.On(new CostAnomaly
        {
            Kind = anomaly.Kind,
            From = DayAt(anomaly.First),
            To = DayAt(anomaly.Last),
            Cost = cost,
            ExpectedCost = expected,
            Difference = difference,
            Currency = found.Series.Currency!,
            CostBasis = all.Basis,
            Score = anomaly.Score is { } score ? decimal.Round((decimal)Math.Min(score, 99), 1) : null,
            DriverApiKey = drivers.Of(found, Dimension.ApiKey, difference),
            DriverModel = drivers.Of(found, Dimension.Model, difference),
            DriverUser = drivers.Of(found, Dimension.User, difference),
            DriverVoice = drivers.Of(found, Dimension.Voice, difference),
            Completeness = all.CompletenessOf(anomaly.First, anomaly.Last),
        });

        DateTime DayAt(int place) => all.Range.Start.AddDays(place).ToDateTime(TimeOnly.MinValue);
    }
}

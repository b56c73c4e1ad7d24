using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Anomalies;

/// <summary>An anomaly and the series that it is of. Immutable.</summary>
internal sealed record FoundAnomaly(DailySeries Series, SeriesAnomalies.Found Anomaly);

/// <summary>Finds which key, model, user or voice an anomaly comes from.</summary>
/// <param name="costs">The costs of days.</param>
/// <param name="connections">The connections.</param>
/// <param name="query">The days and the grouping of the anomalies.</param>
internal sealed class AnomalyDrivers(CostCalculator costs, IReadOnlyList<Connection> connections, CostQuery query)
{
    private const int WeeksBefore = 4;
    private const int Weekdays = 7;

    private static readonly Dimension[] Drivers = [Dimension.ApiKey, Dimension.Model, Dimension.User, Dimension.Voice];

    private readonly Dictionary<Dimension, ILookup<(GroupLabels, string?), DailySeries>> _parts = [];

    /// <summary>Reads the days by each driver that the anomalies are not grouped by already.</summary>
    public async Task ReadAsync(bool isNeeded, CancellationToken cancellationToken)
    {
        foreach (Dimension dimension in Drivers.Where(dimension => isNeeded && !query.GroupBy.Contains(dimension)))
        {
            DailyCosts daily = await DailyCosts.ReadAsync(costs, connections, query with { GroupBy = [.. query.GroupBy, dimension] }, cancellationToken);
            _parts.Add(dimension, daily.Series.ToLookup(series => (Without(series.Labels, dimension), series.Currency)));
        }
    }

    /// <summary>The label with the largest part in a difference; null if none has half of it.</summary>
    public string? Of(FoundAnomaly found, Dimension dimension, decimal difference)
    {
        if (!_parts.TryGetValue(dimension, out ILookup<(GroupLabels, string?), DailySeries>? parts))
        {
            return null;
        }

        decimal largest = 0;
        string? label = null;
        foreach (DailySeries part in parts[(found.Series.Labels, found.Series.Currency)])
        {
            decimal own = part.Sum(found.Anomaly.First, found.Anomaly.Last);
            for (int place = found.Anomaly.First; place <= found.Anomaly.Last; place++)
            {
                own -= UsualOn(part, place, found.Anomaly.First);
            }

            if (difference < 0 ? own < largest : own > largest)
            {
                largest = own;
                label = part.Labels.LabelOf(dimension);
            }
        }

        return Math.Abs(largest) * 2 >= Math.Abs(difference) ? label : null;
    }

    /// <summary>The median of the same weekday in the four weeks before the anomaly.</summary>
    private static decimal UsualOn(DailySeries part, int place, int first)
    {
        var before = new List<decimal>(WeeksBefore);
        for (int same = place - Weekdays; same >= 0 && before.Count < WeeksBefore; same -= Weekdays)
        {
            if (same < first)
            {
                before.Add(part.CostOn(same));
            }
        }

        before.Sort();
        return before.Count == 0 ? 0 : (before[(before.Count - 1) / 2] + before[before.Count / 2]) / 2;
    }

    private static GroupLabels Without(GroupLabels labels, Dimension dimension) => dimension switch
    {
        Dimension.ApiKey => labels with { ApiKey = null, ApiKeyId = null },
        Dimension.Model => labels with { Model = null },
        Dimension.User => labels with { User = null },
        _ => labels with { Voice = null },
    };
}

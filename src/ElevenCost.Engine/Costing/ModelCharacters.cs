using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Costing;

/// <summary>
/// Characters of text to speech by model, as syncs keep them. Rows of usage have none: ElevenLabs reports characters by one breakdown at a time, in the
/// deprecated usage statistics alone (GET /v1/usage/character-stats), so that only rows of whole models can have theirs. Immutable.
/// </summary>
internal sealed class ModelCharacters
{
    private readonly CostQuery _query;
    private readonly Dictionary<(string Connection, string Model), List<SeriesPoint>> _points = [];
    private readonly HashSet<(string Connection, DateOnly Bucket)> _unknown = [];

    private ModelCharacters(CostQuery query) => _query = query;

    /// <summary>What is known of the models of a query; null if its rows are not whole models of a connection over whole days.</summary>
    public static async Task<ModelCharacters?> ReadAsync(
        IUsageLedger ledger, IReadOnlyList<Connection> connections, CostQuery query, CancellationToken cancellationToken)
    {
        if (!query.GroupsBy(Dimension.Model) || query.Granularity == Granularity.Hour
            || !query.GroupBy.Concat(query.Filters.Select(filter => filter.Dimension)).All(dimension => dimension is Dimension.Model or Dimension.Connection))
        {
            return null;
        }

        var made = new ModelCharacters(query);
        foreach (Connection connection in connections)
        {
            IReadOnlyList<DayEntry> days = await ledger.ReadDaysAsync(connection.Name, query.Range, cancellationToken);
            IReadOnlyList<SeriesPoint> points = await ledger.ReadSeriesAsync(
                connection.Name, query.Range, SeriesNames.Of(SeriesMetric.Characters), SeriesNames.Of(SeriesBreakdown.Model), cancellationToken);
            made.Take(connection.Name, days, points);
        }

        return made;
    }

    /// <summary>
    /// The characters of a row; null if none are kept for its model, or a day of its bucket has usage, but no characters of any model: they may not
    /// have been read.
    /// </summary>
    /// <param name="connection">The row's connection.</param>
    /// <param name="model">The model's ID; null for usage without one.</param>
    /// <param name="bucket">The row's bucket.</param>
    public long? Of(string? connection, string? model, Bucket bucket)
    {
        DateOnly shown = DateOnly.FromDateTime(bucket.Date);
        if (connection is null || model is null || !_points.TryGetValue((connection, model), out List<SeriesPoint>? points)
            || _unknown.Any(unknown => unknown.Connection == connection && IsIn(unknown.Bucket, shown)))
        {
            return null;
        }

        SeriesPoint[] own = [.. points.Where(point => IsIn(BucketOf(point.Date), shown))];
        decimal sum = own.Sum(point => point.Value);
        return own.Length > 0 && decimal.IsInteger(sum) && sum <= long.MaxValue ? (long)sum : null;
    }

    private bool IsIn(DateOnly bucket, DateOnly shown) => _query.Cumulative ? bucket <= shown : bucket == shown;

    private DateOnly BucketOf(DateOnly day) => BucketCalendar.BucketOf(day, _query.Granularity, _query.Range);

    private void Take(string connection, IReadOnlyList<DayEntry> days, IReadOnlyList<SeriesPoint> points)
    {
        foreach (SeriesPoint point in points)
        {
            if (!_points.TryGetValue((connection, point.Key), out List<SeriesPoint>? own))
            {
                _points.Add((connection, point.Key), own = []);
            }

            own.Add(point);
        }

        HashSet<DateOnly> covered = [.. points.Select(point => point.Date)];
        _unknown.UnionWith(days.Where(day => day.Rows > 0 && !covered.Contains(day.Date)).Select(day => (connection, BucketOf(day.Date))));
    }
}

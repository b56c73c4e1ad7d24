using System.Globalization;
using System.Runtime.CompilerServices;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Series;

/// <summary>
/// Reads series: stored ones from the ledger, others live from the deprecated usage statistics. Hours are
/// cached for five minutes.
/// </summary>
/// <param name="ledger">The ledger.</param>
/// <param name="open">Opens the API of a connection; it is closed after use, and not opened where the ledger has it all.</param>
/// <param name="cache">Holds the hours that were read.</param>
/// <param name="time">The clock: days after today are left out.</param>
public sealed class SeriesReader(
    IUsageLedger ledger, Func<Connection, CancellationToken, Task<IElevenLabsApi>> open, HourCache cache, TimeProvider time)
{
    /// <summary>The values, by connection, then in order of time and key.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="query">The series.</param>
    /// <param name="warn">Receives warnings.</param>
    /// <param name="failed">Receives the failure of each connection that could not be read, while the others are answered; null to throw the first failure.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ElevenCostException">
    /// <c>MetricNotCombined</c>; and where <paramref name="failed"/> is null, of the first connection that fails: <c>BreakdownNotAllowed</c>,
    /// <c>HourRangeTooLong</c>, the ledger cannot be read, or the endpoint rejects and nothing is stored.
    /// </exception>
    public async IAsyncEnumerable<SeriesRecord> ReadAsync(
        IReadOnlyList<Connection> connections, SeriesQuery query, Action<Warning> warn, Action<Connection, ElevenCostException>? failed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SeriesCheck.CheckGranularity(query);
        if (SeriesNames.UnitOf(query.Metric) is null)
        {
            warn(new Warning(SeriesWarnings.UnitNotKnown, $"ElevenLabs does not document the unit of {query.Metric}."));
        }

        WildcardPattern[] patterns = [.. query.Keys.Select(pattern => WildcardPattern.Parse(pattern))];
        foreach (Connection connection in connections)
        {
            List<SeriesRecord> records = [];
            try
            {
                records = [.. await ReadAsync(connection, query, warn, cancellationToken)];
            }
            catch (ElevenCostException e) when (failed is not null)
            {
                failed(connection, e);
            }

            string[] known = patterns.Length == 0 ? [] : [.. records.SelectMany(record => new[] { record.Key, record.Label }).OfType<string>().Distinct(StringComparer.Ordinal)];
            NamePattern[] meant = [.. patterns.Select(pattern => NamePattern.Among(pattern, known))];
            foreach (SeriesRecord record in records.Where(record => Passes(record, meant)))
            {
                yield return record;
            }
        }
    }

    private async Task<IEnumerable<SeriesRecord>> ReadAsync(
        Connection connection, SeriesQuery query, Action<Warning> warn, CancellationToken cancellationToken)
    {
        SeriesCheck.CheckBreakdown(connection, query);
        TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
        DateOnly today = zone.Today(time);
        if (query.Range.Start > today)
        {
            return [];
        }

        var range = new DateRange(query.Range.Start, query.Range.End < today ? query.Range.End : today);
        SeriesCheck.CheckHours(query, range);
        NameBook names = await ledger.ReadNamesAsync(connection.Name, cancellationToken);
        return query.Granularity == Granularity.Hour
            ? await HoursAsync(connection, zone, range, query, names, cancellationToken)
            : await DaysAsync(connection, zone, range, query, names, warn, cancellationToken);
    }

    private static bool Passes(SeriesRecord record, NamePattern[] patterns) => patterns.Length == 0
        || patterns.Any(pattern => (record.Key is { } key && pattern.IsMatch(key)) || (record.Label is { } label && pattern.IsMatch(label)));

    private async Task<IEnumerable<SeriesRecord>> HoursAsync(
        Connection connection, TimeZoneInfo zone, DateRange range, SeriesQuery query, NameBook names, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        var key = (connection.Name, connection.BaseUri, connection.TimeZone, connection.Scope, connection.CreatedAt, range, query.Metric, query.Breakdown);
        IReadOnlyList<SeriesHour>? hours = cache.Find<IReadOnlyList<SeriesHour>>(key, now);
        if (hours is null)
        {
            using IElevenLabsApi api = await open(connection, cancellationToken);
            HourlyStatistics statistics = await api.GetHourlyStatisticsAsync(LiveSeries.Query(connection, zone, range, query), cancellationToken);
            hours = [.. statistics.Values
                .SelectMany(entry => entry.Value.Where(hour => hour.Value != 0).Select(hour => new SeriesHour(hour.Key, entry.Key, hour.Value)))
                .OrderBy(hour => hour.Start).ThenBy(hour => hour.Key, StringComparer.Ordinal)];
            cache.Keep(key, now, hours, hours.Count);
        }

        return hours.Select(hour =>
            Record(connection, query, names, TimeZoneInfo.ConvertTime(new DateTimeOffset(hour.Start), zone).DateTime, hour.Key, hour.Value, SeriesSource.Live) with
            {
                StartedAt = hour.Start,
            });
    }

    private async Task<IEnumerable<SeriesRecord>> DaysAsync(
        Connection connection, TimeZoneInfo zone, DateRange range, SeriesQuery query, NameBook names, Action<Warning> warn, CancellationToken cancellationToken)
    {
        KeptSeries kept = await KeptSeries.ReadAsync(ledger, connection, range, query, cancellationToken);
        List<(DateOnly Day, string Key, decimal Value, SeriesSource Source)> cells =
            [.. kept.Points.Select(point => (point.Date, point.Key, point.Value, SeriesSource.Ledger))];
        if (kept.Missing.Count > 0)
        {
            try
            {
                using IElevenLabsApi api = await open(connection, cancellationToken);
                foreach ((DateOnly day, string key, decimal value) in await LiveSeries.ReadAsync(api, connection, zone, kept.Missing, query, cancellationToken))
                {
                    cells.Add((day, key, value, SeriesSource.Live));
                }
            }
            catch (ElevenCostException e) when (cells.Count > 0)
            {
                warn(new Warning(SeriesWarnings.SeriesLeftOut, string.Create(CultureInfo.InvariantCulture,
                    $"{connection.Name}: {query.Metric} of {kept.Missing.Count} of {range.Days} days is not stored and could not be read, so these days are left out. {e.Message}")) { MakesPartial = true });
            }
        }

        string metric = SeriesNames.Of(query.Metric);
        return cells
            .GroupBy(cell => (Bucket: BucketCalendar.BucketOf(cell.Day, query.Granularity, query.Range), cell.Key))
            .OrderBy(same => same.Key.Bucket).ThenBy(same => same.Key.Key, StringComparer.Ordinal)
            .Select(same => Record(connection, query, names, same.Key.Bucket.ToDateTime(TimeOnly.MinValue), same.Key.Key,
                same.Select(cell => cell.Value).Aggregate((left, right) => StatisticsMetric.Combine(metric, left, right)!.Value),
                same.All(cell => cell.Source == SeriesSource.Ledger) ? SeriesSource.Ledger
                    : same.All(cell => cell.Source == SeriesSource.Live) ? SeriesSource.Live : SeriesSource.LedgerAndLive));
    }

    private static SeriesRecord Record(
        Connection connection, SeriesQuery query, NameBook names, DateTime date, string key, decimal value, SeriesSource source) => new()
        {
            Connection = connection.Name,
            Date = date,
            EndDate = BucketCalendar.EndOf(new Bucket(date), query.Granularity, query.Range),
            Metric = query.Metric,
            Breakdown = query.Breakdown,
            Key = query.Breakdown == SeriesBreakdown.Total ? null : key,
            Label = query.Breakdown switch
            {
                SeriesBreakdown.Total => null,
                SeriesBreakdown.User => names.Users.GetValueOrDefault(key, key),
                SeriesBreakdown.ApiKey or SeriesBreakdown.ListedApiKey => names.ApiKeys.GetValueOrDefault(key, key),
                _ => key,
            },
            Value = value,
            Unit = SeriesNames.UnitOf(query.Metric),
            Source = source,
        };

    /// <summary>A value of an hour that begins at an instant of UTC.</summary>
    private sealed record SeriesHour(DateTime Start, string Key, decimal Value);
}

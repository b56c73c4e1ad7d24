using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Api;

/// <summary>An answer of the deprecated usage statistics. A value that is null, or no number, is unknown; so is a time that is not there.</summary>
internal sealed class StatisticsAnswer
{
    // Usage has been reported up to an hour late (as of autumn 2026): a bucket that has only just begun may not be there yet.
    private static readonly TimeSpan LongestLag = TimeSpan.FromHours(2);

    private readonly Uri _uri;
    private readonly UsageStatisticsQuery _query;
    private readonly DateTimeOffset _due;
    private readonly List<DateTimeOffset> _starts = [];
    private readonly Dictionary<string, List<decimal?>> _series = new(StringComparer.Ordinal);

    /// <exception cref="ElevenLabsApiException"><c>ResponseNotValid</c>, <c>FigureOutOfBounds</c>.</exception>
    public StatisticsAnswer(Uri uri, UsageStatisticsQuery query, JsonElement answer, DateTimeOffset now, ApiDrift drift)
    {
        _uri = uri;
        _query = query;
        _due = now - LongestLag;
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw ApiErrors.Malformed(uri, "it is not an object.");
        }

        foreach (JsonElement time in Property(answer, "time", JsonValueKind.Array).EnumerateArray())
        {
            _starts.Add((LenientJson.Number(time) is { } number ? ApiTime.Read(number) : null)
                ?? throw ApiErrors.Malformed(uri, "a value of 'time' is not a time."));
        }

        if (_starts.Distinct().Count() != _starts.Count)
        {
            // Its values would be counted twice.
            throw ApiErrors.Malformed(uri, "a value of 'time' is there twice.");
        }

        foreach (JsonProperty series in Property(answer, "usage", JsonValueKind.Object).EnumerateObject())
        {
            _series[series.Name] = Values(series, drift);
        }
    }

    /// <summary>Each series.</summary>
    public IEnumerable<string> Keys => _series.Keys;

    /// <summary>The answer by days: a day of which any value is not known, in whole or in part, is a gap. What has not begun has no value.</summary>
    /// <param name="interval">How long a bucket is: a day, or an hour.</param>
    /// <exception cref="ElevenLabsApiException"><c>ResponseNotValid</c>: values of one day cannot be combined.</exception>
    public UsageStatistics ByDay(TimeSpan interval)
    {
        HashSet<DateOnly> gaps = Absent(interval);
        var values = new Dictionary<string, IReadOnlyDictionary<DateOnly, decimal>>(StringComparer.Ordinal);
        foreach (string key in Keys)
        {
            // A part of a sum is not the sum.
            values.Add(key, By(key, start => _query.TimeZone.DayOf(start)).Where(day => !gaps.Contains(day.Key)).ToDictionary());
        }

        foreach (List<decimal?> series in _series.Values)
        {
            gaps.UnionWith(UnknownDays(series));
        }

        return new UsageStatistics(values) { Gaps = gaps };
    }

    private HashSet<DateOnly> Absent(TimeSpan interval)
    {
        HashSet<DateTimeOffset> known = [.. _starts.Select(start => BucketOf(start, interval))];
        var gaps = new HashSet<DateOnly>();
        foreach (DateOnly day in _query.Range.EachDay())
        {
            DateTimeOffset end = _query.TimeZone.StartOf(day.AddDays(1));
            for (DateTimeOffset start = _query.TimeZone.StartOf(day); start < end && start <= _due; start += interval)
            {
                if (!known.Contains(start))
                {
                    gaps.Add(day);
                    break;
                }
            }
        }

        return gaps;
    }

    /// <summary>The values of a series by bucket, several of one combined as the metric allows; a bucket of which a value is unknown is left out.</summary>
    /// <exception cref="ElevenLabsApiException"><c>ResponseNotValid</c>: values of one bucket cannot be combined.</exception>
    public IReadOnlyDictionary<TKey, decimal> By<TKey>(string key, Func<DateTimeOffset, TKey> bucketOf)
        where TKey : notnull
    {
        List<decimal?> values = _series[key];
        var buckets = new Dictionary<TKey, decimal>();
        var unknown = new HashSet<TKey>();
        for (int at = 0; at < _starts.Count; at++)
        {
            DateTimeOffset start = _starts[at];
            if (!_query.Range.Contains(_query.TimeZone.DayOf(start)))
            {
                continue;
            }

            TKey bucket = bucketOf(start);
            if (values[at] is not { } value)
            {
                if (start <= _due)
                {
                    unknown.Add(bucket);
                }
            }
            else if (!buckets.TryAdd(bucket, value))
            {
                buckets[bucket] = StatisticsMetric.Combine(_query.Metric, buckets[bucket], value) ?? throw ApiErrors.Malformed(_uri,
                    string.Create(CultureInfo.InvariantCulture, $"'{_query.Metric}' has two values from {start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}."));
            }
        }

        foreach (TKey bucket in unknown)
        {
            // A part of a sum is not the sum.
            buckets.Remove(bucket);
        }

        return buckets;
    }

    /// <summary>A bucket is where its day or hour begins, at whichever instant of it the answer puts it.</summary>
    private DateTimeOffset BucketOf(DateTimeOffset start, TimeSpan interval) => interval >= TimeSpan.FromDays(1)
        ? _query.TimeZone.StartOf(_query.TimeZone.DayOf(start))
        : new DateTimeOffset(start.UtcTicks - (start.UtcTicks % interval.Ticks), TimeSpan.Zero);

    private IEnumerable<DateOnly> UnknownDays(List<decimal?> values) => Enumerable.Range(0, _starts.Count)
        .Where(at => values[at] is null && _starts[at] <= _due)
        .Select(at => _query.TimeZone.DayOf(_starts[at]))
        .Where(_query.Range.Contains);

    private List<decimal?> Values(JsonProperty series, ApiDrift drift)
    {
        if (series.Value.ValueKind != JsonValueKind.Array || series.Value.GetArrayLength() != _starts.Count)
        {
            throw ApiErrors.Malformed(_uri, string.Create(CultureInfo.InvariantCulture,
                $"a series has {(series.Value.ValueKind == JsonValueKind.Array ? series.Value.GetArrayLength() : 0)} values for {_starts.Count} times."));
        }

        var values = new List<decimal?>();
        foreach (JsonElement value in series.Value.EnumerateArray())
        {
            decimal? number = LenientJson.Number(value);
            FigureBounds.CheckStatistic(_uri, _query.Metric, series.Name, value, number);
            if (number is null && value.ValueKind != JsonValueKind.Null)
            {
                drift.Add($"a value of '{_query.Metric}' in {_uri.AbsolutePath}, which came as {value.ValueKind}");
            }

            values.Add(number);
        }

        return values;
    }

    private JsonElement Property(JsonElement answer, string name, JsonValueKind kind) =>
        answer.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : throw ApiErrors.Malformed(_uri, $"it has no '{name}'.");
}

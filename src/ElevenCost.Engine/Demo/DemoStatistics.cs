using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Demo;

/// <summary>Answers the deprecated usage statistics from rows of the demo workspace.</summary>
internal static class DemoStatistics
{
    private const int TimeSalt = 21;

    /// <summary>One metric by day and key of a breakdown; days without a value are left out.</summary>
    /// <param name="rows">The rows of the days asked for.</param>
    /// <param name="metric">The metric as the endpoint names it.</param>
    /// <param name="breakdown">The breakdown as the endpoint names it. Its keys are IDs, save for groups, which go by name.</param>
    /// <param name="cast">Who the users' groups are.</param>
    /// <exception cref="ElevenLabsApiException"><c>RequestNotValid</c>: the demo has no such metric or breakdown.</exception>
    public static UsageStatistics Answer(IEnumerable<DemoRow> rows, string metric, string breakdown, DemoCast cast) =>
        new(Values(rows, metric, breakdown, cast, row => row.Day));

    /// <summary>One metric by hour and key of a breakdown; hours without a value are left out.</summary>
    /// <param name="rows">The rows of the hours asked for.</param>
    /// <param name="metric">The metric as the endpoint names it.</param>
    /// <param name="breakdown">The breakdown as the endpoint names it.</param>
    /// <param name="cast">Who the users' groups are.</param>
    /// <exception cref="ElevenLabsApiException"><c>RequestNotValid</c>: the demo has no such metric or breakdown.</exception>
    public static HourlyStatistics AnswerHours(IEnumerable<DemoRow> rows, string metric, string breakdown, DemoCast cast) =>
        new(Values(rows, metric, breakdown, cast, row => row.Start!.Value));

    private static Dictionary<string, IReadOnlyDictionary<TKey, decimal>> Values<TKey>(
        IEnumerable<DemoRow> rows, string metric, string breakdown, DemoCast cast, Func<DemoRow, TKey> bucketOf)
        where TKey : notnull
    {
        Func<IReadOnlyList<DemoRow>, decimal> value = Metric(metric);
        var values = new Dictionary<string, IReadOnlyDictionary<TKey, decimal>>(StringComparer.Ordinal);
        foreach (IGrouping<string, DemoRow> rowsOfKey in rows.GroupBy(Breakdown(breakdown, cast), StringComparer.Ordinal))
        {
            var buckets = rowsOfKey.GroupBy(bucketOf)
                .Select(rowsOfBucket => (Bucket: rowsOfBucket.Key, Value: value([.. rowsOfBucket])))
                .Where(pair => pair.Value != 0)
                .ToDictionary(pair => pair.Bucket, pair => pair.Value);
            if (buckets.Count > 0)
            {
                values.Add(rowsOfKey.Key, buckets);
            }
        }

        return values;
    }

    private static Func<IReadOnlyList<DemoRow>, decimal> Metric(string metric) => metric switch
    {
        "credits" => rows => rows.Sum(row => row.Credits),
        "tts_characters" => rows => rows.Sum(row => row.Characters),
        "minutes_used" => rows => rows.Sum(row => row.Minutes),
        "request_count" => rows => rows.Sum(row => row.Requests),
        "fiat_units_spent" => rows => rows.Sum(row => row.Cost),

        // In seconds.
        "ttfb_avg" => rows => TimeToFirstByte(rows) / 1000m,
        "ttfb_p95" => rows => TimeToFirstByte(rows) * 23 / 10 / 1000m,
        "concurrency" => rows => Math.Min(10, 1 + (rows.Sum(row => row.Requests) / 20)),
        "concurrency_average" => rows => Math.Min(10, 1 + (rows.Sum(row => row.Requests) / 20)) * 4 / 10m,
        _ => throw DemoErrors.NotInDemo("metric", metric),
    };

    private static Func<DemoRow, string> Breakdown(string breakdown, DemoCast cast) => breakdown switch
    {
        "none" => _ => "All",
        "voice" => row => row.Voice,
        "user" => row => row.User,
        "groups" => row => cast.GroupNameOf(row.User),
        "api_keys" or "all_api_keys" => row => row.ApiKeyId,
        "product_type" => row => row.Product,
        "model" => row => row.Model,
        "region" => row => row.Region,
        "request_source" => row => row.Source,
        "has_api_key" => row => row.ApiKeyId.Length > 0 ? "true" : "false",
        _ => throw DemoErrors.NotInDemo("breakdown", breakdown),
    };

    /// <summary>Milliseconds: flash is fast, v3 is slow; weighted by requests, as an average is.</summary>
    private static long TimeToFirstByte(IReadOnlyList<DemoRow> rows) => rows.Sum(row => row.Requests) is > 0 and long requests
        ? rows.Sum(row => row.Requests * TimeToFirstByte(row)) / requests
        : 0;

    private static int TimeToFirstByte(DemoRow row)
    {
        int usual = row.Model == DemoRate.Flash.Model ? 95 : row.Model == DemoRate.V3.Model ? 720 : 310;
        return usual * SplitMix.Between(88, 115, TimeSalt, row.Day.DayNumber) / 100;
    }
}

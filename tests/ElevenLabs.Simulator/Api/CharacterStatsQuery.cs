using System.Globalization;

namespace ElevenLabs.Simulator;

/// <summary>The query string of character-stats after validation.</summary>
internal sealed record CharacterStatsQuery(
    long StartMs, long EndMs, bool WholeWorkspace, string Breakdown, string Interval, long? BucketSize, string Metric)
{
    private static readonly string[] Breakdowns =
    [
        "none", "voice", "voice_multiplier", "user", "groups", "api_keys", "all_api_keys", "product_type", "model", "resource",
        "request_queue", "region", "subresource_id", "reporting_workspace_id", "has_api_key", "request_source",
    ];

    private static readonly string[] Intervals = ["hour", "day", "week", "month", "cumulative"];

    private static readonly string[] Metrics =
    [
        "credits", "tts_characters", "minutes_used", "request_count", "ttfb_avg", "ttfb_p95", "fiat_units_spent", "concurrency",
        "concurrency_average",
    ];

    public static CharacterStatsQuery? Read(Dictionary<string, string> query, out List<ValidationFailure> failures)
    {
        failures = [];
        long start = Integer(query, "start_unix", true, failures) ?? 0;
        long end = Integer(query, "end_unix", true, failures) ?? 0;
        bool whole = false;
        if (query.TryGetValue("include_workspace_metrics", out string? flag))
        {
            whole = flag.ToUpperInvariant() is "TRUE" or "1" or "YES" or "ON" or "T" or "Y";
            if (!whole && flag.ToUpperInvariant() is not ("FALSE" or "0" or "NO" or "OFF" or "F" or "N"))
            {
                failures.Add(new ValidationFailure(
                    "bool_parsing", ["query", "include_workspace_metrics"], "Input should be a valid boolean, unable to interpret input", flag));
            }
        }

        string breakdown = Choice(query, "breakdown_type", "none", Breakdowns, failures);
        string interval = Choice(query, "aggregation_interval", "day", Intervals, failures);
        string metric = Choice(query, "metric", "credits", Metrics, failures);
        long? size = Integer(query, "aggregation_bucket_size", false, failures);
        if (size <= 0)
        {
            failures.Add(new ValidationFailure(
                "greater_than", ["query", "aggregation_bucket_size"], "Input should be greater than 0", query["aggregation_bucket_size"]));
        }

        if (breakdown == "user" && !whole)
        {
            failures.Add(new ValidationFailure(
                "value_error", ["query", "breakdown_type"], "Value error, breakdown_type cannot be user if include_workspace_metrics is false", breakdown));
        }

        return failures.Count > 0 ? null : new CharacterStatsQuery(start, end, whole, breakdown, interval, size, metric);
    }

    private static long? Integer(Dictionary<string, string> query, string name, bool required, List<ValidationFailure> failures)
    {
        if (!query.TryGetValue(name, out string? text))
        {
            if (required)
            {
                failures.Add(ValidationFailure.Missing(null, "query", name));
            }

            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            return value;
        }

        failures.Add(new ValidationFailure(
            "int_parsing", ["query", name], "Input should be a valid integer, unable to parse string as an integer", text));
        return null;
    }

    private static string Choice(
        Dictionary<string, string> query, string name, string fallback, string[] allowed, List<ValidationFailure> failures)
    {
        string value = query.GetValueOrDefault(name, fallback);
        if (Array.IndexOf(allowed, value) < 0)
        {
            failures.Add(new ValidationFailure("enum", ["query", name], "Input should be " + BodyReader.OneOf(allowed), value));
        }

        return value;
    }
}

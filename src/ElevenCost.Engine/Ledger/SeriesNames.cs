namespace ElevenCost.Engine.Ledger;

/// <summary>The deprecated usage statistics' words for series, by which they are kept, too.</summary>
internal static class SeriesNames
{
    /// <summary>The endpoint's <c>metric</c>.</summary>
    public static string Of(SeriesMetric metric) => metric switch
    {
        SeriesMetric.Characters => "tts_characters",
        SeriesMetric.Concurrency => "concurrency",
        SeriesMetric.ConcurrencyAverage => "concurrency_average",
        SeriesMetric.TtfbAverage => "ttfb_avg",
        SeriesMetric.TtfbP95 => "ttfb_p95",
        SeriesMetric.Credits => "credits",
        SeriesMetric.Minutes => "minutes_used",
        SeriesMetric.Requests => "request_count",
        SeriesMetric.FiatUnits => "fiat_units_spent",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    };

    /// <summary>The unit of a metric's values; null if it is not documented.</summary>
    public static string? UnitOf(SeriesMetric metric) => metric switch
    {
        SeriesMetric.Characters => "characters",
        SeriesMetric.Concurrency or SeriesMetric.ConcurrencyAverage or SeriesMetric.Requests => "requests",
        SeriesMetric.Credits => "credits",
        SeriesMetric.Minutes => "minutes",
        _ => null,
    };

    /// <summary>The endpoint's <c>breakdown_type</c>.</summary>
    public static string Of(SeriesBreakdown breakdown) => breakdown switch
    {
        SeriesBreakdown.Total => "none",
        SeriesBreakdown.Product => "product_type",
        SeriesBreakdown.Model => "model",
        SeriesBreakdown.ApiKey => "all_api_keys",
        SeriesBreakdown.ListedApiKey => "api_keys",
        SeriesBreakdown.HasApiKey => "has_api_key",
        SeriesBreakdown.Voice => "voice",
        SeriesBreakdown.VoiceMultiplier => "voice_multiplier",
        SeriesBreakdown.User => "user",
        SeriesBreakdown.Group => "groups",
        SeriesBreakdown.Source => "request_source",
        SeriesBreakdown.Region => "region",
        SeriesBreakdown.Resource => "resource",
        SeriesBreakdown.Subresource => "subresource_id",
        SeriesBreakdown.RequestQueue => "request_queue",
        SeriesBreakdown.ReportingWorkspace => "reporting_workspace_id",
        _ => throw new ArgumentOutOfRangeException(nameof(breakdown), breakdown, null),
    };
}

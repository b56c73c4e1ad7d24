namespace ElevenCost.Engine.Api;

/// <summary>The API's words for ours.</summary>
internal static class ApiNames
{
    /// <summary>The column with the names of <c>hashed_xi_api_key</c>.</summary>
    public const string ApiKeyName = "api_key_name";

    /// <summary>The column with the names of <c>voice_id</c>, appended after the others since autumn 2026.</summary>
    public const string VoiceName = "voice_name";

    /// <summary>The column with the names of <c>user_id</c>, appended after the others since autumn 2026.</summary>
    public const string UserName = "user_label";

    /// <summary>The column of the analytics query's <c>group_by</c>.</summary>
    public static string GroupBy(Dimension dimension) => dimension switch
    {
        Dimension.Product => "product_type",
        Dimension.Model => "model",
        Dimension.ApiKey => "hashed_xi_api_key",
        Dimension.Voice => "voice_id",
        Dimension.User => "user_id",
        Dimension.Source => "request_source",
        Dimension.Region => "region",
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The analytics query cannot group by it."),
    };

    /// <summary>The <c>breakdown_type</c> of the deprecated usage statistics.</summary>
    public static string Breakdown(Dimension dimension) => dimension switch
    {
        Dimension.Product => "product_type",
        Dimension.Model => "model",
        Dimension.ApiKey => "all_api_keys",
        Dimension.Voice => "voice",
        Dimension.User => "user",
        Dimension.Group => "groups",
        Dimension.Source => "request_source",
        Dimension.Region => "region",
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The usage statistics cannot be broken down by it."),
    };
}

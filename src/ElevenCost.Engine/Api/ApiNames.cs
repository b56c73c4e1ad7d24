namespace ElevenCost.Engine.Api;

/// <summary>The API's words for ours.</summary>
internal static class ApiNames
{
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

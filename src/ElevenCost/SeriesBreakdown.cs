namespace ElevenCost;

/// <summary>What a series is broken down by: one at a time. The keys of two breakdowns are two views of the same usage, never to be added.</summary>
public enum SeriesBreakdown
{
    /// <summary>Not at all.</summary>
    Total,

    /// <summary>The product.</summary>
    Product,

    /// <summary>The model.</summary>
    Model,

    /// <summary>The API key, use without one included: the API's <c>all_api_keys</c>.</summary>
    ApiKey,

    /// <summary>The API keys that the API's <c>api_keys</c> lists; which ones, ElevenLabs does not document.</summary>
    ListedApiKey,

    /// <summary>Whether an API key was used.</summary>
    HasApiKey,

    /// <summary>The voice.</summary>
    Voice,

    /// <summary>The multiplier of the voice's rate.</summary>
    VoiceMultiplier,

    /// <summary>The workspace member; for the scope workspace alone.</summary>
    User,

    /// <summary>The workspace group. A member of two groups counts in both, one of none in neither.</summary>
    Group,

    /// <summary>Where the request came from.</summary>
    Source,

    /// <summary>The region that served the request.</summary>
    Region,

    /// <summary>The resource, such as an agent.</summary>
    Resource,

    /// <summary>The part of a resource.</summary>
    Subresource,

    /// <summary>The queue that the request waited in.</summary>
    RequestQueue,

    /// <summary>The workspace that reports the usage, under consolidated billing.</summary>
    ReportingWorkspace,
}

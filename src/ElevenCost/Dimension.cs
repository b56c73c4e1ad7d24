namespace ElevenCost;

/// <summary>What usage can be grouped and filtered by.</summary>
/// <remarks>The first eight come from ElevenLabs' analytics query; <see cref="CostCenter"/> and <see cref="Connection"/> are derived.</remarks>
public enum Dimension
{
    /// <summary>The product, as ElevenLabs labels it: <c>TTS</c>, <c>STT</c>, <c>Conversational AI</c> and so on.</summary>
    Product,

    /// <summary>The model's ID, such as <c>eleven_flash_v2_5</c>.</summary>
    Model,

    /// <summary>The API key, identified by the hash of the key and shown by its latest known name.</summary>
    ApiKey,

    /// <summary>The voice's ID.</summary>
    Voice,

    /// <summary>The workspace member, identified by user ID and shown by the latest known name.</summary>
    User,

    /// <summary>The workspace groups of the user on the day the usage was read.</summary>
    Group,

    /// <summary>Where the request came from: the API, the website, an integration.</summary>
    Source,

    /// <summary>The region that served the request.</summary>
    Region,

    /// <summary>A company, team or customer that usage is attributed to by rules.</summary>
    CostCenter,

    /// <summary>The connection that the usage was read through.</summary>
    Connection,
}

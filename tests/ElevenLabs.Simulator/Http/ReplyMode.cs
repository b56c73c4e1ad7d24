namespace ElevenLabs.Simulator;

/// <summary>What happens to a body on its way out.</summary>
internal enum ReplyMode
{
    /// <summary>It is sent.</summary>
    Whole,

    /// <summary>Chunked, closed in mid-body.</summary>
    TruncatedChunked,

    /// <summary>With a Content-Length that is never reached.</summary>
    TruncatedLength,

    /// <summary>Complete as HTTP, but half of the JSON only.</summary>
    Malformed,
}

namespace ElevenCost.Engine.Requests;

/// <summary>What to read of the request log. Immutable. A request must pass every filter; of a filter's patterns any.</summary>
/// <remarks>Patterns are wildcards, <c>*</c>, <c>?</c> and <c>[a-z]</c>, without regard to case; a backtick makes the next character plain.</remarks>
public sealed record RequestQuery
{
    /// <summary>The range; the last 24 hours by default.</summary>
    public RequestRange Range { get; init; } = new();

    /// <summary>Patterns of paths, as they are or with <c>{id}</c> in place of IDs, such as <c>/v1/text-to-speech/*</c>; empty for all.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>HTTP statuses, such as <c>429</c>, <c>5xx</c> or <c>4*</c>; empty for all.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Patterns of API keys, by name or hash; <c>(no key)</c> for use without one. Empty for all.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Patterns of users, by name or ID; empty for all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Patterns of models; empty for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>A text that ElevenLabs looks for in the request, in columns of its own choice; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>How many requests of each connection at most, the latest: 1 or more; null for all. A summary is of those alone.</summary>
    public int? Limit { get; init; }
}

namespace ElevenCost.Engine.Api;

/// <summary>Bounds of the conversation with the API. Immutable.</summary>
public sealed record ApiOptions
{
    /// <summary>How many requests of one connection may be under way at once: 1 or more, 4 by default.</summary>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>How often a request is tried again after a passing failure: 0 or more, 4 by default; where nothing answers at all, 2 at most.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The first delay between tries where the server names none; it doubles, with jitter. Half a second by default.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long one call may take, tries and delays together, before it isn't tried again; a longer wait that the server asks for is an error at once. 5 minutes by default.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the server may stay silent, before its answer begins or in the middle of it. 60 seconds by default.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

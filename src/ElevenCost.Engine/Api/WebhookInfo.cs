namespace ElevenCost.Engine.Api;

/// <summary>A webhook as the API reports it; null is what it does not say. Immutable.</summary>
public sealed record WebhookInfo
{
    /// <summary>Its ID.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The URL that is called. It can contain secrets, so it is never shown in full.</summary>
    public string? Url { get; init; }

    /// <summary>Whether a user has disabled it.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether ElevenLabs has.</summary>
    public bool IsAutoDisabled { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>How calls are authenticated, as the API names it.</summary>
    public string? AuthType { get; init; }

    /// <summary>What uses it, as the API names it; null if the key may not see it.</summary>
    public IReadOnlyList<string>? Usage { get; init; }

    /// <summary>The events it is called for, as the API names them; null if the key may not see them.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>The status of the last failure.</summary>
    public int? LastFailureCode { get; init; }

    /// <summary>When it failed last, in UTC.</summary>
    public DateTime? LastFailureAt { get; init; }
}

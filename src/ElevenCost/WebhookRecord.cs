namespace ElevenCost;

/// <summary>Whether a webhook is called.</summary>
public enum WebhookState
{
    /// <summary>It is called.</summary>
    Enabled,

    /// <summary>A user has disabled it.</summary>
    Disabled,

    /// <summary>ElevenLabs has disabled it after it had failed again and again for a long time.</summary>
    AutoDisabled,
}

/// <summary>A webhook of a workspace, read live. Immutable.</summary>
public sealed record WebhookRecord
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The webhook's name.</summary>
    public required string Name { get; init; }

    /// <summary>The webhook's ID.</summary>
    public required string WebhookId { get; init; }

    /// <summary>
    /// Scheme, host and path of what is called, such as <c>https://hooks.example.com/calls/***</c>. The path of many services is their secret, so
    /// <c>***</c> stands for each part of it that is a number, or has 8 characters or more and is no plain lower-case word. Never a user name,
    /// password, query or fragment. Null if ElevenLabs' text is no address.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>Whether it is called.</summary>
    public required WebhookState State { get; init; }

    /// <summary>
    /// Since when it is disabled, in UTC: of one that ElevenLabs disabled, its last failure, after which it was called no more. Null for an
    /// enabled one, and for one that a user disabled, which ElevenLabs does not report.
    /// </summary>
    public DateTime? DisabledSince { get; init; }

    /// <summary>When it failed last, in UTC; null if it never did. ElevenLabs reports neither the first failure nor later successes.</summary>
    public DateTime? LastFailureAt { get; init; }

    /// <summary>The HTTP status of the last failure; null if it never failed, or nothing answered.</summary>
    public int? LastFailureCode { get; init; }

    /// <summary>What uses it, as ElevenLabs names it, joined by <c>"; "</c>; empty for nothing. Null if the key may not see it (admins alone may).</summary>
    public string? UsedBy { get; init; }

    /// <summary>The events of the workspace that it is called for, joined by <c>"; "</c>; null if the key may not see them.</summary>
    public string? Events { get; init; }

    /// <summary>How calls are authenticated: <c>hmac</c>, <c>oauth2</c>, <c>mtls</c>; null if unknown.</summary>
    public string? AuthType { get; init; }

    /// <summary>When it was made, in UTC; null if unknown.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>The name and the state; the same in every culture.</summary>
    public override string ToString() => $"{Name}: {State}";
}

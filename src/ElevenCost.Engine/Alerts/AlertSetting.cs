namespace ElevenCost.Engine.Alerts;

/// <summary>An alert target as a user sets it. Immutable.</summary>
public sealed record AlertSetting
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind.</summary>
    public required AlertTargetKind Kind { get; init; }

    /// <summary>The environment variable with the address; null for another source.</summary>
    public string? Variable { get; init; }

    /// <summary>The absolute path of the file with the address; null for another source.</summary>
    public string? Path { get; init; }

    /// <summary>The secret with the address; null for another source.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault of the secret; null for every vault.</summary>
    public string? Vault { get; init; }

    /// <summary>What it gets; empty for every topic.</summary>
    public IReadOnlyList<AlertTopic> Topics { get; init; } = [];

    /// <summary>The connection, or a wildcard; null for every one.</summary>
    public string? Connection { get; init; }

    /// <summary>The sender of mail.</summary>
    public string? From { get; init; }

    /// <summary>The recipients of mail, joined by commas.</summary>
    public string? To { get; init; }

    /// <summary>A note to keep with it; null for none.</summary>
    public string? Note { get; init; }
}

namespace ElevenCost.Engine.Connections;

/// <summary>What a user asks of a connection. Immutable. What is null stays as it is on a known connection, else is the default.</summary>
public sealed record ConnectionRequest
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the key is; null for where it was. A new connection needs it.</summary>
    public KeySource? KeySource { get; init; }

    /// <summary>The path of the key's file, for <see cref="KeySource.File"/> alone.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The name of the secret, for <see cref="KeySource.Vault"/> alone.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault of the secret, for <see cref="KeySource.Vault"/> alone.</summary>
    public string? Vault { get; init; }

    /// <summary>The address of the API, as typed. Not together with <see cref="Region"/>.</summary>
    public string? BaseUri { get; init; }

    /// <summary>The region of the workspace, one of <see cref="Connections.Regions.Names"/>; global by default.</summary>
    public string? Region { get; init; }

    /// <summary>IANA name of the zone whose midnights bound the days; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whose usage; the whole workspace's by default.</summary>
    public ConnectionScope? Scope { get; init; }

    /// <summary>The generation of billing, for every day; null for what was set.</summary>
    public BillingChoice? Billing { get; init; }
}

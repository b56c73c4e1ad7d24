namespace ElevenCost;

/// <summary>How an API key's use stands against its own limit.</summary>
public enum KeyLimitState
{
    /// <summary>The use is not known.</summary>
    Unknown,

    /// <summary>The key has no limit of its own.</summary>
    NoLimit,

    /// <summary>Less than the limit was used.</summary>
    Within,

    /// <summary>The limit is reached, or more was used: ElevenLabs does not stop every product at it.</summary>
    Passed,
}

/// <summary>The own limit of one API key of a service account, beside its use in the billing month. Immutable.</summary>
public sealed record KeyLimit
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The key's name.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The hash by which usage names the key.</summary>
    public required string ApiKeyId { get; init; }

    /// <summary>How the use stands against the limit.</summary>
    public required KeyLimitState State { get; init; }

    /// <summary>Credits that the key may use in a billing month: the least of its limits. Null if it has none.</summary>
    public long? CreditLimit { get; init; }

    /// <summary>Credits that the key used since <see cref="From"/>, as the usage says. Null if usage cannot be read by key.</summary>
    public long? CreditsUsed { get; init; }

    /// <summary>Credits that ElevenLabs counts against the limit; can be less than what was used. Null if it reports none.</summary>
    public long? CreditsCounted { get; init; }

    /// <summary>
    /// <see cref="CreditLimit"/> less the larger one of <see cref="CreditsUsed"/> and <see cref="CreditsCounted"/>: below 0 if more was used. Null if there is
    /// no limit, or neither is known.
    /// </summary>
    public long? CreditsLeft { get; init; }

    /// <summary>
    /// The first day of the billing month in the connection's time zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>. Null if unknown.
    /// </summary>
    public DateTime? From { get; init; }

    /// <summary>The key and the state of its limit; the same in every culture.</summary>
    public override string ToString() => $"{ApiKey}: {State}";
}

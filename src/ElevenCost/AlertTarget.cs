namespace ElevenCost;

/// <summary>What kind of place alerts are sent to.</summary>
public enum AlertTargetKind
{
    /// <summary>A Slack channel, by an incoming webhook.</summary>
    Slack,

    /// <summary>A Microsoft Teams channel or chat, by a webhook of the Workflows app.</summary>
    Teams,

    /// <summary>A Discord channel, by a webhook.</summary>
    Discord,

    /// <summary>Any web server: JSON, signed by HMAC-SHA256.</summary>
    Webhook,

    /// <summary>Mail over SMTP with TLS.</summary>
    Mail,

    /// <summary>A program on this machine, which gets JSON on its standard input.</summary>
    Program,
}

/// <summary>What an alert is about.</summary>
public enum AlertTopic
{
    /// <summary>A budget reached a threshold, or is expected to be passed.</summary>
    Budget,

    /// <summary>Credits run out before the reset, or have run out.</summary>
    Quota,

    /// <summary>Something cost unusually much or little, began, or stopped.</summary>
    Anomaly,

    /// <summary>A sync failed, or there was none for too long.</summary>
    Sync,

    /// <summary>ElevenLabs rejects a connection's key: it is revoked, or lacks a permission.</summary>
    Key,

    /// <summary>An API key passed its own limit of credits.</summary>
    KeyLimit,

    /// <summary>The account: suspended, a payment failed, an invoice is open, or the plan became a smaller one.</summary>
    Account,

    /// <summary>A summary of a day, a week or a month.</summary>
    Digest,
}

/// <summary>Where the address of an alert target is stored: a webhook's URL, a mail server with its password, or a program's path.</summary>
public enum AlertAddressSource
{
    /// <summary>An environment variable; its name is <see cref="AlertTarget.Variable"/>.</summary>
    Environment,

    /// <summary>A file that holds nothing else; its path is <see cref="AlertTarget.Path"/>.</summary>
    File,

    /// <summary>A secret of a SecretManagement vault, which only PowerShell can open.</summary>
    Vault,
}

/// <summary>Where alerts are sent: everything but the address, which can be a secret and stays on the machine. Immutable.</summary>
public sealed record AlertTarget
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind.</summary>
    public required AlertTargetKind Kind { get; init; }

    /// <summary>Where the address is stored.</summary>
    public required AlertAddressSource AddressSource { get; init; }

    /// <summary>The environment variable that holds the address; null for every other source.</summary>
    public string? Variable { get; init; }

    /// <summary>The absolute path of the file that holds the address; null for every other source.</summary>
    public string? Path { get; init; }

    /// <summary>The secret that holds the address; null for every other source.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault of the secret; null to look through all vaults, and for every other source.</summary>
    public string? Vault { get; init; }

    /// <summary>What it gets, joined by commas; null for every topic.</summary>
    public string? Topics { get; init; }

    /// <summary>The connection, or a wildcard, that it gets alerts of; null for every connection.</summary>
    public string? Connection { get; init; }

    /// <summary>The sender of mail; null for every other kind.</summary>
    public string? From { get; init; }

    /// <summary>The recipients of mail, joined by commas; null for every other kind.</summary>
    public string? To { get; init; }

    /// <summary>The user's note; null if there is none.</summary>
    public string? Note { get; init; }

    /// <summary>Where the address is stored, in one text: the variable after a <c>$</c>, the path, or the secret. Never the address.</summary>
    public string StoredIn => AddressSource switch
    {
        AlertAddressSource.Environment => "$" + Variable,
        AlertAddressSource.File => Path ?? "",
        _ => $"secret {SecretName}",
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

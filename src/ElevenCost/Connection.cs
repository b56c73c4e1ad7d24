namespace ElevenCost;

/// <summary>Where a connection's API key is stored.</summary>
public enum KeySource
{
    /// <summary>The environment variable <c>ELEVENLABS_API_KEY</c>.</summary>
    Environment,

    /// <summary>A file that holds nothing else; its path is <see cref="Connection.KeyPath"/>.</summary>
    File,

    /// <summary>Standard input: whoever runs a command pipes the key in.</summary>
    StandardInput,

    /// <summary>A secret of a SecretManagement vault.</summary>
    Vault,

    /// <summary>No key: the embedded demo workspace.</summary>
    Demo,

    /// <summary>No key on this machine: the connection is known from the ledger, and only what that holds can be asked.</summary>
    None,
}

/// <summary>Whose usage a connection reads.</summary>
public enum ConnectionScope
{
    /// <summary>The whole workspace.</summary>
    Workspace,

    /// <summary>The account that the key belongs to alone.</summary>
    Account,
}

/// <summary>A named ElevenLabs account or workspace: everything but the key. Immutable.</summary>
public sealed record Connection
{
    /// <summary>The name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; compared without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Where the API is; HTTPS, save for a loopback address.</summary>
    public required Uri BaseUri { get; init; }

    /// <summary>IANA name of the zone whose midnights bound the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whose usage is read.</summary>
    public required ConnectionScope Scope { get; init; }

    /// <summary>Where the key is stored.</summary>
    public required KeySource KeySource { get; init; }

    /// <summary>The path of the key's file; null for every other source.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The name of the secret in a vault; null for every other source.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault of the secret; null for the default vault and for every other source.</summary>
    public string? Vault { get; init; }

    /// <summary>The dimensions that usage is read by; more of them mean more rows.</summary>
    public required IReadOnlyList<Dimension> Dimensions
    {
        get;
        init => field = new JoinedList<Dimension>(value);
    }

    /// <summary>What the key was found to be allowed when it was last probed.</summary>
    public IReadOnlyList<Capability> Capabilities
    {
        get;
        init => field = new JoinedList<Capability>(value);
    } = new JoinedList<Capability>([]);

    /// <summary>When the connection was made, in UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Whether commands use it where no connection is named.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The generation of billing as the user set it, in order of the first days; empty if it is left to what ElevenLabs reports.</summary>
    public IReadOnlyList<BillingTerm> Billing
    {
        get;
        init => field = new JoinedList<BillingTerm>(value);
    } = new JoinedList<BillingTerm>([]);

    /// <summary>The prepaid balance at the end of <see cref="BalanceAsOf"/>, as the user stated it; null if none was stated. The API gives none.</summary>
    public decimal? Balance { get; init; }

    /// <summary>ISO 4217 code of <see cref="Balance"/>; null if that is null.</summary>
    public string? BalanceCurrency { get; init; }

    /// <summary>
    /// The day of <see cref="Balance"/>, in the connection's zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null if that is null.
    /// </summary>
    public DateTime? BalanceAsOf { get; init; }

    /// <summary>The plan's tier as ElevenLabs names it, when last seen by a sync; null if none has seen it, or where it was not looked up.</summary>
    public string? Plan { get; init; }

    /// <summary>When the latest sync began, in UTC; null if there was none, or where it was not looked up.</summary>
    public DateTime? LastSyncAt { get; init; }

    /// <summary>Its health. Null if it was not looked up.</summary>
    public ConnectionHealth? Health { get; init; }

    /// <summary>Cause and suggested fix. Null if healthy.</summary>
    public string? HealthMessage { get; init; }

    /// <summary>How its settings differ from what ElevenCost wrote to the file of connections; null if they do not, or where it is not known.</summary>
    internal ConnectionEdit? Edit { get; init; }

    /// <summary>The name; the same in every culture.</summary>
    public override string ToString() => Name;
}

/// <summary>Settings of a connection that were edited outside ElevenCost. Immutable by agreement.</summary>
/// <param name="Fields">The fields that differ, as the file names them.</param>
/// <param name="Checksums">The checksums of what ElevenCost wrote, by field.</param>
internal sealed record ConnectionEdit(IReadOnlyList<string> Fields, IReadOnlyDictionary<string, string> Checksums);

/// <summary>One thing that a connection's key may or may not do. Immutable.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Name">What was probed: <c>Key</c>, <c>Subscription</c>, <c>Billing</c>, <c>Analytics</c>, <c>UsageStatistics</c>, <c>Groups</c>, <c>Members</c>, <c>ServiceAccounts</c>, <c>Sync</c>, <c>Schedule</c>.</param>
/// <param name="Passed">Whether it worked.</param>
/// <param name="Required">Whether syncing cost needs it; without an optional one names or breakdowns are missing.</param>
/// <param name="Message">The cause.</param>
/// <param name="Remedy">The suggested fix. Null if there is none.</param>
/// <param name="ErrorId">The stable id of the failure; null if it passed.</param>
/// <param name="CheckedAt">When it was probed, in UTC.</param>
/// <param name="ErrorCategory">The kind of the failure; null if it passed, or was remembered by a version that did not keep it.</param>
public sealed record Capability(
    string Connection,
    string Name,
    bool Passed,
    bool Required,
    string Message,
    string? Remedy,
    string? ErrorId,
    DateTime CheckedAt,
    FailureCategory? ErrorCategory = null)
{
    /// <summary>The name, and whether it passed where it did not, such as <c>Groups (failed)</c>.</summary>
    public override string ToString() => Passed ? Name : $"{Name} (failed)";
}

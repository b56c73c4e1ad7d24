namespace ElevenCost;

/// <summary>Who can use a ledger.</summary>
public enum LedgerKind
{
    /// <summary>This machine: an SQLite file.</summary>
    Embedded,

    /// <summary>A team: a PostgreSQL database.</summary>
    Shared,
}

/// <summary>What a ledger is: where, which product, how large, what it holds. Immutable.</summary>
public sealed record LedgerInfo
{
    /// <summary>Who can use it.</summary>
    public required LedgerKind Kind { get; init; }

    /// <summary>The path of the file, or the address of the database. Never a password.</summary>
    public required string Location { get; init; }

    /// <summary>The database product and its version, such as <c>PostgreSQL 17.2</c>; null if there is no ledger yet.</summary>
    public string? Product { get; init; }

    /// <summary>The version of the ledger's schema; null if there is no ledger yet.</summary>
    public int? SchemaVersion { get; init; }

    /// <summary>The size, indexes included.</summary>
    public long SizeInBytes { get; init; }

    /// <summary>How many connections it holds usage or logs of.</summary>
    public int Connections { get; init; }

    /// <summary>How many days it holds, over all connections.</summary>
    public int Days { get; init; }

    /// <summary>The first day that it holds; null if it holds none.</summary>
    public DateTime? FirstDay { get; init; }

    /// <summary>The last day that it holds; null if it holds none.</summary>
    public DateTime? LastDay { get; init; }

    /// <summary>When the first sync that it logged began, in UTC; null if there was none.</summary>
    public DateTime? Since { get; init; }

    /// <summary>What chose this ledger: <c>ELEVENCOST_LEDGER</c> or the path of <c>ledger.json</c>; null if nothing did.</summary>
    public string? ChosenBy { get; init; }

    /// <summary>The secret that holds the password; null if none is named.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault of the secret; null for the default vault, and if no secret is named.</summary>
    public string? Vault { get; init; }

    /// <summary>The kind and the location; the same in every culture.</summary>
    public override string ToString() => $"{Kind}: {Location}";
}

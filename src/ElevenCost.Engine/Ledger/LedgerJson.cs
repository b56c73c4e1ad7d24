using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Ledger;

/// <summary>How the small files of the ledger are written: camel case, enums as words, one object a line in logs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubscriptionSnapshot))]
[JsonSerializable(typeof(SyncResult))]
[JsonSerializable(typeof(NamesFile))]
internal sealed partial class LedgerJson : JsonSerializerContext;

/// <summary>The content of <c>names.json</c>.</summary>
internal sealed record NamesFile
{
    /// <summary>The schema that this version writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The file's schema.</summary>
    public required int Schema { get; init; }

    /// <summary>API key hash to latest known name.</summary>
    public required SortedDictionary<string, string> ApiKeys { get; init; }

    /// <summary>User ID to latest known name.</summary>
    public required SortedDictionary<string, string> Users { get; init; }

    /// <summary>API key hash to earlier names; null where no key was renamed.</summary>
    public SortedDictionary<string, IReadOnlyList<string>>? FormerApiKeys { get; init; }

    /// <summary>User ID to earlier names; null where no user was renamed.</summary>
    public SortedDictionary<string, IReadOnlyList<string>>? FormerUsers { get; init; }
}

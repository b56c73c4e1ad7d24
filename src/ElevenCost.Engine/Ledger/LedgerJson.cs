using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Ledger;

/// <summary>How snapshots, the sync log, definitions and the choice of the ledger are stored: camel case, enums as words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubscriptionSnapshot))]
[JsonSerializable(typeof(SyncResult))]
[JsonSerializable(typeof(LedgerSettingsFile))]
[JsonSerializable(typeof(KeptConnection))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>As documents are stored: letters of every language as they are.</summary>
    public static LedgerJson Relaxed => s_relaxed ??= new LedgerJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    // Not at the start: the default is made by code that is generated, in an order of its own.
    private static LedgerJson? s_relaxed;
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Api;

/// <summary>The response bodies that are small enough to be objects; only what is used of them, every field optional.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(SubscriptionBody))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(decimal?))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(WebhooksBody))]
internal sealed partial class ApiJson : JsonSerializerContext;

internal sealed record SubscriptionBody(
    [property: JsonPropertyName("tier"), JsonConverter(typeof(LenientText))] string? Tier,
    [property: JsonPropertyName("status"), JsonConverter(typeof(LenientText))] string? Status,
    [property: JsonPropertyName("billing_period"), JsonConverter(typeof(LenientText))] string? BillingPeriod,
    [property: JsonPropertyName("currency"), JsonConverter(typeof(LenientText))] string? Currency,
    [property: JsonPropertyName("character_count"), JsonConverter(typeof(LenientWhole))] long? CharacterCount,
    [property: JsonPropertyName("character_limit"), JsonConverter(typeof(LenientWhole))] long? CharacterLimit,
    [property: JsonPropertyName("next_character_count_reset_unix"), JsonConverter(typeof(LenientWhole))] long? NextCharacterCountResetUnix,
    [property: JsonPropertyName("current_overage"), JsonConverter(typeof(LenientPrice))] PriceBody? CurrentOverage,
    [property: JsonPropertyName("pending_change"), JsonConverter(typeof(LenientPendingChange))] PendingChangeBody? PendingChange,
    [property: JsonPropertyName("has_open_invoices"), JsonConverter(typeof(LenientFlag))] bool? HasOpenInvoices,
    [property: JsonPropertyName("max_credit_limit_extension")] JsonElement? CreditLimitExtension,
    [property: JsonPropertyName("character_refresh_period"), JsonConverter(typeof(LenientText))] string? RefreshPeriod,
    [property: JsonPropertyName("voice_slots_used"), JsonConverter(typeof(LenientSmall))] int? VoiceSlotsUsed,
    [property: JsonPropertyName("voice_limit"), JsonConverter(typeof(LenientSmall))] int? VoiceLimit,
    [property: JsonPropertyName("professional_voice_slots_used"), JsonConverter(typeof(LenientSmall))] int? ProfessionalVoiceSlotsUsed,
    [property: JsonPropertyName("professional_voice_slots_used_in_workspace"), JsonConverter(typeof(LenientSmall))] int? ProfessionalVoiceSlotsUsedInWorkspace,
    [property: JsonPropertyName("professional_voice_limit"), JsonConverter(typeof(LenientSmall))] int? ProfessionalVoiceLimit)
{
    /// <summary>Whether credits beyond the limit can be bought; null if absent.</summary>
    [JsonIgnore]
    public bool? OverageAllowed => CreditLimitExtension switch
    {
        { ValueKind: JsonValueKind.Number } => OverageLimit is > 0,
        { ValueKind: JsonValueKind.String } text => text.GetString() == "unlimited" ? true : null,
        _ => null,
    };

    /// <summary>How many credits beyond the limit can be bought; null if there is no bound, or it is absent.</summary>
    [JsonIgnore]
    public long? OverageLimit => CreditLimitExtension is { ValueKind: JsonValueKind.Number } number ? LenientJson.Whole(number) : null;

    /// <summary>Every other field, so that those which no document names can be counted.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

internal sealed record PriceBody(
    [property: JsonPropertyName("amount"), JsonConverter(typeof(LenientNumber))] decimal? Amount,
    [property: JsonPropertyName("currency"), JsonConverter(typeof(LenientText))] string? Currency);

internal sealed record PendingChangeBody(
    [property: JsonPropertyName("next_tier"), JsonConverter(typeof(LenientText))] string? NextTier,
    [property: JsonPropertyName("kind"), JsonConverter(typeof(LenientText))] string? Kind,
    [property: JsonPropertyName("next_billing_period"), JsonConverter(typeof(LenientText))] string? NextBillingPeriod,
    [property: JsonPropertyName("timestamp_seconds"), JsonConverter(typeof(LenientWhole))] long? TimestampSeconds);

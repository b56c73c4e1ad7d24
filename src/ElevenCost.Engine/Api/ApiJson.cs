using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Api;

/// <summary>The response bodies that are small enough to be objects; only what is used of them, every field optional.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(List<ModelBody>))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(SubscriptionBody))]
[JsonSerializable(typeof(StatisticsBody))]
[JsonSerializable(typeof(Dictionary<string, GroupBody>))]
[JsonSerializable(typeof(List<MemberBody>))]
[JsonSerializable(typeof(ServiceAccountsBody))]
[JsonSerializable(typeof(ServiceAccountKeysBody))]
[JsonSerializable(typeof(WebhooksBody))]
internal sealed partial class ApiJson : JsonSerializerContext;

internal sealed record ModelBody(
    [property: JsonPropertyName("model_id")] string? ModelId,
    [property: JsonPropertyName("name")] string? Name);

internal sealed record UserBody(
    [property: JsonPropertyName("user_id")] string? UserId,
    [property: JsonPropertyName("first_name")] string? FirstName);

internal sealed record SubscriptionBody(
    [property: JsonPropertyName("tier")] string? Tier,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("billing_period")] string? BillingPeriod,
    [property: JsonPropertyName("currency")] string? Currency,
    [property: JsonPropertyName("character_count")] long? CharacterCount,
    [property: JsonPropertyName("character_limit")] long? CharacterLimit,
    [property: JsonPropertyName("next_character_count_reset_unix")] long? NextCharacterCountResetUnix,
    [property: JsonPropertyName("current_overage")] PriceBody? CurrentOverage,
    [property: JsonPropertyName("pending_change")] PendingChangeBody? PendingChange,
    [property: JsonPropertyName("has_open_invoices")] bool? HasOpenInvoices,
    [property: JsonPropertyName("max_credit_limit_extension")] JsonElement? CreditLimitExtension,
    [property: JsonPropertyName("character_refresh_period")] string? RefreshPeriod,
    [property: JsonPropertyName("voice_slots_used")] int? VoiceSlotsUsed,
    [property: JsonPropertyName("voice_limit")] int? VoiceLimit,
    [property: JsonPropertyName("professional_voice_slots_used")] int? ProfessionalVoiceSlotsUsed,
    [property: JsonPropertyName("professional_voice_slots_used_in_workspace")] int? ProfessionalVoiceSlotsUsedInWorkspace,
    [property: JsonPropertyName("professional_voice_limit")] int? ProfessionalVoiceLimit)
{
    /// <summary>Whether credits beyond the limit can be bought; null where absent.</summary>
    [JsonIgnore]
    public bool? OverageAllowed => CreditLimitExtension switch
    {
        { ValueKind: JsonValueKind.Number } => OverageLimit is > 0,
        { ValueKind: JsonValueKind.String } text => text.GetString() == "unlimited" ? true : null,
        _ => null,
    };

    /// <summary>How many credits beyond the limit can be bought; null where there is no bound, or it is absent.</summary>
    [JsonIgnore]
    public long? OverageLimit => CreditLimitExtension is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long limit) ? limit : null;

    /// <summary>Every other field, so that those which no document names can be counted.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

internal sealed record PriceBody(
    [property: JsonPropertyName("amount")] decimal? Amount,
    [property: JsonPropertyName("currency")] string? Currency);

internal sealed record PendingChangeBody(
    [property: JsonPropertyName("next_tier")] string? NextTier,
    [property: JsonPropertyName("kind")] string? Kind,
    [property: JsonPropertyName("next_billing_period")] string? NextBillingPeriod,
    [property: JsonPropertyName("timestamp_seconds")] long? TimestampSeconds);

internal sealed record StatisticsBody(
    [property: JsonPropertyName("time")] List<long>? Time,
    [property: JsonPropertyName("usage")] Dictionary<string, List<decimal?>?>? Usage);

internal sealed record GroupBody(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("members")] List<string>? Members);

internal sealed record MemberBody(
    [property: JsonPropertyName("user_id")] string? UserId,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("first_name")] string? FirstName);

internal sealed record ServiceAccountsBody([property: JsonPropertyName("service-accounts")] List<ServiceAccountBody?>? ServiceAccounts);

internal sealed record ServiceAccountBody(
    [property: JsonPropertyName("service_account_user_id")] string? UserId,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("api-keys")] List<ApiKeyBody?>? ApiKeys);

internal sealed record ServiceAccountKeysBody([property: JsonPropertyName("api-keys")] List<ApiKeyBody?>? ApiKeys);

internal sealed record ApiKeyBody(
    [property: JsonPropertyName("hashed_xi_api_key")] string? Hash,
    [property: JsonPropertyName("name")] string? Name)
{
    /// <summary>Every other field; those of its limits are read leniently, for usage does not need them.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

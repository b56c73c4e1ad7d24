using System.Text.Json;

namespace ElevenCost.Engine.Api;

/// <summary>Reads the limits of an API key: its own, <c>character_limit</c>, and those of the platform, <c>platform_limits</c>. Each is optional.</summary>
internal static class KeyLimitFields
{
    /// <summary>The key with the least of its limits, and what is counted against that.</summary>
    public static ApiKeyInfo PutInto(ApiKeyInfo key, JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Object)
        {
            return key;
        }

        long? own = fields.TryGetProperty("character_limit", out JsonElement limit) ? BillingFields.Whole(limit) : null;
        long? ownCounted = fields.TryGetProperty("character_count", out JsonElement count) ? BillingFields.Whole(count) : null;
        JsonElement? credits = fields.TryGetProperty("platform_limits", out JsonElement limits) && limits.ValueKind == JsonValueKind.Object
            && limits.TryGetProperty("credits", out JsonElement reported) ? reported : null;
        long? platform = BillingFields.Whole(credits, "limit");
        bool isPlatform = platform is not null && (own is null || platform < own);
        return key with
        {
            CreditLimit = isPlatform ? platform : own,
            CreditsCounted = isPlatform ? BillingFields.Whole(credits, "usage") : ownCounted ?? BillingFields.Whole(credits, "usage"),
        };
    }
}

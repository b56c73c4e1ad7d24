using System.Text.Json;

namespace ElevenCost.Engine.Api;

/// <summary>The fields and values of a subscription that the API documents, as of the specification of 2026-08-22.</summary>
internal static class SubscriptionWords
{
    /// <summary>Documented fields that are not used here.</summary>
    private static readonly HashSet<string> OtherFields = new(StringComparer.Ordinal)
    {
        "max_character_limit_extension", "can_extend_character_limit", "allowed_to_extend_character_limit",
        "max_voice_add_edits", "voice_add_edit_counter", "can_extend_voice_limit",
        "can_use_instant_voice_cloning", "can_use_professional_voice_cloning", "next_invoice", "usage",
        "open_invoices", "has_used_starter_coupon_on_account", "has_used_creator_coupon_on_account",
    };

    private static readonly HashSet<string> Statuses = new(StringComparer.Ordinal) { "trialing", "active", "incomplete", "past_due", "free", "free_disabled" };

    private static readonly HashSet<string> Periods = new(StringComparer.Ordinal) { "monthly_period", "3_month_period", "6_month_period", "annual_period" };

    private static readonly string[] Texts = ["tier", "status", "billing_period", "currency", "character_refresh_period"];

    private static readonly string[] Numbers =
    [
        "character_count", "character_limit", "next_character_count_reset_unix", "voice_slots_used", "voice_limit", "professional_voice_slots_used",
        "professional_voice_slots_used_in_workspace", "professional_voice_limit",
    ];

    private static readonly string[] Objects = ["current_overage", "pending_change"];

    /// <summary>Counts what of a subscription no document names.</summary>
    public static void CountUnknowns(SubscriptionBody body, UnknownCounter unknowns)
    {
        foreach (string field in body.Others?.Keys.Where(field => !OtherFields.Contains(field)) ?? [])
        {
            unknowns.Count("field", field);
        }

        CountUnless(Statuses, "status", body.Status, unknowns);
        CountUnless(Periods, "billing_period", body.BillingPeriod, unknowns);
        CountUnless(Periods, "character_refresh_period", body.RefreshPeriod, unknowns);
        if (body.Currency is { } currency && !CurrencyCode.Documented.Contains(currency.ToLowerInvariant()))
        {
            unknowns.Count("currency", currency);
        }
    }

    /// <summary>The fields that hold a value of another type than documented, which could not be read.</summary>
    public static IEnumerable<string> NotRead(JsonElement subscription)
    {
        foreach (JsonProperty field in subscription.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            bool isRead = Texts.Contains(field.Name) ? field.Value.ValueKind == JsonValueKind.String
                : Numbers.Contains(field.Name) ? LenientJson.Whole(field.Value) is not null
                : Objects.Contains(field.Name) ? field.Value.ValueKind == JsonValueKind.Object
                : field.Name != "has_open_invoices" || field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False;
            if (!isRead)
            {
                yield return field.Name;
            }
        }
    }

    /// <summary>Whether a field decides which price a plan has.</summary>
    public static bool DecidesPrice(string field) => field is "tier" or "billing_period" or "currency";

    /// <summary>The kind of a pending change that does not name it: a cancellation has no next tier. Null if the next tier cannot be read.</summary>
    public static string? PendingKind(JsonElement subscription) =>
        !subscription.GetProperty("pending_change").TryGetProperty("next_tier", out JsonElement tier) || tier.ValueKind == JsonValueKind.Null ? "cancellation"
        : tier.ValueKind == JsonValueKind.String ? "change"
        : null;

    private static void CountUnless(HashSet<string> known, string kind, string? value, UnknownCounter unknowns)
    {
        if (value is not null && !known.Contains(value))
        {
            unknowns.Count(kind, value);
        }
    }
}

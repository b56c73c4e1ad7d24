using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>
/// Reads the fields of a subscription that distinguish the two generations of billing. Each is optional and none stops anything: a field of another
/// type is unknown.
/// </summary>
internal static class BillingFields
{
    /// <summary>The snapshot with what the fields tell.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="fields">The fields of the subscription by name; null if there are none.</param>
    public static SubscriptionSnapshot PutInto(SubscriptionSnapshot snapshot, IReadOnlyDictionary<string, JsonElement>? fields)
    {
        if (fields is null)
        {
            return snapshot;
        }

        JsonElement? usage = Object(fields, "usage");
        return snapshot with
        {
            CanExtendLimit = fields.TryGetValue("can_extend_character_limit", out JsonElement entitled) ? Truth(entitled) : null,
            NextInvoiceCents = Whole(Object(fields, "next_invoice"), "subtotal_cents"),
            CycleCredits = Whole(usage, "subscription_cycle_credits_quota"),
            RolloverCredits = Whole(usage, "rollover_credits_quota"),
            GiftedCredits = Whole(usage, "manually_gifted_credits_quota"),
            PrepaidCredits = Whole(usage, "payg_credits_quota"),
            PrepaidCreditsUsed = Whole(usage, "payg_credits_used"),
            OverageCreditsUsed = Whole(usage, "paid_usage_based_credits_used"),
        };
    }

    /// <summary>A whole number, written as a number or as a text; null for anything else.</summary>
    public static long? Whole(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out JsonElement field) ? Whole(field) : null;

    /// <inheritdoc cref="Whole(JsonElement?, string)"/>
    public static long? Whole(JsonElement field)
    {
        decimal? number = field.ValueKind switch
        {
            JsonValueKind.Number => field.TryGetDecimal(out decimal figure) ? figure : null,
            JsonValueKind.String => decimal.TryParse(field.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal figure) ? figure : null,
            _ => null,
        };
        return number is { } whole && decimal.Truncate(whole) == whole && Math.Abs(whole) <= long.MaxValue ? (long)whole : null;
    }

    private static JsonElement? Object(IReadOnlyDictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static bool? Truth(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

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

    private static readonly HashSet<string> Currencies = new(CurrencyCode.Known, StringComparer.OrdinalIgnoreCase);

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
        CountUnless(Currencies, "currency", body.Currency, unknowns);
    }

    private static void CountUnless(HashSet<string> known, string kind, string? value, UnknownCounter unknowns)
    {
        if (value is not null && !known.Contains(value))
        {
            unknowns.Count(kind, value);
        }
    }
}

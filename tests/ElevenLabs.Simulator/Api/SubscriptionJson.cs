using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>The subscription: credits of the period so far, and every required field.</summary>
internal sealed class SubscriptionJson(UsageGenerator generator, Adjustments adjustments, long now)
{
    private readonly SimulatorOptions options = generator.Workspace.Options;

    public JsonObject Plain()
    {
        string tier = options.Tier;
        long plan = Plan.MonthlyCredits(tier) ?? 25_000_000;
        bool free = tier == "free";
        bool paid = !free && tier != "starter";
        bool overage = paid && options.Billing == SimulatedBilling.UsageBased;
        (long start, long reset) = Period();
        return new JsonObject
        {
            ["tier"] = tier,
            ["character_count"] = Used(start),
            ["character_limit"] = options.Rollover ? plan * 3 : plan,
            ["max_character_limit_extension"] = !overage ? 0 : plan == 0 || tier == "enterprise" ? null : plan,
            ["max_credit_limit_extension"] = !overage ? 0 : plan == 0 || tier == "enterprise" ? "unlimited" : (JsonNode)plan,
            ["can_extend_character_limit"] = overage,
            ["allowed_to_extend_character_limit"] = overage,
            ["next_character_count_reset_unix"] = plan == 0 ? null : reset,
            ["voice_slots_used"] = Math.Min(10, options.Voices),
            ["professional_voice_slots_used"] = 0,
            ["professional_voice_slots_used_in_workspace"] = 0,
            ["voice_limit"] = free ? 3 : 30,
            ["max_voice_add_edits"] = 95,
            ["voice_add_edit_counter"] = 4,
            ["professional_voice_limit"] = paid ? 1 : 0,
            ["can_extend_voice_limit"] = paid,
            ["can_use_instant_voice_cloning"] = !free,
            ["can_use_professional_voice_cloning"] = paid,
            ["currency"] = options.Currency,
            ["current_overage"] = new JsonObject { ["amount"] = "0", ["currency"] = options.Currency },
            ["status"] = options.Status ?? (free ? "free" : "active"),
            ["billing_period"] = free ? null : options.BillingPeriod,
            ["character_refresh_period"] = "monthly_period",
            ["usage"] = options.CountsCredits ? Counters(plan, Used(start)) : null,
        };
    }

    /// <summary>Credits by kind: the plan's first, then those rolled over, then what is paid beyond them.</summary>
    private JsonObject Counters(long plan, long used)
    {
        long rollover = options.Rollover ? plan * 2 : 0;
        long beyond = Math.Max(0, used - plan - rollover);
        bool prepaid = options.Billing == SimulatedBilling.PayAsYouGo;
        return new JsonObject
        {
            ["rollover_credits_quota"] = rollover,
            ["rollover_credits_used"] = Math.Clamp(used - plan, 0, rollover),
            ["subscription_cycle_credits_quota"] = plan,
            ["subscription_cycle_credits_used"] = Math.Min(used, plan),
            ["manually_gifted_credits_quota"] = 0,
            ["manually_gifted_credits_used"] = 0,
            ["payg_credits_quota"] = prepaid ? beyond + 10_000 : 0,
            ["payg_credits_used"] = prepaid ? beyond : 0,
            ["paid_usage_based_credits_used"] = prepaid ? 0 : beyond,
            ["actual_reported_credits"] = used,
        };
    }

    public JsonObject Extended()
    {
        JsonObject made = Plain();
        bool free = options.Tier == "free";
        made["next_invoice"] = free ? null : new JsonObject
        {
            ["amount_due_cents"] = Plan.MonthlyCents(options.Tier) ?? 2200,
            ["subtotal_cents"] = Plan.MonthlyCents(options.Tier) ?? 2200,
            ["tax_cents"] = 0,
            ["discount_percent_off"] = null,
            ["discount_amount_off"] = null,
            ["discounts"] = new JsonArray(),
            ["next_payment_attempt_unix"] = Period().Reset,
            ["payment_intent_status"] = null,
            ["payment_intent_statusses"] = new JsonArray(),
        };
        made["open_invoices"] = new JsonArray();
        made["has_open_invoices"] = false;
        made["pending_change"] = null;
        made["has_used_starter_coupon_on_account"] = false;
        made["has_used_creator_coupon_on_account"] = true;
        foreach ((string name, string json) in options.SubscriptionFields)
        {
            made[name] = JsonNode.Parse(json);
        }

        return made;
    }

    /// <summary>The billing month at hand; where the seed decides, its anchor is a day every month has.</summary>
    private (long Start, long Reset) Period()
    {
        if (options.ResetsAt is DateTimeOffset told)
        {
            int months = 0;
            while (told.AddMonths(months).ToUnixTimeSeconds() <= now)
            {
                months++;
            }

            while (told.AddMonths(months - 1).ToUnixTimeSeconds() > now)
            {
                months--;
            }

            return (told.AddMonths(months - 1).ToUnixTimeSeconds(), told.AddMonths(months).ToUnixTimeSeconds());
        }

        int anchor = 1 + Mix.Below(Mix.Of((ulong)(uint)options.Seed, "anchor"), 28);
        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(now);
        DateTimeOffset start = new(at.Year, at.Month, anchor, 0, 0, 0, TimeSpan.Zero);
        start = start > at ? start.AddMonths(-1) : start;
        return (start.ToUnixTimeSeconds(), start.AddMonths(1).ToUnixTimeSeconds());
    }

    private long Used(long from)
    {
        long sum = 0;
        List<UsageEvent> events = [];
        for (long day = from / 86_400; day <= now / 86_400; day++)
        {
            generator.Fill((int)day, now, adjustments, events);
            sum += events.Sum(e => e.Credits);
        }

        return sum;
    }
}

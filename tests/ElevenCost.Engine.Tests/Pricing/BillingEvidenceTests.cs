using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Support;

using static ElevenCost.Engine.Tests.Pricing.PriceTestHome;

namespace ElevenCost.Engine.Tests.Pricing;

/// <summary>Which generation of billing a subscription has, by what the API tells of it.</summary>
public sealed class BillingEvidenceTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 1);

    private readonly PriceTestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    // The invoice decides where the two prices differ.
    [InlineData("scale_2024_08_10", 29900, null, null, null, null, "Scale 299")]
    [InlineData("scale_2024_08_10", 33000, null, null, null, "UsageBased by invoice", "330/2000000")]
    [InlineData("growing_business", 132000, null, null, null, "UsageBased by invoice", "1320/11000000")]
    [InlineData("starter", 500, null, null, null, "UsageBased by invoice", "5/30000")]
    [InlineData("starter", 600, null, null, null, null, "6/30000")]
    // The plan's credits decide where the credits differ.
    [InlineData("scale_2024_08_10", null, 2_000_000L, null, null, "UsageBased by plan credits", "330/2000000")]
    [InlineData("creator", 2200, 100_000L, null, null, "UsageBased by plan credits", "22/100000")]
    [InlineData("creator", 2200, 121_000L, null, null, null, "22/121000")]
    // What is said of overage decides what is left.
    [InlineData("creator", 2200, 121_000L, true, null, "UsageBased by entitlement", "22/121000")]
    [InlineData("creator", 2200, 121_000L, false, null, "PayAsYouGo by entitlement", "22/121000")]
    [InlineData("creator", null, null, null, "1.50", "UsageBased by overage", "22/121000")]
    [InlineData("scale_2024_08_10", 29900, null, false, null, "PayAsYouGo by entitlement", "299/1800000")]
    [InlineData("scale_2024_08_10", 29900, null, true, null, "UsageBased by entitlement", "299/1800000")]
    // A weaker sign never overrules a stronger one.
    [InlineData("scale_2024_08_10", 33000, null, false, null, "UsageBased by invoice", "330/2000000")]
    [InlineData("creator", null, 100_000L, false, null, "UsageBased by plan credits", "22/100000")]
    // Starter is never entitled to overage, so that tells nothing.
    [InlineData("starter", 600, null, false, null, null, "6/30000")]
    [InlineData("creator", null, null, null, null, null, "22/121000")]
    public void The_strongest_sign_decides_and_what_no_sign_decides_stays_undecided(
        string tier, int? invoice, long? cycle, bool? entitled, string? overage, string? decided, string plan)
    {
        SubscriptionSnapshot seen = Seen(tier) with
        {
            NextInvoiceCents = invoice,
            CycleCredits = cycle,
            CanExtendLimit = entitled,
            CurrentOverage = overage is null ? null : decimal.Parse(overage),
            OverageCurrency = "USD",
        };
        BillingDecision decision = BillingEvidence.Decide(seen, PriceCatalog.FindAll(tier, Day));
        Assert.Equal(decided, decision.Billing is { } billing ? $"{billing} {decision.Reason!.Code}" : null);
        if (!plan.StartsWith("Scale", StringComparison.Ordinal))
        {
            Assert.All(decision.Entries, entry => Assert.Equal(plan, $"{entry.MonthlyPrice}/{entry.MonthlyCredits}"));
        }
    }

    [Theory]
    [InlineData("payg_credits_quota", BillingGeneration.PayAsYouGo)]
    [InlineData("payg_credits_used", BillingGeneration.PayAsYouGo)]
    [InlineData("paid_usage_based_credits_used", BillingGeneration.UsageBased)]
    public void Counters_of_credits_beyond_the_plan_decide_even_of_an_unknown_tier(string counter, BillingGeneration billing)
    {
        SubscriptionSnapshot seen = Seen("creator_2027") with
        {
            PrepaidCredits = counter == "payg_credits_quota" ? 5 : null,
            PrepaidCreditsUsed = counter == "payg_credits_used" ? 5 : null,
            OverageCreditsUsed = counter == "paid_usage_based_credits_used" ? 5 : null,
        };
        Assert.Equal(billing, BillingEvidence.Decide(seen, []).Billing);
        Assert.Equal(billing, BillingEvidence.Decide(seen with { Tier = "pro" }, PriceCatalog.FindAll("pro", Day)).Billing);
    }

    [Fact]
    public void An_invoice_of_a_pending_plan_or_in_another_currency_tells_nothing()
    {
        SubscriptionSnapshot seen = Seen("scale_2024_08_10") with { NextInvoiceCents = 33_000 };
        Assert.Equal(BillingGeneration.UsageBased, BillingEvidence.Decide(seen, PriceCatalog.FindAll(seen.Tier, Day)).Billing);
        Assert.Null(BillingEvidence.Decide(seen with { PendingTier = "pro", PendingKind = "change" }, PriceCatalog.FindAll(seen.Tier, Day)).Billing);
        Assert.Null(BillingEvidence.Decide(seen with { Currency = "INR" }, PriceCatalog.FindAll(seen.Tier, Day)).Billing);
    }

    [Fact]
    public void Before_the_switch_there_was_one_generation()
    {
        BillingDecision decision = BillingEvidence.Decide(Seen("creator"), PriceCatalog.FindAll("creator", new DateOnly(2026, 5, 6)));
        Assert.Equal((BillingGeneration.UsageBased, null), (decision.Billing!.Value, decision.Reason));
        Assert.Single(decision.Entries);
    }

    [Fact]
    public async Task An_account_switches_for_good_so_that_a_snapshot_without_a_sign_takes_it_from_another()
    {
        IPriceBook book = await _home.BookAsync(
            Seen("creator", "2026-08-01T00:00:00Z"),
            Seen("creator", "2026-09-01T00:00:00Z") with { CanExtendLimit = true },
            Seen("creator", "2026-10-01T00:00:00Z") with { CanExtendLimit = false },
            Seen("creator", "2026-11-01T00:00:00Z"));
        Assert.Equal(
            [BillingGeneration.UsageBased, BillingGeneration.UsageBased, BillingGeneration.PayAsYouGo, BillingGeneration.PayAsYouGo],
            new[] { "2026-08-02", "2026-09-02", "2026-10-02", "2026-11-02" }.Select(day => book.RateOn(day)!.Billing));
    }

    [Fact]
    public async Task What_the_user_set_wins_from_its_day_on()
    {
        Connection connection = Connection("acme") with
        {
            Billing = [new BillingTerm(BillingChoice.UsageBased, null), new BillingTerm(BillingChoice.PayAsYouGo, new DateTime(2026, 10, 1)), new BillingTerm(BillingChoice.Auto, new DateTime(2026, 12, 1))],
        };
        var ledger = new MemoryLedger { Snapshots = [Seen("creator", "2026-08-01T00:00:00Z")] };
        IPriceBook book = await _home.Books.ForAsync(connection, ledger, default);
        Assert.Equal("catalog 2026-11-28/creator usage-based as set", book.RateOn("2026-09-30")!.Version);
        Assert.Equal("catalog 2026-11-28/creator pay-as-you-go as set", book.RateOn("2026-10-01")!.Version);
        Assert.Equal("catalog 2026-11-28/creator (billing undecided)", book.RateOn("2026-12-01")!.Version);
        Price price = (await _home.Books.InForceAsync(connection, ledger, new DateOnly(2026, 10, 1), default)).Price!;
        Assert.Equal((BillingGeneration.PayAsYouGo, "it is set for the connection"), (price.Billing!.Value, price.BillingReason!));
    }

    [Fact]
    public async Task An_own_price_decides_by_its_billing_or_its_overage_rate()
    {
        _home.WritePrices(
            """{ "tier": "creator", "monthlyPrice": "20", "monthlyCredits": 100000, "currency": "USD", "overagePer1000Credits": "0.25" }""",
            """{ "tier": "pro", "monthlyPrice": "90", "monthlyCredits": 600000, "currency": "USD", "billing": "PayAsYouGo" }""");
        PlanRate creator = (await _home.BookAsync(Seen("creator") with { CanExtendLimit = false })).RateOn("2026-11-01")!;
        Assert.Equal((BillingGeneration.UsageBased, 0.25m, "override/creator"), (creator.Billing!.Value, creator.OveragePer1000Credits!.Value, creator.Version));
        PlanRate pro = (await _home.BookAsync(Seen("pro") with { CanExtendLimit = true })).RateOn("2026-11-01")!;
        Assert.Equal((BillingGeneration.PayAsYouGo, 0m, "override/pro pay-as-you-go"), (pro.Billing!.Value, pro.OveragePer1000Credits!.Value, pro.Version));
    }

    [Fact]
    public async Task Undecided_prices_that_differ_are_no_price_and_the_reason_holds_both()
    {
        IPriceBook book = await _home.BookAsync(Seen("scale_2024_08_10"));
        string reason = book.ReasonOn("2026-11-01");
        Assert.Contains("299.00 USD for 1,800,000 credits", reason, StringComparison.Ordinal);
        Assert.Contains("330.00 USD for 2,000,000 credits", reason, StringComparison.Ordinal);
        Assert.Contains("Set-ElevenLabsConnection acme -Billing", reason, StringComparison.Ordinal);
        Assert.Equal(3, book.PlanRateOn(Day).Possible!.Count);

        IPriceBook alike = await _home.BookAsync(Seen("creator"));
        Assert.Equal((22m, 121_000L, null, null), alike.RateOn("2026-11-01") is { } rate ? (rate.MonthlyPrice, rate.MonthlyCredits, rate.OveragePer1000Credits, rate.Billing) : default);
    }

    [Fact]
    public void Every_tier_has_entries_for_each_day_since_2025()
    {
        foreach (string tier in PriceCatalog.Entries.Select(entry => entry.Tier).Distinct())
        {
            foreach (DateOnly day in new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2027, 1, 1)).EachDay())
            {
                Assert.NotNull(PriceCatalog.Find(tier, day));
                IReadOnlyList<PriceEntry> all = PriceCatalog.FindAll(tier, day);
                Assert.Equal(all.Count, all.Select(entry => entry.Version).Distinct().Count());
                Assert.All(all, entry => Assert.True(entry.Billing == BillingGeneration.UsageBased || entry.OveragePer1000Credits is null));
            }
        }
    }

    private static SubscriptionSnapshot Seen(string tier, string at = "2026-10-01T00:00:00Z") =>
        Snapshot(tier, at) with { OverageAllowed = null, CreditLimit = 0 };
}

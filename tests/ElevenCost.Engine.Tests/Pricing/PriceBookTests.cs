using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

using static ElevenCost.Engine.Tests.Pricing.PriceTestHome;

namespace ElevenCost.Engine.Tests.Pricing;

public sealed class PriceBookTests : IDisposable
{
    private readonly PriceTestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("free", "2026-05-06", 0, 10_000, "catalog 2026-11-28/free", "0")]
    [InlineData("free", "2026-05-07", 0, 10_000, "catalog 2026-11-28/free", "0")]
    [InlineData("starter", "2026-05-06", 5, 30_000, "catalog 2026-11-28/starter until 2026-05-07", null)]
    [InlineData("starter", "2026-05-07", 6, 30_000, "catalog 2026-11-28/starter usage-based by overage limit", null)]
    [InlineData("creator", "2026-05-06", 22, 100_000, "catalog 2026-11-28/creator until 2026-05-07", "0.30")]
    [InlineData("creator", "2026-05-07", 22, 121_000, "catalog 2026-11-28/creator usage-based by overage limit", "0.30")]
    [InlineData("pro", "2026-05-06", 99, 500_000, "catalog 2026-11-28/pro until 2026-05-07", "0.24")]
    [InlineData("pro", "2026-05-07", 99, 600_000, "catalog 2026-11-28/pro usage-based by overage limit", "0.24")]
    [InlineData("scale_2024_08_10", "2026-05-06", 330, 2_000_000, "catalog 2026-11-28/scale_2024_08_10 until 2026-05-07", "0.18")]
    [InlineData("scale_2024_08_10", "2026-05-07", 299, 1_800_000, "catalog 2026-11-28/scale_2024_08_10 usage-based by overage limit", "0.18")]
    [InlineData("growing_business", "2026-05-06", 1320, 11_000_000, "catalog 2026-11-28/growing_business until 2026-05-07", "0.12")]
    [InlineData("growing_business", "2026-05-07", 990, 6_000_000, "catalog 2026-11-28/growing_business usage-based by overage limit", "0.12")]
    public async Task A_plan_has_its_list_price_of_the_day(string tier, string day, int price, long credits, string version, string? overage)
    {
        // The limit is below the former credits of Scale and Business, so that they have the present ones.
        IPriceBook book = await _home.BookAsync(Snapshot(tier) with { CreditLimit = credits });

        Assert.Equal(
            new PlanRate(price, credits, "USD", version, overage is null ? null : decimal.Parse(overage), Billing: tier == "free" ? null : BillingGeneration.UsageBased),
            book.RateOn(day));
    }

    [Fact]
    public async Task The_limit_that_holds_rollover_is_never_the_quota()
    {
        IPriceBook book = await _home.BookAsync(Snapshot("creator") with { CreditLimit = 363_000 });

        Assert.Equal(121_000, book.RateOn("2026-06-01")!.MonthlyCredits);
    }

    [Theory]
    [InlineData("UTC", "2026-06-10T23:59:59Z", "2026-06-10")]
    [InlineData("UTC", "2026-06-11T00:00:00Z", "2026-06-11")]
    [InlineData("Europe/Berlin", "2026-06-10T21:59:59Z", "2026-06-10")]
    [InlineData("Europe/Berlin", "2026-06-10T22:00:00Z", "2026-06-11")]
    [InlineData("America/New_York", "2026-06-11T03:59:59Z", "2026-06-10")]
    // Spring forward: 8 March 2026 has 23 hours, and ends at 04:00 UTC, not 05:00.
    [InlineData("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08")]
    [InlineData("America/New_York", "2026-03-09T04:00:00Z", "2026-03-09")]
    // Fall back: 25 October 2026 has 25 hours, and ends at 23:00 UTC, not 22:00.
    [InlineData("Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-25")]
    [InlineData("Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-26")]
    // Midnight does not exist: clocks jump from 00:00 to 01:00 on 29 March 2026, at 22:00 UTC.
    [InlineData("Asia/Beirut", "2026-03-28T21:59:59Z", "2026-03-28")]
    [InlineData("Asia/Beirut", "2026-03-28T22:00:00Z", "2026-03-29")]
    public async Task A_change_of_plan_counts_from_the_day_it_was_seen_on(string zone, string at, string firstDay)
    {
        IPriceBook book = await _home.BookInAsync(zone, "acme", Snapshot("creator", "2026-01-01T00:00:00Z"), Snapshot("pro", at));
        DateOnly day = DateOnly.Parse(firstDay);

        Assert.Equal(22, book.PlanRateOn(day.AddDays(-1)).Rate!.MonthlyPrice);
        Assert.Equal(99, book.PlanRateOn(day).Rate!.MonthlyPrice);
        Assert.Equal(DayZone.Find(zone).StartOf(day) <= DateTimeOffset.Parse(at), DayZone.Find(zone).StartOf(day.AddDays(1)) > DateTimeOffset.Parse(at));
    }

    [Fact]
    public async Task Of_two_plans_seen_on_a_day_the_later_one_is_in_force()
    {
        IPriceBook book = await _home.BookAsync(
            Snapshot("pro", "2026-06-10T08:00:00Z"), Snapshot("creator", "2026-06-10T09:00:00Z"), Snapshot("starter", "2026-06-12T09:00:00Z"));

        Assert.Equal([22, 22, 6, 6], new[] { "2026-06-10", "2026-06-11", "2026-06-12", "2030-01-01" }.Select(day => (int)book.RateOn(day)!.MonthlyPrice));
    }

    [Fact]
    public async Task Before_the_first_snapshot_its_plan_is_assumed_at_the_prices_of_then()
    {
        IPriceBook book = await _home.BookAsync(Snapshot("creator", "2026-06-10T08:00:00Z"), Snapshot("pro", "2026-06-11T08:00:00Z"));

        Assert.Equal(new PlanRate(22, 121_000, "USD", "catalog 2026-11-28/creator usage-based by overage limit (plan assumed)", 0.30m, IsAssumed: true, BillingGeneration.UsageBased), book.RateOn("2026-06-09"));
        Assert.Equal(new PlanRate(22, 100_000, "USD", "catalog 2026-11-28/creator until 2026-05-07 (plan assumed)", 0.30m, IsAssumed: true, BillingGeneration.UsageBased), book.RateOn("2026-01-01"));
        Assert.Equal("catalog 2026-11-28/creator usage-based by overage limit", book.RateOn("2026-06-10")!.Version);
    }

    [Fact]
    public async Task The_first_and_the_last_day_there_are_get_an_answer()
    {
        IPriceBook book = await _home.BookInAsync("Asia/Tokyo", "acme", Snapshot("creator"));

        Assert.Equal(100_000, book.PlanRateOn(DateOnly.MinValue).Rate!.MonthlyCredits);
        Assert.Equal(121_000, book.PlanRateOn(DateOnly.MaxValue).Rate!.MonthlyCredits);
    }

    [Fact]
    public async Task Without_a_snapshot_the_reason_is_to_sync()
    {
        IPriceBook book = await _home.BookAsync();

        Assert.Equal(
            "The plan of connection 'acme' is not known, because no sync has read its subscription: " +
            "sync it first.",
            book.ReasonOn("2026-06-01"));
    }

    [Fact]
    public async Task An_unknown_tier_has_no_price()
    {
        IPriceBook book = await _home.BookAsync(Snapshot("creator_plus"));

        Assert.Equal(
            "The price catalog 2026-11-28 has no tier 'creator_plus' (monthly_period): set its price and credits per month with Set-ElevenLabsPrice creator_plus, or elevencost price set creator_plus.",
            book.ReasonOn("2026-06-01"));
    }

    [Theory]
    [InlineData("enterprise")]
    [InlineData("go")]
    [InlineData("trial")]
    [InlineData("grant_tier_1_2025_07_23")]
    public async Task A_tier_without_a_public_price_says_so(string tier)
    {
        IPriceBook book = await _home.BookAsync(Snapshot(tier, period: "annual_period", currency: "EUR"));

        Assert.Equal(
            $"There is no public price of tier '{tier}' (annual_period): set the price and credits per month of your contract with Set-ElevenLabsPrice {tier}, or elevencost price set {tier}.",
            book.ReasonOn("2026-06-01"));
    }

    [Theory]
    [InlineData("3_month_period")]
    [InlineData("annual_period")]
    public async Task A_plan_that_is_not_paid_by_the_month_has_no_price(string period)
    {
        IPriceBook book = await _home.BookAsync(Snapshot("creator", period: period));

        Assert.Equal(
            $"Only the monthly price of tier 'creator' ({period}) is public, in USD: set what you pay per month, in USD, " +
            "and the credits per month with Set-ElevenLabsPrice creator, or elevencost price set creator.",
            book.ReasonOn("2026-06-01"));
    }

    [Fact]
    public async Task A_plan_paid_in_another_currency_has_no_price()
    {
        IPriceBook book = await _home.BookAsync(Snapshot("pro", currency: "EUR"));

        Assert.Equal(
            "The price of tier 'pro' (monthly_period) is only known in USD, and the subscription is paid in EUR: " +
            "set the price per month in EUR and the credits per month with Set-ElevenLabsPrice pro, or elevencost price set pro.",
            book.ReasonOn("2026-06-01"));
    }

    [Fact]
    public async Task Days_of_one_reason_have_the_same_text_so_that_it_is_told_once()
    {
        IPriceBook book = await _home.BookAsync(Snapshot("pro", currency: "EUR"));

        Assert.Equal(book.ReasonOn("2025-01-01"), book.ReasonOn("2026-06-01"));
    }

    [Theory]
    [InlineData(null, null, "USD")]
    [InlineData("annual_period", "EUR", "EUR")]
    [InlineData("monthly_period", "PLN", "PLN")]
    public async Task Free_costs_nothing_in_any_currency_and_period(string? period, string? currency, string expected)
    {
        IPriceBook book = await _home.BookAsync(Snapshot("free", period: period, currency: currency));

        Assert.Equal(new PlanRate(0, 10_000, expected, "catalog 2026-11-28/free", 0), book.RateOn("2026-06-01"));
    }

    [Fact]
    public async Task An_absent_period_and_currency_contradict_nothing()
    {
        IPriceBook book = await _home.BookAsync(Snapshot("Creator", period: null, currency: null));

        Assert.Equal(new PlanRate(22, 121_000, "USD", "catalog 2026-11-28/creator usage-based by overage limit", 0.30m, Billing: BillingGeneration.UsageBased), book.RateOn("2026-06-01"));
    }

    [Fact]
    public async Task An_unknown_zone_is_named()
    {
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => _home.BookInAsync("Europe/Atlantis", "acme", Snapshot("pro")));

        Assert.Equal("TimeZoneNotFound", e.ErrorId);
    }

    [Fact]
    public async Task A_book_does_not_change_once_it_is_made()
    {
        var snapshots = new List<SubscriptionSnapshot> { Snapshot("creator") };
        IPriceBook book = await _home.BookAsync([.. snapshots]);
        _home.WritePrices("""{ "tier": "creator", "monthlyPrice": "1", "monthlyCredits": 1, "currency": "USD" }""");

        Assert.Equal(22, book.RateOn("2026-06-01")!.MonthlyPrice);
        Assert.Equal(1, (await _home.BookAsync([.. snapshots])).RateOn("2026-06-01")!.MonthlyPrice);
    }
}

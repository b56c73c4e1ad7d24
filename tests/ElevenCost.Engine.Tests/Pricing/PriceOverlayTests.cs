using ElevenCost.Engine.Pricing;
using static ElevenCost.Engine.Tests.Pricing.PriceTestHome;

namespace ElevenCost.Engine.Tests.Pricing;

public sealed class PriceOverlayTests : IDisposable
{
    private readonly PriceTestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_users_price_wins_over_the_catalogue_within_its_days()
    {
        _home.WritePrices(
            """{ "tier": "creator", "from": "2026-06-01", "until": "2026-07-01", "monthlyPrice": "18.50", "monthlyCredits": 121000, "currency": "eur" }""");
        IPriceBook book = await _home.BookAsync(Snapshot("creator"));

        Assert.Equal("catalog 2026-11-28/creator usage-based by overage limit", book.RateOn("2026-05-31")!.Version);
        Assert.Equal(new PlanRate(18.50m, 121_000, "EUR", "override/creator from 2026-06-01", Billing: BillingGeneration.UsageBased), book.RateOn("2026-06-01"));
        Assert.Equal(18.50m, book.RateOn("2026-06-30")!.MonthlyPrice);
        Assert.Equal("catalog 2026-11-28/creator usage-based by overage limit", book.RateOn("2026-07-01")!.Version);
    }

    [Fact]
    public async Task A_tier_without_a_public_price_gets_one_in_any_currency_and_period()
    {
        _home.WritePrices(
            """{ "tier": "enterprise", "from": "2026-01-01", "monthlyPrice": "1200.00", "monthlyCredits": 10000000, "currency": "EUR" }""");
        IPriceBook book = await _home.BookAsync(Snapshot("enterprise", period: "annual_period", currency: "USD"));

        Assert.Equal(new PlanRate(1200, 10_000_000, "EUR", "override/enterprise from 2026-01-01", Billing: BillingGeneration.UsageBased), book.RateOn("2026-06-01"));
        Assert.Equal("override/enterprise from 2026-01-01 (plan assumed)", book.RateOn("2026-01-01")!.Version);
        Assert.Contains("no public price", book.ReasonOn("2025-12-31"));
    }

    [Theory]
    [InlineData("acme", 1)]
    [InlineData("ACME", 1)]
    [InlineData("acme-2", 2)]
    [InlineData("other", 3)]
    public async Task A_connections_name_goes_before_a_wildcard_and_that_before_none(string connection, int price)
    {
        // The least specific ones were set first and start last, so that neither order can explain the answer.
        _home.WritePrices(
            """{ "tier": "pro", "from": "2026-03-01", "monthlyPrice": 3, "monthlyCredits": 100, "currency": "USD" }""",
            """{ "tier": "pro", "connection": "acme*", "from": "2026-02-01", "monthlyPrice": 2, "monthlyCredits": 100, "currency": "USD" }""",
            """{ "tier": "pro", "connection": "Acme", "from": "2026-01-01", "monthlyPrice": 1, "monthlyCredits": 100, "currency": "USD" }""");
        IPriceBook book = await _home.BookInAsync("UTC", connection, Snapshot("pro"));

        Assert.Equal(price, book.RateOn("2026-06-01")!.MonthlyPrice);
    }

    [Fact]
    public async Task Of_two_wildcards_the_one_that_starts_last_wins()
    {
        _home.WritePrices(
            """{ "tier": "pro", "connection": "acme*", "from": "2026-01-01", "monthlyPrice": 1, "monthlyCredits": 100, "currency": "USD" }""",
            """{ "tier": "pro", "connection": "*me", "from": "2026-03-01", "monthlyPrice": 2, "monthlyCredits": 100, "currency": "USD" }""",
            """{ "tier": "pro", "connection": "a*", "monthlyPrice": 3, "monthlyCredits": 100, "currency": "USD" }""");
        IPriceBook book = await _home.BookAsync(Snapshot("pro"));

        Assert.Equal([3, 1, 2], new[] { "2025-12-31", "2026-02-28", "2026-03-01" }.Select(day => (int)book.RateOn(day)!.MonthlyPrice));
    }

    [Theory]
    [InlineData("annual_period", 2, "override/pro annual_period")]
    [InlineData("monthly_period", 1, "override/pro from 2026-03-01")]
    [InlineData(null, 1, "override/pro from 2026-03-01")]
    public async Task A_named_billing_period_goes_before_any(string? period, int price, string version)
    {
        _home.WritePrices(
            """{ "tier": "pro", "from": "2026-03-01", "monthlyPrice": 1, "monthlyCredits": 100, "currency": "USD" }""",
            """{ "tier": "pro", "billingPeriod": "annual_period", "monthlyPrice": 2, "monthlyCredits": 100, "currency": "USD" }""");
        IPriceBook book = await _home.BookAsync(Snapshot("pro", period: period));

        Assert.Equal(new PlanRate(price, 100, "USD", version, Billing: BillingGeneration.UsageBased), book.RateOn("2026-06-01"));
    }

    [Fact]
    public async Task A_number_is_as_exact_as_text()
    {
        _home.WritePrices(
            """{ "tier": "a", "monthlyPrice": 0.1, "monthlyCredits": 3, "currency": "USD", "overagePer1000Credits": 123456789012.12345678 }""");
        IPriceBook book = await _home.BookAsync(Snapshot("a"));

        Assert.Equal(0.1m, book.RateOn("2026-06-01")!.MonthlyPrice);
        Assert.Equal(123456789012.12345678m, Assert.Single(await new PriceStore(_home.Ledger, TimeProvider.System)
            .ListAsync(new PriceQuery { Source = PriceSource.Override }, default)).OveragePer1000Credits);
    }

    [Fact]
    public void Versions_tell_every_entry_apart()
    {
        IReadOnlyList<PriceEntry> entries = Entries(
            """{ "tier": "pro", "monthlyPrice": 1, "monthlyCredits": 1, "currency": "USD" }""",
            """{ "tier": "pro", "monthlyPrice": 1, "monthlyCredits": 1, "currency": "USD", "billingPeriod": "annual_period" }""",
            """{ "tier": "pro", "monthlyPrice": 1, "monthlyCredits": 1, "currency": "USD", "connection": "annual_period" }""",
            """{ "tier": "pro", "monthlyPrice": 1, "monthlyCredits": 1, "currency": "USD", "connection": "a[bc]`*", "until": "2026-01-01" }""",
            """{ "tier": "pro", "monthlyPrice": 1, "monthlyCredits": 1, "currency": "USD", "connection": "a[bc]`*", "from": "2026-01-01" }""");

        Assert.Equal(
            [
                "override/pro", "override/pro annual_period", "override/pro@annual_period", "override/pro@a[bc]`*",
                "override/pro@a[bc]`* from 2026-01-01",
            ],
            entries.Select(entry => entry.Version));
    }

    [Fact]
    public async Task A_change_is_seen_by_the_next_book_and_not_by_one_that_was_handed_out()
    {
        IPriceBook before = await _home.BookAsync(Snapshot("pro"));
        foreach (int price in new[] { 1, 2, 2, 1 })
        {
            _home.WritePrices($$"""{ "tier": "pro", "monthlyPrice": {{price}}, "monthlyCredits": 2, "currency": "USD" }""");
            Assert.Equal(price, (await _home.BookAsync(Snapshot("pro"))).RateOn("2026-06-01")!.MonthlyPrice);
        }

        _home.WritePrices();
        Assert.Equal(99, (await _home.BookAsync(Snapshot("pro"))).RateOn("2026-06-01")!.MonthlyPrice);
        Assert.Equal(99, before.RateOn("2026-06-01")!.MonthlyPrice);
    }
}

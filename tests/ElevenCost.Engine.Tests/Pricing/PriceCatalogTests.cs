using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Tests.Pricing;

public sealed class PriceCatalogTests
{
    [Fact]
    public void The_version_is_the_day_it_was_made() => Assert.Equal("2026-11-28", PriceCatalog.VersionId);

    [Fact]
    public void Each_tier_has_exactly_one_price_of_a_generation_on_every_day_that_needs_no_proof()
    {
        var range = new DateRange(new DateOnly(2024, 1, 1), new DateOnly(2027, 12, 31));
        foreach (IGrouping<string, PriceEntry> tier in PriceCatalog.Entries.GroupBy(entry => entry.Tier))
        {
            // Scale and Business may be on their former price without any sign of it.
            int usageBased = tier.Key is "scale_2024_08_10" or "growing_business" ? 2 : 1;
            Assert.All(range.EachDay(), day =>
            {
                PriceEntry[] holding = [.. tier.Where(entry => entry.HoldsOn(day) && !entry.IsOnlyIfProven)];
                bool isOfBoth = day >= new DateOnly(2026, 5, 7) && holding.Any(entry => entry.Billing == BillingGeneration.PayAsYouGo);
                Assert.Equal(isOfBoth ? usageBased + 1 : 1, holding.Length);
            });
        }
    }

    [Fact]
    public void Versions_are_unique() =>
        Assert.Equal(PriceCatalog.Entries.Count, PriceCatalog.Entries.Select(entry => entry.Version).Distinct().Count());

    [Fact]
    public void Every_tier_that_the_api_names_is_listed() => Assert.Equal(
        [
            "creator", "enterprise", "free", "go", "grant_tier_1_2025_07_23", "grant_tier_2_2025_07_23",
            "growing_business", "pro", "scale_2024_08_10", "starter", "trial",
        ],
        PriceCatalog.Entries.Select(entry => entry.Tier).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_price_comes_with_credits_and_only_the_unpublished_have_none() => Assert.All(PriceCatalog.Entries, entry =>
    {
        Assert.Equal(entry.MonthlyPrice is null, entry.MonthlyCredits is null);
        Assert.Equal(entry.Tier is "go" or "enterprise" or "trial" || entry.Tier.StartsWith("grant", StringComparison.Ordinal), entry.MonthlyPrice is null);
    });

    [Theory]
    [InlineData("creator", "0.30")]
    [InlineData("pro", "0.24")]
    [InlineData("scale_2024_08_10", "0.18")]
    [InlineData("growing_business", "0.12")]
    public void The_overage_is_kept_exactly(string tier, string price) =>
        Assert.Equal(decimal.Parse(price), PriceCatalog.FindAll(tier, new DateOnly(2026, 6, 1)).First(entry => entry.Billing == BillingGeneration.UsageBased).OveragePer1000Credits);
}

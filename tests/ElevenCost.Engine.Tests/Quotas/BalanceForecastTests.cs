using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Quotas;

/// <summary>The quota of an account on Pay As You Go, and when its balance is used up; figures worked out by hand.</summary>
public sealed class BalanceForecastTests
{
    private static readonly DateTime Now = new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);

    private static readonly PlanTerms Terms = new(100_000, 0, "USD", "test")
    {
        Billing = BillingGeneration.PayAsYouGo,
        BillingReason = "the test says so",
        DrawnPerCredit = new Fraction(1, 10_000),
    };

    [Theory]
    // 10,000 credits left, and 50,000 more of the balance, at 5,000 a day: 12 days, before the reset in 20.
    [InlineData("5", "2026-12-02")]
    // Beyond the plan 90,000 credits until the reset, then 100,000 of the new cycle, then the last 10,000: 20 + 22 days.
    [InlineData("10", "2027-01-01")]
    [InlineData("0", "2026-11-20")]
    [InlineData("-1", "2026-11-20")]
    [InlineData("1000000", null)]
    public void The_plans_credits_go_first_in_every_cycle(string balance, string? day) => Assert.Equal(
        day is null ? null : DateOnly.Parse(day),
        BalanceForecast.RunsOutOn(decimal.Parse(balance), 0.0001m, 10_000, 100_000, 5_000, Now, Now.AddDays(20), TimeZoneInfo.Utc));

    [Fact]
    public void Without_burn_it_lasts() =>
        Assert.Null(BalanceForecast.RunsOutOn(1, 0.0001m, 10, 100_000, 0, Now, Now.AddDays(20), TimeZoneInfo.Utc));

    [Fact]
    public void A_larger_balance_never_is_used_up_sooner()
    {
        Prop.ForAll(Gen.Choose(0, 10_000_000).Two().ToArbitrary(), Gen.Choose(1, 500_000).ToArbitrary(), (balances, perDay) =>
        {
            (int less, int more) = balances.Item1 < balances.Item2 ? (balances.Item1, balances.Item2) : (balances.Item2, balances.Item1);
            DateOnly? sooner = Day(less);
            DateOnly? later = Day(more);
            return later is null || (sooner is not null && sooner <= later);

            DateOnly? Day(int cents) => BalanceForecast.RunsOutOn(cents / 100m, 0.0001m, 50_000, 121_000, perDay, Now, Now.AddDays(11), TimeZoneInfo.Utc);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_beyond_the_plan_is_drawn_and_there_is_no_overage()
    {
        Quota quota = Of(130_000, 100_000);
        Assert.Equal((QuotaState.OnBalance, 30_000L, 3m, "USD"), (quota.State, quota.DrawnCredits, quota.DrawnCost, quota.DrawnCurrency));
        Assert.Equal((0L, 0m, 0L, 0m, false), (quota.OverageCredits, quota.OverageCost, quota.ProjectedOverageCredits, quota.ProjectedOverageCost, quota.OverageAllowed));
        Assert.Equal((80_000L, 8m), (quota.ProjectedDrawnCredits, quota.ProjectedDrawnCost));
        Assert.Equal((BillingGeneration.PayAsYouGo, "the test says so"), (quota.Billing, quota.BillingReason));
    }

    [Fact]
    public void Before_that_it_tells_when_the_balance_takes_over()
    {
        Quota quota = Of(80_000, 100_000);
        Assert.Equal((QuotaState.RunsOut, 20_000L, 0L, 0m, new DateTime(2026, 11, 24)), (quota.State, quota.CreditsLeft, quota.DrawnCredits, quota.DrawnCost, quota.RunsOutOn!.Value));
    }

    [Fact]
    public void A_limit_of_0_is_the_plans_credits()
    {
        Quota quota = Of(80_000, 0);
        Assert.Equal((100_000L, 20_000L), (quota.CreditLimit, quota.CreditsLeft));
    }

    private static Quota Of(long used, long limit) => QuotaForecast.Of(
        SimulatedConnection.Describe("acme", new Uri("https://a.example")),
        new SubscriptionSnapshot { At = Now, Tier = "creator", CreditsUsed = used, CreditLimit = limit, NextResetAt = Now.AddDays(10), CurrentOverage = 0, OverageCurrency = "USD" },
        true, Terms, new Burn(5_000, 5_000, 5_000), Now);
}

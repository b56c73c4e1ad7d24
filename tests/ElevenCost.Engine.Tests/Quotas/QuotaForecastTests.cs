using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Quotas;

public sealed class QuotaForecastTests
{
    private static readonly DateTime Now = SimulatedConnection.Now.UtcDateTime;

    private static readonly PlanTerms Creator = new(121_000, 0.30m, "USD", "catalog/creator");

    private static readonly SubscriptionSnapshot Snapshot = new()
    {
        At = Now,
        Tier = "creator",
        Currency = "USD",
        CreditsUsed = 100_000,
        CreditLimit = 121_000,
        NextResetAt = Now.AddDays(10),
        CurrentOverage = 0,
        OverageCurrency = "USD",
        RefreshPeriod = "monthly_period",
        OverageAllowed = true,
        OverageLimit = 121_000,
    };

    [Theory]
    [InlineData(100_000, 121_000, 3_000, QuotaState.RunsOut, 21_000, true, 0, 9_000)]
    [InlineData(100_000, 121_000, 2_100, QuotaState.Lasts, 21_000, false, 0, 0)]
    [InlineData(100_000, 121_000, 2_000, QuotaState.Lasts, 21_000, false, 0, 0)]
    [InlineData(100_000, 121_000, 0, QuotaState.Lasts, 21_000, false, 0, 0)]
    [InlineData(121_000, 121_000, 100, QuotaState.Exhausted, 0, true, 0, 1_000)]
    [InlineData(150_000, 121_000, 1_000, QuotaState.Overage, -29_000, true, 29_000, 39_000)]
    [InlineData(150_000, 121_000, 0, QuotaState.Overage, -29_000, true, 29_000, 29_000)]
    public void What_is_left_and_what_is_beyond_are_never_cut(long used, long limit, int perDay, QuotaState state, long left, bool runsOut, long overage, long projected)
    {
        Quota quota = Of(Snapshot with { CreditsUsed = used, CreditLimit = limit }, perDay);
        Assert.Equal((state, left, runsOut, overage, projected),
            (quota.State, quota.CreditsLeft!.Value, quota.RunsOutBeforeReset!.Value, quota.OverageCredits!.Value, quota.ProjectedOverageCredits!.Value));
        Assert.Equal(projected * 0.30m / 1000, quota.ProjectedOverageCost);
        Assert.Equal(overage * 0.30m / 1000, quota.OverageCost);
    }

    [Fact]
    public void The_day_it_runs_out_is_of_the_connections_zone()
    {
        // 21,000 left at 2,800 a day: 7.5 days.
        Quota quota = Of(Snapshot, 2_800, zone: "Pacific/Auckland");
        Assert.Equal((Now.AddDays(7.5), DateTimeKind.Utc, new DateTime(2026, 11, 28)), (quota.RunsOutAt!.Value, quota.RunsOutAt.Value.Kind, quota.RunsOutOn!.Value));
    }

    [Fact]
    public void The_plans_credits_come_from_the_price_and_what_is_above_them_is_rollover()
    {
        Quota quota = Of(Snapshot with { CreditLimit = 363_000 }, 100);
        Assert.Equal((121_000, 242_000, 363_000), (quota.PlanCredits!.Value, quota.RolloverCredits!.Value, quota.CreditLimit!.Value));
        Quota legacy = Of(Snapshot with { CreditLimit = 100_000 }, 100);
        Assert.Equal((121_000L, null), (legacy.PlanCredits, legacy.RolloverCredits));
        Assert.Null(Of(Snapshot with { RefreshPeriod = "annual_period" }, 100).PlanCredits);
        Quota unknown = QuotaForecast.Of(SimulatedConnection.Describe("acme", new Uri("https://a.example")), Snapshot, true, PlanTerms.Unknown, Per(5_000), Now);
        Assert.Equal((null, null, 21_000L, 29_000L, null), (unknown.PlanCredits, unknown.RolloverCredits, unknown.CreditsLeft, unknown.ProjectedOverageCredits, unknown.ProjectedOverageCost));
    }

    [Fact]
    public void Without_burn_reset_or_limit_nothing_is_guessed()
    {
        Quota noBurn = QuotaForecast.Of(SimulatedConnection.Describe("acme", new Uri("https://a.example")), Snapshot, true, Creator, new Burn(null, null, null), Now);
        Assert.Equal((QuotaState.Unknown, null, null, null, null), (noBurn.State, noBurn.RunsOutAt, noBurn.RunsOutBeforeReset, noBurn.ProjectedOverageCredits, noBurn.ProjectedOverDays));
        Quota noReset = Of(Snapshot with { NextResetAt = null }, 1_000);
        Assert.Equal((QuotaState.Unknown, Now.AddDays(21), null, null), (noReset.State, noReset.RunsOutAt, noReset.RunsOutBeforeReset, noReset.ProjectedOverageCredits));
        Quota payAsYouGo = Of(Snapshot with { CreditLimit = 0, NextResetAt = null, CurrentOverage = 12.5m }, 1_000);
        Assert.Equal((QuotaState.NoQuota, null, null, null, 12.5m), (payAsYouGo.State, payAsYouGo.CreditLimit, payAsYouGo.CreditsLeft, payAsYouGo.OverageCredits, payAsYouGo.OverageCost));
        Quota ofLastMonth = Of(Snapshot with { At = Now.AddDays(-20), NextResetAt = Now.AddDays(-1) }, 1_000);
        Assert.Equal((QuotaState.Unknown, null, null), (ofLastMonth.State, ofLastMonth.RunsOutAt, ofLastMonth.RunsOutBeforeReset));
    }

    [Fact]
    public void Overage_costs_what_the_api_says_and_what_is_refused_costs_nothing()
    {
        Assert.Equal((9.99m, "EUR"), (Of(Snapshot with { CreditsUsed = 150_000, CurrentOverage = 9.99m, OverageCurrency = "EUR" }, 10) is var told ? told.OverageCost : 0, told.OverageCurrency));
        Quota refused = Of(Snapshot with { OverageAllowed = false, OverageLimit = 0 }, 5_000);
        Assert.Equal((29_000L, 0m), (refused.ProjectedOverageCredits, refused.ProjectedOverageCost));
        Quota bounded = Of(Snapshot with { OverageLimit = 10_000 }, 5_000);
        Assert.Equal((29_000L, 3.0m), (bounded.ProjectedOverageCredits, bounded.ProjectedOverageCost));
        Assert.Null(Of(Snapshot with { CreditsUsed = 150_000 }, 10, Creator with { OveragePer1000Credits = null, Currency = null }).OverageCost);
    }

    [Fact]
    public void Seven_days_tell_first_then_thirty_then_one()
    {
        Assert.Equal((5m, 7), new Burn(9, 5, 3).Basis);
        Assert.Equal((3m, 30), new Burn(9, null, 3).Basis);
        Assert.Equal((9m, 1), new Burn(9, null, null).Basis);
        Assert.Null(new Burn(null, null, null).Basis);
    }

    [Fact]
    public void A_day_that_is_not_known_makes_every_burn_over_it_unknown()
    {
        var today = new DateOnly(2026, 11, 20);
        Gen<(int Missing, int[] Credits)> days =
            from missing in Gen.Choose(1, 40)
            from credits in Gen.ArrayOf(Gen.Choose(0, 1_000_000), 30)
            select (missing, credits);
        Prop.ForAll(days.ToArbitrary(), sample =>
        {
            Dictionary<DateOnly, long> known = Enumerable.Range(1, 30).Where(back => back != sample.Missing)
                .ToDictionary(back => today.AddDays(-back), back => (long)sample.Credits[back - 1]);
            var burn = Burn.Of(known, today);
            Assert.Equal(sample.Missing <= 1 ? null : sample.Credits[0], burn.PerDay1);
            Assert.Equal(sample.Missing <= 7 ? null : sample.Credits.Take(7).Sum(credits => (decimal)credits) / 7, burn.PerDay7);
            Assert.Equal(sample.Missing <= 30 ? null : sample.Credits.Sum(credits => (decimal)credits) / 30, burn.PerDay30);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_projection_agrees_with_the_credits_left_whatever_the_figures()
    {
        Gen<(int Used, int Limit, int PerDay, int Hours)> figures =
            from used in Gen.Choose(0, 500_000)
            from limit in Gen.Choose(1, 500_000)
            from perDay in Gen.Choose(0, 100_000)
            from hours in Gen.Choose(1, 24 * 31)
            select (used, limit, perDay, hours);
        Prop.ForAll(figures.ToArbitrary(), sample =>
        {
            Quota quota = Of(Snapshot with { CreditsUsed = sample.Used, CreditLimit = sample.Limit, NextResetAt = Now.AddHours(sample.Hours) }, sample.PerDay);
            Assert.Equal(sample.Limit - sample.Used, quota.CreditsLeft);
            Assert.Equal(sample.Used - sample.Limit > 0 ? sample.Used - sample.Limit : 0, quota.OverageCredits);
            Assert.True(quota.ProjectedOverageCredits >= quota.OverageCredits);
            decimal needed = sample.Used + (sample.PerDay * sample.Hours / 24m);
            Assert.Equal(needed > sample.Limit || sample.Used >= sample.Limit, quota.RunsOutBeforeReset);
            Assert.InRange(quota.ProjectedOverageCredits!.Value - Math.Max(0, needed - sample.Limit), 0, 1);
            Assert.Equal(quota.State is QuotaState.RunsOut or QuotaState.Exhausted or QuotaState.Overage, quota.RunsOutBeforeReset);
        }).QuickCheckThrowOnFailure();
    }

    private static Burn Per(int perDay) => new(perDay, perDay, perDay);

    private static Quota Of(SubscriptionSnapshot snapshot, int perDay, PlanTerms? terms = null, string zone = "UTC") =>
        QuotaForecast.Of(SimulatedConnection.Describe("acme", new Uri("https://a.example"), zone), snapshot, true, terms ?? Creator, Per(perDay), Now);
}

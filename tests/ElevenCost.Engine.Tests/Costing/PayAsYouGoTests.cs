using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

using static ElevenCost.Engine.Tests.Costing.BillingMonthSample;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>Fee, drawn balance and overage of both generations of billing; figures worked out by hand.</summary>
public sealed class PayAsYouGoTests
{
    private static readonly CostQuery Whole = new() { Range = October, Basis = CostBasis.Amortized, Granularity = Granularity.Total };

    // 19,000 credits beyond the plan's 121,000.
    private static readonly SampleRow[] Rows = [Row("2026-10-12", 100_000), Row("2026-10-20", 30_000), Row("2026-10-25", 10_000, "scribe_v1")];

    [Fact]
    public async Task Beyond_the_plan_the_balance_is_drawn_at_the_plans_own_rate_and_there_is_no_overage()
    {
        UsageSample sample = Sample(Rows, October, PayAsYouGo("2026-10-12T14:00:00Z"));
        CostResult amortized = await sample.QueryAsync(Whole);
        Assert.Equal(decimal.Round(22m + (19_000m * 22m / 121_000m), 10), amortized.Totals.Single().Cost);
        Assert.Equal("catalog 2026-11-28/creator pay-as-you-go by entitlement", amortized.Rows.Single().PriceVersion);
        CostResult overage = await sample.QueryAsync(Whole with { Basis = CostBasis.Overage });
        Assert.Equal((0m, 0L), (overage.Totals.Single().Cost!.Value, overage.Totals.Single().UnpricedCredits));
        Assert.DoesNotContain(amortized.Warnings, warning => warning.Id is "OverageNotKnown" or "BillingNotDecided");
    }

    [Fact]
    public async Task A_limit_of_0_means_that_nothing_was_rolled_over()
    {
        UsageSample sample = Sample(Rows, October, PayAsYouGo("2026-10-12T14:00:00Z") with { CreditLimit = 0 });
        Assert.Equal(decimal.Round(22m + (19_000m * 22m / 121_000m), 10), (await sample.QueryAsync(Whole)).Totals.Single().Cost);
    }

    [Fact]
    public async Task An_own_rate_of_the_balance_counts()
    {
        const string Prices = """{ "tier": "creator", "monthlyPrice": "22", "monthlyCredits": 121000, "currency": "INR", "overagePer1000Credits": "0.50", "billing": "PayAsYouGo" }""";
        UsageSample sample = Sample(Rows, October, null, [PayAsYouGo("2026-10-12T14:00:00Z")], prices: Prices);
        CostTotal total = (await sample.QueryAsync(Whole)).Totals.Single();
        Assert.Equal(("INR", 31.5m), (total.Currency!, total.Cost!.Value));
        Assert.Equal(0m, (await sample.QueryAsync(Whole with { Basis = CostBasis.Overage })).Totals.Single().Cost);
    }

    [Fact]
    public async Task Undecided_use_beyond_the_plan_is_in_no_cost_and_one_warning_shows_both_amounts()
    {
        UsageSample sample = Sample(Rows, October, Undecided("2026-10-12T14:00:00Z"));
        CostResult amortized = await sample.QueryAsync(Whole);
        Assert.Equal((22m, 40_000L), (amortized.Totals.Single().Cost!.Value, amortized.Totals.Single().UnpricedCredits));
        string message = Assert.Single(amortized.Warnings, warning => warning.Id == "BillingNotDecided").Message;
        Assert.Contains("25.45 USD on Pay As You Go", message, StringComparison.Ordinal);
        Assert.Contains("27.70 USD on usage-based billing", message, StringComparison.Ordinal);
        Assert.Contains("-Billing PayAsYouGo|UsageBased", message, StringComparison.Ordinal);
        CostResult overage = await sample.QueryAsync(Whole with { Basis = CostBasis.Overage });
        Assert.Null(overage.Totals.Single().Cost);
        Assert.Contains("0.00 USD on Pay As You Go", Assert.Single(overage.Warnings, warning => warning.Id == "BillingNotDecided").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_the_plan_it_does_not_matter_which_generation_it_is()
    {
        UsageSample sample = Sample(Rows[..1], October, Undecided("2026-10-12T14:00:00Z"));
        CostResult amortized = await sample.QueryAsync(Whole);
        Assert.Equal((22m, 0L), (amortized.Totals.Single().Cost!.Value, amortized.Totals.Single().UnpricedCredits));
        Assert.DoesNotContain(amortized.Warnings, warning => warning.Id is "BillingNotDecided" or "OverageNotKnown");
    }

    [Fact]
    public async Task An_account_that_switches_at_a_cycles_end_keeps_what_it_cost_before()
    {
        var both = new DateRange(October.Start, new DateOnly(2026, 11, 19));
        SampleRow[] rows = [.. Rows, Row("2026-11-13", 141_000)];
        UsageSample sample = Sample(rows, both, Seen("2026-10-12T14:00:00Z"), PayAsYouGo("2026-11-13T06:00:00Z", "2026-12-12T14:42:07Z"));
        var monthly = Whole with { Range = both };
        decimal october = 22m + (19_000m * 0.30m / 1000);
        Assert.Equal(october, (await sample.QueryAsync(Whole)).Totals.Single().Cost);
        Assert.Equal(decimal.Round(october + 22m + (20_000m * 22m / 121_000m), 10), (await sample.QueryAsync(monthly)).Totals.Single().Cost);
        Assert.Equal(19_000m * 0.30m / 1000, (await sample.QueryAsync(monthly with { Basis = CostBasis.Overage })).Totals.Single().Cost);
    }

    [Theory]
    [InlineData(new long[] { 900, 400, -600 }, "0", "15")]
    [InlineData(new long[] { 900, 400, -100 }, "0.6", "15.6")]
    [InlineData(new long[] { 900, 400, -300, 500 }, "1.5", "16.5")]
    [InlineData(new long[] { 1500, -2000, 700 }, "0", "15")]
    [InlineData(new long[] { -500, 1600 }, "0.3", "15.3")]
    public async Task A_refund_takes_back_what_was_last_used_beyond_the_plan(long[] credits, string overage, string amortized)
    {
        const string Prices = """{ "tier": "enterprise", "monthlyPrice": "15.00", "monthlyCredits": 1000, "currency": "USD", "overagePer1000Credits": "3.00" }""";
        SampleRow[] rows = [.. credits.Select((used, day) => Row($"2026-10-{13 + day}", used))];
        UsageSample sample = Sample(rows, October, null, [Seen("2026-10-12T14:00:00Z", "enterprise", 1000)], prices: Prices);
        CostQuery daily = Whole with { Granularity = Granularity.Day, Basis = CostBasis.Overage };
        CostResult days = await sample.QueryAsync(daily);
        Assert.All(days.Rows, row => Assert.True(row.Cost >= 0, $"{row.Date:yyyy-MM-dd} {row.Cost}"));
        Assert.Equal(decimal.Parse(overage), days.Totals.Single().Cost);
        Assert.Equal(decimal.Parse(amortized), (await sample.QueryAsync(Whole)).Totals.Single().Cost);
    }

    [Fact]
    public void Fee_and_what_is_beyond_add_up_whichever_way_usage_is_grouped_and_refunded()
    {
        Gen<(int Kind, int Switch, (int Day, int Credits, string Model, string Key)[] Rows, Dimension[] GroupBy)> cases =
            from kind in Gen.Choose(0, 2)
            from switched in Gen.Choose(0, 30)
            from rows in (from day in Gen.Choose(0, 60)
                          from credits in Gen.Choose(-20_000, 60_000)
                          from model in Gen.Elements("eleven_v3", "scribe_v1")
                          from key in Gen.Elements("hash-a", "hash-b", "")
                          select (day, credits, model, key)).ArrayOf()
            from groups in Gen.SubListOf(Dimension.Model, Dimension.ApiKey, Dimension.Product)
            select (kind, switched, rows, groups.ToArray());
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            // A clock that is past both months.
            var october = new DateRange(new DateOnly(2026, 8, 12), new DateOnly(2026, 9, 11));
            var november = new DateRange(new DateOnly(2026, 9, 12), new DateOnly(2026, 10, 11));
            var both = new DateRange(october.Start, november.End);
            SampleRow[] rows = [.. test.Rows.Select(row => new SampleRow(both.Start.AddDays(row.Day), row.Model, row.Key, "TTS", row.Credits, 1, null, 1m))];
            long first = rows.Where(row => october.Contains(row.Date)).Sum(row => row.Credits);
            long second = rows.Where(row => november.Contains(row.Date)).Sum(row => row.Credits);
            if (first == 0 || second == 0)
            {
                return true;
            }

            // Kind 0 is usage-based, 1 Pay As You Go, and 2 switches at the cycle's end.
            bool firstDraws = test.Kind == 1;
            bool secondDraws = test.Kind >= 1;
            decimal overage = (firstDraws ? 0 : Beyond(first) * 0.30m / 1000) + (secondDraws ? 0 : Beyond(second) * 0.30m / 1000);
            decimal drawn = ((firstDraws ? Beyond(first) : 0) + (secondDraws ? Beyond(second) : 0)) * 22m / 121_000m;
            SubscriptionSnapshot before = firstDraws ? PayAsYouGo("2026-08-13T06:00:00Z", "2026-09-12T14:42:07Z") : Seen("2026-08-13T06:00:00Z", reset: "2026-09-12T14:42:07Z");
            SubscriptionSnapshot after = secondDraws ? PayAsYouGo("2026-09-13T06:00:00Z", "2026-10-12T14:42:07Z") : Seen("2026-09-13T06:00:00Z", reset: "2026-10-12T14:42:07Z");
            UsageSample sample = Sample(rows, both, before, after);
            var query = new CostQuery { Range = both, Basis = CostBasis.Amortized, GroupBy = test.GroupBy, Granularity = Granularity.Day };
            decimal amortized = sample.QueryAsync(query).Result.Rows.Sum(row => row.Cost ?? 0);
            decimal paid = sample.QueryAsync(query with { Basis = CostBasis.Overage }).Result.Rows.Sum(row => row.Cost ?? 0);
            decimal byMonth = new[] { october, november }.Sum(month => sample.QueryAsync(query with { Range = month, Granularity = Granularity.Total }).Result.Rows.Sum(row => row.Cost ?? 0));
            decimal expected = 44m + overage + drawn;
            return Math.Abs(amortized - expected) <= 0.000_000_001m && Math.Abs(byMonth - expected) <= 0.000_000_001m && paid == overage && paid >= 0;
        }).CheckOnLedger();

        static long Beyond(long used) => Math.Max(0, used - 121_000);
    }

    private static SubscriptionSnapshot PayAsYouGo(string at, string reset = "2026-11-12T14:42:07Z") =>
        Undecided(at, reset) with { CanExtendLimit = false };

    private static SubscriptionSnapshot Undecided(string at, string reset = "2026-11-12T14:42:07Z") =>
        Seen(at, reset: reset) with { OverageAllowed = null };
}

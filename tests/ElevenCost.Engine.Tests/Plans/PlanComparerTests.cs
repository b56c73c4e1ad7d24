using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

using static ElevenCost.Engine.Tests.Costing.BillingMonthSample;

namespace ElevenCost.Engine.Tests.Plans;

/// <summary>What every plan would have cost for some usage; figures worked out by hand, and properties.</summary>
public sealed class PlanComparerTests
{
    private static readonly DateRange ThreeMonths = new(new DateOnly(2026, 8, 12), October.End);
    private static readonly PlanOptions OfOctober = new() { Range = October };

    // 19,000 credits beyond the plan's 121,000.
    private static readonly SampleRow[] Rows = [Row("2026-10-12", 100_000), Row("2026-10-20", 40_000)];

    [Fact]
    public async Task Every_plan_is_priced_by_its_own_fee_credits_and_rate_the_cheapest_first()
    {
        PlanResult result = await CompareAsync(Sample(Rows, October, UsageBased("2026-10-12T14:00:00Z")), OfOctober);
        PlanComparison[] served = [.. result.Rows.TakeWhile(row => row.State is PlanState.Current or PlanState.Available)];
        Assert.Equal(
            [
                ("Creator", BillingGeneration.PayAsYouGo, Rounded(22m + (19_000m * 22m / 121_000m)), PlanState.Available),
                ("Creator", BillingGeneration.UsageBased, 27.7m, PlanState.Current),
                ("Starter", BillingGeneration.PayAsYouGo, 28m, PlanState.Available),
                ("Pro", BillingGeneration.PayAsYouGo, 99m, PlanState.Available),
                ("Pro", BillingGeneration.UsageBased, 99m, PlanState.Available),
                ("Scale", BillingGeneration.PayAsYouGo, 299m, PlanState.Available),
                ("Scale", BillingGeneration.UsageBased, 299m, PlanState.Available),
                ("Business", BillingGeneration.PayAsYouGo, 990m, PlanState.Available),
                ("Business", BillingGeneration.UsageBased, 990m, PlanState.Available),
            ],
            served.Select(row => (row.Plan, row.Billing!.Value, row.Cost!.Value, row.State)));
        PlanComparison own = served[1];
        Assert.Equal((22m, 5.7m, 0m, 0m), (own.Fee!.Value, own.Overage!.Value, own.Drawn!.Value, own.Saving!.Value));
        Assert.Equal((140_000L, 121_000L, 0L, 19_000L, 0L), (own.Credits!.Value, own.PlanCredits!.Value, own.RolloverCredits!.Value, own.CreditsBeyond!.Value, own.CreditsNotServed!.Value));
        Assert.Equal((27.7m - served[0].Cost, 8.1m), (served[0].Saving, served[0].SavingPercent!.Value));
        Assert.Equal(-0.3m, served[2].Saving);
        Assert.Equal((22m, 0m), (served[2].Drawn!.Value, served[2].Overage!.Value));
        Assert.Equal((460_000L, Rounded(99m * 460 / 600)), (served[3].UnusedCredits!.Value, served[3].UnusedCost!.Value));
        Assert.All(result.Rows, row => Assert.Equal((October.Start.ToDateTime(default), October.End.ToDateTime(default), 1, false, Completeness.Final), (row.From, row.To, row.Periods, row.IsForecast, row.Completeness)));
        Assert.All(result.Rows.Where(row => row.State != PlanState.Current), row => Assert.NotEmpty(row.Assumptions));
    }

    [Fact]
    public async Task A_plan_that_cannot_serve_the_usage_is_not_shown_as_cheap()
    {
        PlanResult result = await CompareAsync(Sample(Rows, October, UsageBased("2026-10-12T14:00:00Z")), OfOctober);
        PlanComparison free = Assert.Single(result.Rows, row => row.Plan == "Free");
        Assert.Equal((PlanState.Insufficient, 0m, 130_000L), (free.State, free.Cost!.Value, free.CreditsNotServed!.Value));
        Assert.Null(free.Saving);
        Assert.Contains("130,000 of 140,000 credits", free.Reason, StringComparison.Ordinal);

        // Usage-based billing is not offered on Starter, so there is no overage.
        PlanComparison starter = Assert.Single(result.Rows, row => row is { Plan: "Starter", Billing: BillingGeneration.UsageBased });
        Assert.Equal((PlanState.Insufficient, 110_000L), (starter.State, starter.CreditsNotServed!.Value));
        List<PlanState> states = [.. result.Rows.Select(row => row.State)];
        Assert.True(states.IndexOf(PlanState.Insufficient) > states.LastIndexOf(PlanState.Available));
        Assert.True(states.IndexOf(PlanState.Unknown) > states.LastIndexOf(PlanState.Insufficient));

        // Free serves what it includes.
        PlanResult little = await CompareAsync(Sample([Row("2026-10-12", 10_000)], October, UsageBased("2026-10-12T14:00:00Z")), OfOctober);
        Assert.Equal(("Free", PlanState.Available, 22m, 100m), (little.Rows[0].Plan, little.Rows[0].State, little.Rows[0].Saving!.Value, little.Rows[0].SavingPercent!.Value));
    }

    [Fact]
    public async Task What_has_no_public_price_is_unknown_with_a_reason_and_an_own_price_makes_it_known()
    {
        PlanResult result = await CompareAsync(Sample(Rows, October, UsageBased("2026-10-12T14:00:00Z")), OfOctober);
        Assert.Equal(["Business", "Creator", "Enterprise", "Go", "Pro", "Scale", "Starter"],
            result.Rows.Where(row => row.State == PlanState.Unknown).Select(row => row.Plan).Order(StringComparer.Ordinal));
        Assert.All(result.Rows.Where(row => row.State == PlanState.Unknown), row =>
        {
            Assert.Equal((null, null, null, null, null), (row.Cost, row.Fee, row.Saving, row.PlanCredits, row.Currency));
            Assert.Contains("Set-ElevenLabsPrice", row.Reason, StringComparison.Ordinal);
        });

        // A year's price is what the catalogue or the user says, and no twelfth of anything else.
        const string Prices = """
            { "tier": "creator", "monthlyPrice": "18.33", "monthlyCredits": 121000, "currency": "USD", "billingPeriod": "annual_period", "billing": "PayAsYouGo" },
            { "tier": "enterprise", "monthlyPrice": "20", "monthlyCredits": 140000, "currency": "USD" }
            """;
        PlanResult known = await CompareAsync(Sample(Rows, October, null, [UsageBased("2026-10-12T14:00:00Z")], prices: Prices), OfOctober);
        PlanComparison annual = Assert.Single(known.Rows, row => row is { Plan: "Creator", BillingPeriod: BillingPeriod.Annual });
        Assert.Equal((18.33m, Rounded(18.33m + (19_000m * 18.33m / 121_000m)), BillingGeneration.PayAsYouGo), (annual.Fee!.Value, annual.Cost!.Value, annual.Billing!.Value));
        Assert.Contains(annual.Assumptions, text => text.Contains("whole term", StringComparison.Ordinal));
        PlanComparison enterprise = Assert.Single(known.Rows, row => row.Plan == "Enterprise");
        Assert.Equal((20m, null, PlanState.Available), (enterprise.Cost!.Value, enterprise.BillingPeriod, enterprise.State));
    }

    [Fact]
    public async Task On_Pay_As_You_Go_usage_based_billing_and_former_prices_are_closed()
    {
        PlanResult result = await CompareAsync(Sample(Rows, October, PayAsYouGo("2026-10-12T14:00:00Z")), OfOctober);
        Assert.Equal(("Creator", BillingGeneration.PayAsYouGo, PlanState.Current), (result.Rows[0].Plan, result.Rows[0].Billing!.Value, result.Rows[0].State));
        Assert.Equal(Rounded(22m + (19_000m * 22m / 121_000m)), result.Rows[0].Cost);
        Assert.All(result.Rows.Where(row => row is { Billing: BillingGeneration.UsageBased, Cost: not null, CreditsNotServed: 0 }), row => Assert.Equal(PlanState.Closed, row.State));
        Assert.Equal([330m, 1320m], result.Rows.Where(row => row.PriceVersion?.Contains("former", StringComparison.Ordinal) == true && row.Plan is "Scale" or "Business" && row.Fee > 300 && row.Fee != 990).Select(row => row.Fee!.Value).Order());
    }

    [Fact]
    public async Task Unused_credits_roll_over_up_to_two_months_worth_and_Free_keeps_none()
    {
        var months = new DateRange(new DateOnly(2026, 6, 12), October.End);
        SampleRow[] rows = [Row("2026-10-12", 400_000)];
        PlanResult result = await CompareAsync(Sample(rows, months, UsageBased("2026-10-12T14:00:00Z")), OfOctober);

        // Two months without usage before October fill the rollover: 3 x 121,000 are there in October.
        PlanComparison creator = Assert.Single(result.Rows, row => row is { Plan: "Creator", Billing: BillingGeneration.PayAsYouGo, BillingPeriod: BillingPeriod.Monthly });
        Assert.Equal((242_000L, 37_000L, Rounded(22m + (37_000m * 22m / 121_000m))), (creator.RolloverCredits!.Value, creator.CreditsBeyond!.Value, creator.Cost!.Value));
        Assert.Contains(creator.Assumptions, text => text.Contains("up to 242,000; into 2026-08-12 none did", StringComparison.Ordinal));
        PlanComparison free = Assert.Single(result.Rows, row => row.Plan == "Free");
        Assert.Equal((0L, 390_000L), (free.RolloverCredits!.Value, free.CreditsNotServed!.Value));

        // By default the last three whole periods, and what rolls over between them.
        PlanResult three = await CompareAsync(Sample(rows, months, UsageBased("2026-10-12T14:00:00Z")));
        PlanComparison sum = Assert.Single(three.Rows, row => row is { Plan: "Creator", Billing: BillingGeneration.PayAsYouGo, BillingPeriod: BillingPeriod.Monthly });
        Assert.Equal((3, ThreeMonths.Start.ToDateTime(default), 66m, null), (sum.Periods, sum.From, sum.Fee!.Value, sum.RolloverCredits));
        PlanComparison[] parts = [.. three.Periods.Where(row => row is { Plan: "Creator", Billing: BillingGeneration.PayAsYouGo, BillingPeriod: BillingPeriod.Monthly })];
        Assert.Equal([242_000L, 242_000, 242_000], parts.Select(row => row.RolloverCredits!.Value));
        Assert.Equal(sum.CreditsBeyond, parts.Sum(row => row.CreditsBeyond));
    }

    [Fact]
    public async Task A_day_that_is_missing_makes_every_row_partial_and_nothing_is_taken_to_have_rolled_over_from_before_it()
    {
        DateOnly[] without = [new(2026, 10, 1), new(2026, 10, 14)];
        PlanResult result = await CompareAsync(Sample(Rows, ThreeMonths, without, [UsageBased("2026-10-12T14:00:00Z")]), OfOctober);
        Assert.All(result.Rows, row => Assert.Equal(Completeness.Partial, row.Completeness));
        Warning told = Assert.Single(result.Warnings, warning => warning.Id == "PlanUsageIncomplete");
        Assert.Equal(("acme", new DateRange(without[1], without[1])), (told.Connection!, told.Days!.Value));
        Assert.All(result.Rows.Where(row => row.Cost is not null), row => Assert.Equal(0, row.RolloverCredits));
    }

    [Fact]
    public async Task Days_within_billing_periods_stand_for_the_whole_ones()
    {
        PlanResult result = await CompareAsync(Sample(Rows, October, UsageBased("2026-10-12T14:00:00Z")), new PlanOptions { Range = new(new DateOnly(2026, 10, 20), new DateOnly(2026, 10, 22)) });
        Assert.Equal(27.7m, Assert.Single(result.Rows, row => row.State == PlanState.Current).Cost);
        Assert.Contains(result.Warnings, warning => warning.Id == "PlanPeriodsWhole");
    }

    [Fact]
    public async Task Two_currencies_are_not_compared()
    {
        const string Prices = """{ "tier": "creator", "monthlyPrice": "20", "monthlyCredits": 121000, "currency": "EUR", "overagePer1000Credits": "0.25" }""";
        PlanResult result = await CompareAsync(Sample(Rows, October, null, [UsageBased("2026-10-12T14:00:00Z") with { Currency = "EUR" }], prices: Prices), OfOctober);
        Assert.Equal(("EUR", 24.75m, PlanState.Current), (result.Rows[0].Currency, result.Rows[0].Cost!.Value, result.Rows[0].State));
        Assert.All(result.Rows.Where(row => row.Currency == "USD"), row => Assert.Null(row.Saving));
        Assert.Equal("EUR", Assert.Single(result.Rows, row => row.Plan == "Free").Currency);
    }

    [Fact]
    public async Task An_account_whose_billing_nothing_decides_has_no_saving_until_it_is_decided()
    {
        PlanResult result = await CompareAsync(Sample(Rows, October, UsageBased("2026-10-12T14:00:00Z") with { OverageAllowed = null, CanExtendLimit = null }), OfOctober);
        PlanComparison own = Assert.Single(result.Rows, row => row.State == PlanState.Current);
        Assert.Equal((22m, null, null), (own.Fee!.Value, own.Cost, own.Billing));
        Assert.Contains("set how the account is billed", own.Reason, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, warning => warning.Id == "PlanCostNotKnown");
        Assert.All(result.Rows, row => Assert.Null(row.Saving));
        Assert.Equal(2, result.Rows.Count(row => row is { Plan: "Creator", State: PlanState.Available }));
    }

    [Fact]
    public async Task The_next_billing_period_is_forecast_from_the_days_that_are_known()
    {
        var days = new DateRange(new DateOnly(2026, 7, 1), new DateOnly(2026, 11, 19));
        SampleRow[] rows = [.. days.EachDay().Select(day => new SampleRow(day, "eleven_v3", "hash-a", "TTS", 5_000, 1, null, 1m))];
        PlanResult result = await CompareAsync(Sample(rows, days, UsageBased("2026-10-12T14:00:00Z"), UsageBased("2026-11-13T14:00:00Z", "2026-12-12T14:42:07Z")), new PlanOptions { Forecast = true });
        PlanComparison own = Assert.Single(result.Rows, row => row.State == PlanState.Current);
        Assert.Equal((new DateTime(2026, 12, 12), new DateTime(2027, 1, 11), true, Completeness.Provisional), (own.From, own.To, own.IsForecast, own.Completeness));

        // 31 days of 5,000: 155,000 credits.
        Assert.Equal(155_000L, own.Credits);
        Assert.Equal(22m + (34_000m * 0.30m / 1000), own.Cost);
        Assert.True(own.Low80 <= own.Cost && own.Cost <= own.High80);
        Assert.Contains(own.Assumptions, text => text.Contains("in 80 of 100 cases", StringComparison.Ordinal));
        Assert.Equal(9, result.Rows.TakeWhile(row => row.State is PlanState.Current or PlanState.Available).Count());

        PlanResult none = await CompareAsync(Sample(rows[..2], new DateRange(days.Start, days.Start.AddDays(1)), UsageBased("2026-11-13T14:00:00Z", "2026-12-12T14:42:07Z")), new PlanOptions { Forecast = true });
        Assert.All(none.Rows, row => Assert.Equal((null, null, null), (row.Credits, row.Cost, row.Fee)));
        Assert.Contains(none.Warnings, warning => warning.Id == "HistoryTooShort");
    }

    [Fact]
    public async Task A_pattern_keeps_plans_and_the_own_one_and_one_that_matches_nothing_is_an_error()
    {
        UsageSample sample = Sample(Rows, October, UsageBased("2026-10-12T14:00:00Z"));
        PlanResult result = await CompareAsync(sample, OfOctober with { Plans = ["sca*"] });
        Assert.Equal(["Creator", "Scale"], result.Rows.Select(row => row.Plan).Distinct().Order(StringComparer.Ordinal));
        ElevenCostException error = await Assert.ThrowsAsync<ElevenCostException>(() => CompareAsync(sample, OfOctober with { Plans = ["Crestor"] }));
        Assert.Equal("PlanNotFound", error.ErrorId);
        Assert.Contains("Did you mean 'Creator'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_known_reset_there_is_no_billing_period()
    {
        ElevenCostException error = await Assert.ThrowsAsync<ElevenCostException>(() => CompareAsync(Sample(Rows, October, UsageBased("2026-10-12T14:00:00Z") with { NextResetAt = null })));
        Assert.Equal("BillingPeriodNotKnown", error.ErrorId);
    }

    [Fact]
    public void The_own_plans_row_is_what_cost_says_to_the_digit()
    {
        Prop.ForAll(Arb.From(Accounts()), account =>
        {
            UsageSample sample = account.Sample();
            PlanResult result = CompareAsync(sample).Result;
            PlanComparison own = result.Rows.Single(row => row.State == PlanState.Current);
            PlanComparison[] parts = [.. result.Periods.Where(row => row.State == PlanState.Current)];
            return IsCost(sample, own) && parts.Length == 3 && parts.All(part => IsCost(sample, part));
        }).CheckOnLedger();

        static bool IsCost(UsageSample sample, PlanComparison row)
        {
            var query = new CostQuery { Range = new(DateOnly.FromDateTime(row.From), DateOnly.FromDateTime(row.To)), Granularity = Granularity.Total, Basis = CostBasis.Amortized };
            CostTotal amortized = sample.QueryAsync(query).Result.Totals.Single();
            CostTotal overage = sample.QueryAsync(query with { Basis = CostBasis.Overage }).Result.Totals.Single();
            return amortized.Cost == row.Cost && overage.Cost == row.Overage && amortized.Credits == row.Credits && amortized.Currency == row.Currency
                && Math.Abs((row.Fee + row.Overage + row.Drawn - row.Cost)!.Value) < 0.000000001m;
        }
    }

    [Fact]
    public void More_usage_never_costs_less_on_any_plan()
    {
        Prop.ForAll(Arb.From(from account in Accounts() from day in Gen.Choose(0, 91) from more in Gen.Choose(1, 3_000_000) select (account, day, more)), test =>
        {
            PlanResult less = CompareAsync(test.account.Sample()).Result;
            SampleRow extra = new(ThreeMonths.Start.AddDays(test.day), "eleven_v3", "hash-b", "TTS", test.more, 1, null, 1m);
            PlanResult more = CompareAsync((test.account with { Rows = [.. test.account.Rows, extra] }).Sample()).Result;
            return less.Rows.Count == more.Rows.Count && less.Rows.All(row => more.Rows.Single(other => IsOfOnePlan(row, other)) is var other
                && other.Cost >= row.Cost == (row.Cost is not null) && !(other.CreditsNotServed < row.CreditsNotServed) && !(other.UnusedCredits > row.UnusedCredits));
        }).CheckOnLedger();

        static bool IsOfOnePlan(PlanComparison left, PlanComparison right) =>
            (left.Tier, left.Billing, left.BillingPeriod, left.Fee, left.PlanCredits, left.State == PlanState.Current) == (right.Tier, right.Billing, right.BillingPeriod, right.Fee, right.PlanCredits, right.State == PlanState.Current);
    }

    private static decimal Rounded(decimal amount) => decimal.Round(amount, 10, MidpointRounding.AwayFromZero);

    private static SubscriptionSnapshot UsageBased(string at, string reset = "2026-11-12T14:42:07Z") => Seen(at, reset: reset) with { CanExtendLimit = true };

    private static SubscriptionSnapshot PayAsYouGo(string at, string reset = "2026-11-12T14:42:07Z") => Seen(at, reset: reset) with { CanExtendLimit = false, OverageAllowed = false };

    private static Task<PlanResult> CompareAsync(UsageSample sample, PlanOptions? options = null) =>
        new PlanComparer(sample.Ledger, sample.PricesAsync, sample.Costs, sample.Time).CompareAsync(sample.Connections, options ?? new PlanOptions(), CancellationToken.None);

    /// <summary>Accounts of either generation on any plan, with usage in each of three billing periods.</summary>
    private static Gen<Account> Accounts() =>
        from isDrawn in Gen.Elements(true, false)
        from plan in Gen.Elements(("creator", 121_000L), ("pro", 600_000L))
        from rollover in Gen.Elements(0, 1, 2)
        from rows in (from day in Gen.Choose(0, 91)
                      from credits in Gen.Choose(-20_000, 400_000)
                      select new SampleRow(ThreeMonths.Start.AddDays(day), "eleven_v3", "hash-a", "TTS", credits, 1, null, 1m)).ArrayOf()
        select new Account(isDrawn, plan.Item1, plan.Item2 * (1 + rollover), rows);

    private sealed record Account(bool IsDrawn, string Tier, long Limit, SampleRow[] Rows)
    {
        // What refunds take back at most, and a little: each period has usage that its fee is spread over.
        private IEnumerable<SampleRow> Always => new[] { "2026-08-12", "2026-09-12", "2026-10-12" }
            .Select(day => Row(day, 1 + (20_000L * Rows.Length)));

        public UsageSample Sample() => BillingMonthSample.Sample([.. Always, .. Rows], ThreeMonths,
            Snapshot("2026-08-13T06:00:00Z", "2026-09-12T14:42:07Z"), Snapshot("2026-09-13T06:00:00Z", "2026-10-12T14:42:07Z"), Snapshot("2026-10-13T06:00:00Z", "2026-11-12T14:42:07Z"));

        private SubscriptionSnapshot Snapshot(string at, string reset) =>
            Seen(at, Tier, Limit, reset) with { CanExtendLimit = !IsDrawn, OverageAllowed = !IsDrawn };
    }
}

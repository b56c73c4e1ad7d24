using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Costing;

using static ElevenCost.Engine.Tests.Costing.BillingMonthSample;

namespace ElevenCost.Engine.Tests.Attribution;

/// <summary>Usage by cost center; figures worked out by hand.</summary>
public sealed class AttributionTests
{
    private static readonly DateRange November1To20 = new(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 20));

    private static readonly CostQuery ByCenter = new() { Range = November1To20, GroupBy = [Dimension.CostCenter], Granularity = Granularity.Month, Basis = CostBasis.PlanRate };

    [Fact]
    public async Task A_rule_takes_usage_from_its_first_day_to_its_last_within_a_month()
    {
        UsageSample sample = Usage(("2026-11-14", "hash-a", 1), ("2026-11-15", "hash-a", 10), ("2026-11-17", "hash-a", 100), ("2026-11-18", "hash-a", 1000));
        sample.Rules = [Rule("Acme", "hash-a") with { From = new DateTime(2026, 11, 15), To = new DateTime(2026, 11, 17) }];
        Assert.Equal([("Acme", 110L), ("Unattributed", 1001L)], await CreditsAsync(sample));
    }

    [Fact]
    public async Task Credits_that_do_not_divide_go_to_the_largest_remainder_and_money_stays_exact()
    {
        UsageSample sample = Usage(("2026-11-02", "hash-a", 100));
        sample.Rules = [Rule("Acme:1; Beta:1; Core:1", "hash-a")];
        CostResult result = await sample.QueryAsync(ByCenter);
        Assert.Equal([("Acme", 34L, 0.0060606061m), ("Beta", 33L, 0.0060606060m), ("Core", 33L, 0.0060606061m)],
            result.Rows.Select(row => (row.CostCenter!, row.Credits, row.Cost!.Value)));
        Assert.Equal((100L, 0.0181818182m), (result.Totals.Single().Credits, result.Totals.Single().Cost!.Value));
    }

    [Fact]
    public async Task A_higher_priority_then_plain_names_then_more_criteria_then_the_order_decide()
    {
        UsageSample sample = Usage(("2026-11-02", "hash-a", 1), ("2026-11-02", "hash-b", 10), ("2026-11-02", "hash-c", 100), ("2026-11-02", "other", 1000));
        CostCenterRule[] rules = [Rule("Any", "*"), Rule("AnyToo", "*"), Rule("Narrow", "hash-*") with { Model = "*" }, Rule("Plain", "hash-a"), Rule("First", "hash-b") with { Priority = 1 }, Rule("Late", "hash-b")];
        sample.Rules = rules;
        Assert.Equal([("Any", 1000L), ("First", 10L), ("Narrow", 100L), ("Plain", 1L)], await CreditsAsync(sample));
        IReadOnlyList<CostCenterRule> checkedRules = await sample.Review.CheckAsync(sample.Connections, November1To20, Assert.Null, default);
        Assert.Equal(
            [("First", CostCenterRuleState.Taking, 10L), ("Plain", CostCenterRuleState.Taking, 1L), ("Late", CostCenterRuleState.NotReached, 0L), ("Narrow", CostCenterRuleState.Taking, 100L), ("Any", CostCenterRuleState.Taking, 1000L), ("AnyToo", CostCenterRuleState.NotReached, 0L)],
            checkedRules.Select(rule => (rule.Shares!, rule.State!.Value, rule.Credits!.Value)));
        CostResult result = await sample.QueryAsync(ByCenter);
        Warning warning = Assert.Single(result.Warnings);
        Assert.Equal("RulesWithoutUsage", warning.Id);
        Assert.Contains("2 of 6", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_without_usage_and_one_that_does_not_hold_are_told_apart()
    {
        UsageSample sample = Usage(("2026-11-02", "hash-a", 1));
        sample.Rules = [Rule("Acme", "nobody"), Rule("Beta", "hash-a") with { To = new DateTime(2026, 10, 31) }, Rule("Core", "*") with { Connection = "globex" }];
        IReadOnlyList<CostCenterRule> rules = await sample.Review.CheckAsync(sample.Connections, November1To20, Assert.Null, default);
        Assert.Equal([("Acme", CostCenterRuleState.NoUsage), ("Beta", CostCenterRuleState.NotInForce), ("Core", CostCenterRuleState.NotInForce)],
            rules.OrderBy(rule => rule.Shares).Select(rule => (rule.Shares!, rule.State!.Value)));
    }

    [Fact]
    public async Task A_renamed_key_keeps_its_rule_and_its_row_and_the_explanation_says_by_which_name()
    {
        UsageSample sample = Usage(("2026-11-02", "hash-a", 1), ("2026-11-12", "hash-a", 10));
        sample.Rules = [Rule("Acme", "prod")];
        sample.Ledger.Names = Names("prod");
        Assert.Equal([("Acme", 11L)], await CreditsAsync(sample));
        sample.Ledger.Names = Names("prod").With(Names("live"));
        Assert.Equal([("Acme", 11L)], await CreditsAsync(sample));
        CostCenterMatch match = Assert.Single(await sample.Review.ExplainAsync(sample.Connections, November1To20, Dimension.ApiKey, [], Assert.Null, default));
        Assert.Equal(("live", "hash-a", "Acme", "earlier name 'prod'", 11L), (match.Value!, match.ValueId!, match.Shares, match.MatchedBy!, match.Credits));
        Assert.Equal((new DateTime(2026, 11, 2), new DateTime(2026, 11, 12)), (match.From, match.To));
        CostRecord row = Assert.Single((await sample.QueryAsync(ByCenter with { GroupBy = [Dimension.ApiKey, Dimension.CostCenter] })).Rows);
        Assert.Equal(("live", "hash-a", "Acme"), (row.ApiKey!, row.ApiKeyId!, row.CostCenter!));

        static NameBook Names(string name) => new(new Dictionary<string, string> { ["hash-a"] = name }, new Dictionary<string, string>());
    }

    [Theory]
    [InlineData(null, 16.5, 5.5, 0)]
    [InlineData(FeeSplit.ByUsage, 16.5, 5.5, 0)]
    [InlineData(FeeSplit.Even, 11, 11, 0)]
    [InlineData(FeeSplit.Fixed, 2.2, 6.6, 13.2)]
    public async Task The_fee_is_split_by_usage_evenly_or_in_fixed_shares(FeeSplit? split, decimal acme, decimal beta, decimal core)
    {
        // 22 USD over 88,000 credits: three quarters are Acme's use, a quarter is Beta's, and Core uses nothing.
        UsageSample sample = Sample([Row("2026-10-12", 66_000), Row("2026-10-20", 22_000, key: "hash-b")], October, Seen("2026-10-15T06:00:00Z"));
        sample.Rules = [Rule("Acme", "hash-a"), Rule("Beta", "hash-b"), .. split is null ? Array.Empty<CostCenterRule>()
            : [new CostCenterRule { Name = "fee", FeeSplit = split, Shares = split == FeeSplit.Fixed ? "Acme:10; Beta:30; Core:60" : null }]];
        foreach (Granularity granularity in new[] { Granularity.Total, Granularity.Day })
        {
            CostResult result = await sample.QueryAsync(ByCenter with { Range = October, Basis = CostBasis.Amortized, Granularity = granularity });
            Assert.Equal((22m, 88_000L), (result.Totals.Single().Cost!.Value, result.Totals.Single().Credits));
            Assert.Equal((acme, beta, core), (Cost("Acme"), Cost("Beta"), Cost("Core")));
            Assert.Equal((66_000L, 22_000L, 0L), (Credits("Acme"), Credits("Beta"), Credits("Core")));

            decimal Cost(string center) => result.Rows.Where(row => row.CostCenter == center).Sum(row => row.Cost!.Value);
            long Credits(string center) => result.Rows.Where(row => row.CostCenter == center).Sum(row => row.Credits);
        }

        // What is not amortized has no fee to split.
        CostResult rate = await sample.QueryAsync(ByCenter with { Range = October, Granularity = Granularity.Total });
        Assert.Equal(["Acme", "Beta"], rate.Rows.Select(row => row.CostCenter));
    }

    [Fact]
    public async Task Overage_follows_usage_however_the_fee_is_split()
    {
        // 121,000 are included; 79,000 beyond at 0.30 a thousand are 23.70, all of it on Beta's day.
        UsageSample sample = Sample([Row("2026-10-12", 121_000), Row("2026-10-20", 79_000, key: "hash-b")], October, Seen("2026-10-15T06:00:00Z"));
        sample.Rules = [Rule("Acme", "hash-a"), Rule("Beta", "hash-b"), new CostCenterRule { Name = "fee", FeeSplit = FeeSplit.Fixed, Shares = "Acme:50; Beta:50" }];
        CostResult result = await sample.QueryAsync(ByCenter with { Range = October, Basis = CostBasis.Amortized, Granularity = Granularity.Total });
        Assert.Equal([("Acme", 11m), ("Beta", 34.7m)], result.Rows.Select(row => (row.CostCenter!, row.Cost!.Value)));
    }

    [Fact]
    public async Task A_member_of_two_groups_is_taken_by_a_rule_for_either()
    {
        UsageSample sample = new UsageSample().Add([], November1To20);
        var builder = new UsageTableBuilder();
        string?[] values = ["TTS", "m", "k", "", "u", "Research + Support", "api", "eu"];
        builder.Add(new DateOnly(2026, 11, 2).DayNumber, UsageTable.FullRecord, [.. values.Select((value, dimension) => builder.Intern(dimension, value))], 7, 1, 0m, 1m);
        sample.Ledger.Keep("both", [new DayEntry { Date = new DateOnly(2026, 11, 2), State = DayState.Final, SyncedAt = default, Source = UsageSource.Analytics, Currency = "USD", Dimensions = [.. UsageTable.RecordDimensions], Rows = 1, Credits = 7 }], builder.Build());
        sample.Connections[0] = UsageSample.Connection("both");
        sample.Rules = [new CostCenterRule { Name = "support", Shares = "Acme", Group = "support" }];
        Assert.Equal([("Acme", 7L)], await CreditsAsync(sample));
        CostResult filtered = await sample.QueryAsync(ByCenter with { Filters = [new DimensionFilter(Dimension.Group, ["Research"])] });
        Assert.Equal(7, filtered.Totals.Single().Credits);
    }

    [Fact]
    public async Task Usage_that_is_not_kept_by_what_a_rule_asks_for_is_unattributed_and_told()
    {
        UsageSample sample = Usage(("2026-11-02", null, 5));
        sample.Rules = [Rule("Acme", "*")];
        Assert.Equal([("Unattributed", 5L)], await CreditsAsync(sample));
    }

    [Fact]
    public async Task Without_rules_all_is_unattributed_and_said_so()
    {
        CostResult result = await Usage(("2026-11-02", "hash-a", 5)).QueryAsync(ByCenter);
        Assert.Equal(("Unattributed", 5L), (result.Rows.Single().CostCenter!, result.Rows.Single().Credits));
        Assert.Equal("CostCentersNotSet", Assert.Single(result.Warnings).Id);
    }

    [Fact]
    public async Task Usage_of_keys_that_alone_decide_is_read_by_key_and_only_the_rest_by_every_dimension_of_the_rules()
    {
        UsageSample sample = new UsageSample().Add(
            [Row("2026-11-02", 1, key: "hash-a"), Row("2026-11-03", 10, key: "hash-b"), Row("2026-11-04", 100, key: "hash-b") with { Model = "music_v1" },
             Row("2026-11-09", 1000, key: "hash-b") with { Model = "music_v1" }, Row("2026-11-10", 10_000, key: "hash-c"), Row("2026-11-11", 100_000, key: "hash-d")], November1To20);
        sample.Rules =
        [
            Rule("Acme", "hash-a"), Rule("Beta", "hash-b") with { Model = "music_v1", To = new DateTime(2026, 11, 5) }, Rule("Core", "hash-b"),
            Rule("Acme:1; Core:1", "hash-[c-z]"), Rule("Delta", "hash-d") with { Model = "*", Priority = -1 },
        ];
        Assert.Equal([("Acme", 55_001L), ("Beta", 100L), ("Core", 56_010L)], await CreditsAsync(sample));
        SumQuestion asked = Assert.Single(sample.Ledger.Questions);
        DimensionSet key = DimensionSet.Of([Dimension.ApiKey]);
        Assert.Equal((key.Bits, key.Bits | DimensionSet.Of([Dimension.Model]).Bits), (asked.GroupBy.Bits, asked.Next!.GroupBy.Bits));
        Assert.Equal(asked.Filters.Single(), asked.Next.Filters.Single() with { Exclude = true });
        Assert.Single(asked.Filters.Single().Numbers);
        Assert.Null(asked.Next.Next);
    }

    [Fact]
    public async Task A_filter_that_no_center_passes_gives_known_zeros()
    {
        UsageSample sample = Usage(("2026-11-02", "hash-a", 5));
        sample.Rules = [Rule("Acme", "*")];
        CostRecord row = Assert.Single((await sample.QueryAsync(ByCenter with { GroupBy = [], Filters = [new DimensionFilter(Dimension.CostCenter, ["nobody"])] })).Rows);
        Assert.Equal((0L, 0m), (row.Credits, row.Cost!.Value));
    }

    private static async Task<List<(string, long)>> CreditsAsync(UsageSample sample) =>
        [.. (await sample.QueryAsync(ByCenter)).Rows.Select(row => (row.CostCenter!, row.Credits))];

    private static UsageSample Usage(params (string Day, string? Key, long Credits)[] rows) => new UsageSample().Add(
        rows.Select(row => new SampleRow(DateOnly.Parse(row.Day, System.Globalization.CultureInfo.InvariantCulture), "eleven_v3", row.Key, "TTS", row.Credits, 1, 0m, 1m)), November1To20);

    private static CostCenterRule Rule(string shares, string key) => new() { Name = shares.Replace(';', '-'), Shares = shares, ApiKey = key };
}

using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Attribution;

/// <summary>With any rules and shares, sums over every grouping equal the total to the last digit, on each basis.</summary>
public sealed class AttributionSumsTests
{
    private static readonly Dimension[] Dimensions = [Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Region, Dimension.Connection];

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    [InlineData(CostBasis.Amortized)]
    [InlineData(CostBasis.Overage)]
    public void Every_grouping_by_cost_center_sums_to_the_total(CostBasis basis)
    {
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(Rules()), Arb.From(Queries(basis)), (rows, rules, query) =>
        {
            UsageSample sample = GroupingSumsTests.Sample(rows);
            CostResult whole = sample.QueryAsync(query with { GroupBy = [], Granularity = Granularity.Total }).Result;
            CostResult without = sample.QueryAsync(query with { GroupBy = [.. query.GroupBy.Except([Dimension.CostCenter])] }).Result;
            sample.Rules = rules;
            CostResult grouped = sample.QueryAsync(query).Result;
            List<CostRecord> records = [.. grouped.Rows];
            return rows.Length == 0 || (whole.Totals.SequenceEqual(grouped.Totals)
                && records.TrueForAll(record => record is { Credits: >= 0, Requests: >= 0, Minutes: >= 0, UnpricedCredits: >= 0, CostCenter: not null })
                && records.Sum(record => record.Credits) == rows.Sum(row => row.Credits)
                && records.Sum(record => record.Requests!.Value) == rows.Sum(row => row.Requests!.Value)
                && records.Sum(record => record.Minutes!.Value) == rows.Sum(row => row.Minutes!.Value)
                && records.Sum(record => record.UnpricedCredits) == whole.Totals.Sum(total => total.UnpricedCredits)
                && whole.Totals.All(total => records.Where(record => record.Currency == total.Currency).Sum(record => record.Cost ?? 0) == (total.Cost ?? 0))

                // Each row without cost centers is the sum of the rows that it was split into, credit for credit.
                && Credits(without.Rows).SequenceEqual(Credits(records)));
        }).CheckOnLedger();
    }

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    [InlineData(CostBasis.Amortized)]
    [InlineData(CostBasis.Overage)]
    public void What_a_filter_by_cost_center_keeps_and_what_it_leaves_out_make_up_the_whole(CostBasis basis)
    {
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(Rules()), Arb.From(Queries(basis)), (rows, rules, query) =>
        {
            UsageSample sample = GroupingSumsTests.Sample(rows);
            sample.Rules = rules;
            var kept = new DimensionFilter(Dimension.CostCenter, ["[AB]*"]);
            CostResult whole = sample.QueryAsync(query).Result;
            CostResult[] parts = [.. new[] { kept, kept with { Exclude = true } }.Select(filter => sample.QueryAsync(query with { Filters = [filter] }).Result)];
            return parts.Sum(part => part.Totals.Sum(total => total.Credits)) == whole.Totals.Sum(total => total.Credits)
                && Math.Abs(parts.Sum(part => part.Totals.Sum(total => total.Cost ?? 0)) - whole.Totals.Sum(total => total.Cost ?? 0)) <= 0.0000000001m
                && parts[0].Rows.All(row => row.CostCenter![0] is 'A' or 'B') && parts[1].Rows.All(row => row.CostCenter![0] is not ('A' or 'B'));
        }).CheckOnLedger();
    }

    [Fact]
    public void The_last_cumulative_bucket_by_cost_center_holds_the_total()
    {
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(Rules()), Arb.From(Queries(CostBasis.Amortized)), (rows, rules, query) =>
        {
            UsageSample sample = GroupingSumsTests.Sample(rows);
            sample.Rules = rules;
            CostResult plain = sample.QueryAsync(query).Result;
            CostResult cumulative = sample.QueryAsync(query with { Cumulative = true }).Result;
            List<CostRecord> records = [.. cumulative.Rows];
            return rows.Length == 0
                || (records.Where(record => record.Date == records[^1].Date).Sum(record => record.Cost ?? 0) == plain.Totals.Sum(total => total.Cost ?? 0)
                    && cumulative.Totals.SequenceEqual(plain.Totals));
        }).CheckOnLedger();
    }

    [Fact]
    public void Usage_by_cost_center_sums_to_the_usage()
    {
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(Rules()), Arb.From(Queries(CostBasis.Consumed)), (rows, rules, query) =>
        {
            UsageSample sample = GroupingSumsTests.Sample(rows);
            sample.Rules = rules;
            List<UsageRecord> records = sample.ReadAsync(query, _ => { }).AsTask().Result;
            return records.Sum(record => record.Credits) == rows.Sum(row => row.Credits)
                && records.Sum(record => record.Requests!.Value) == rows.Sum(row => row.Requests!.Value)
                && records.Sum(record => record.Minutes!.Value) == rows.Sum(row => row.Minutes!.Value)
                && records.Sum(record => record.ConsumedCost!.Value) == rows.Sum(row => row.Cost!.Value)
                && records.TrueForAll(record => record.CostCenter is not null);
        }).CheckOnLedger();
    }

    [Fact]
    public void The_rule_that_takes_usage_is_the_first_in_the_order_that_matches_it() => FirstRuleTakesUsage(Rules());

    [Fact]
    public void The_first_rule_takes_usage_also_where_most_rules_ask_for_the_key_alone() => FirstRuleTakesUsage(
        from rules in Rules()
        from ofKey in Gen.Elements("hash-a", "hash-b", "hash-*", "(no key)").ArrayOf()
        from at in Gen.Choose(0, 3)
        select (CostCenterRule[])[.. rules.Take(at), .. ofKey.Select((key, index) => new CostCenterRule { Name = $"key-{index}", Shares = "Acme", ApiKey = key })]);

    private static void FirstRuleTakesUsage(Gen<CostCenterRule[]> some)
    {
        Prop.ForAll(Arb.From(GroupingSumsTests.Rows()), Arb.From(some), (rows, rules) =>
        {
            // Row by row, the plain way; shares apart, for they are someone else's to test.
            CostCenterRule[] whole = [.. rules.Where(rule => rule.FeeSplit is null).Select((rule, index) => rule with { Shares = $"C{index}" })];
            CostCenterRule[] inOrder = [.. whole.OrderByDescending(rule => rule.Priority).ThenByDescending(Literals).ThenByDescending(rule => Patterns(rule).Count())];
            Dictionary<string, long> expected = rows.GroupBy(row => inOrder.FirstOrDefault(rule => Takes(rule, row))?.Shares ?? CostCenterRule.Unattributed)
                .ToDictionary(same => same.Key, same => same.Sum(row => row.Credits));
            UsageSample sample = GroupingSumsTests.Sample(rows);
            sample.Rules = whole;
            CostResult result = sample.QueryAsync(new CostQuery { Range = GroupingSumsTests.Range, GroupBy = [Dimension.CostCenter], Granularity = Granularity.Total, Basis = CostBasis.Consumed }).Result;
            return expected.OrderBy(center => center.Key, StringComparer.Ordinal).SequenceEqual(result.Rows.Select(row => KeyValuePair.Create(row.CostCenter!, row.Credits)));
        }).CheckOnLedger();
    }

    internal static Gen<CostCenterRule[]> Rules() =>
        from rules in Rule().ArrayOf()
        select rules.Select((rule, index) => rule with { Name = $"rule-{index}" }).ToArray();

    private static Gen<CostCenterRule> Rule() =>
        from shares in Gen.Elements("Acme", "Beta:60; Acme:40", "Core:1; Acme:1; Beta:1", "Delta:0.1; Echo:7; Foxtrot:12.34", "Echo", "Beta:99.9; Core:0.1")
        from priority in Gen.Elements(0, 0, 0, 1, -3)
        from model in Gen.Elements<string?>(null, null, "eleven_*", "scribe_v1", "*", "(no model)")
        from key in Gen.Elements<string?>(null, null, "hash-?", "hash-b", "(no key)")
        from product in Gen.Elements<string?>(null, null, "TTS", "*T*")
        from connection in Gen.Elements<string?>(null, null, "acme", "g*")
        from day in Gen.Choose(0, 100)
        from length in Gen.Choose(1, 60)
        from isDated in Gen.Elements(true, false)
        from split in Gen.Elements<FeeSplit?>(null, null, null, null, FeeSplit.Even, FeeSplit.Fixed, FeeSplit.ByUsage)
        select new CostCenterRule
        {
            Name = "",
            Shares = split is FeeSplit.Even or FeeSplit.ByUsage ? null : shares,
            Priority = priority,
            Model = split is null ? model : null,
            ApiKey = split is null ? key : null,
            Product = split is null ? product : null,
            Connection = connection,
            From = isDated ? GroupingSumsTests.Range.Start.AddDays(day).ToDateTime(TimeOnly.MinValue) : null,
            To = isDated ? GroupingSumsTests.Range.Start.AddDays(day + length).ToDateTime(TimeOnly.MinValue) : null,
            FeeSplit = split,
        };

    private static Gen<CostQuery> Queries(CostBasis basis) =>
        from groups in Gen.SubListOf(Dimensions)
        from at in Gen.Choose(0, groups.Count)
        from granularity in Gen.Elements(GroupingSumsTests.Granularities)
        select new CostQuery { Range = GroupingSumsTests.Range, GroupBy = [.. groups.Take(at), Dimension.CostCenter, .. groups.Skip(at)], Granularity = granularity, Basis = basis };

    private static IEnumerable<(string, long)> Credits(IEnumerable<CostRecord> rows) => rows
        .GroupBy(row => $"{row.Date:d} {row.Connection} {row.Product} {row.Model} {row.ApiKeyId}|{row.ApiKey} {row.Region}")
        .Select(same => (same.Key, same.Sum(row => row.Credits)))
        .Where(same => same.Item2 > 0)
        .OrderBy(same => same.Key, StringComparer.Ordinal);

    private static IEnumerable<string> Patterns(CostCenterRule rule) => new[] { rule.Model, rule.ApiKey, rule.Product, rule.Connection }.OfType<string>();

    private static int Literals(CostCenterRule rule) => Patterns(rule).Count(pattern => !pattern.Contains('*') && !pattern.Contains('?'));

    private static bool Takes(CostCenterRule rule, SampleRow row) =>
        (rule.From is not { } from || row.Date >= DateOnly.FromDateTime(from))
        && (rule.To is not { } to || row.Date <= DateOnly.FromDateTime(to))
        && Matches(rule.Model, row.Model, "(no model)") && Matches(rule.ApiKey, row.ApiKey, "(no key)")
        && Matches(rule.Product, row.Product, "(no product)") && Matches(rule.Connection, row.Connection, "");

    private static bool Matches(string? pattern, string? value, string without) => pattern is null
        || (value is not null && new[] { value, value.Length == 0 ? without : value }.Any(text => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text)));
}

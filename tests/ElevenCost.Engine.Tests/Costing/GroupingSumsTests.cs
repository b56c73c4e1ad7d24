using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>Sums over any grouping and granularity equal the ungrouped total, to the last digit.</summary>
public sealed class GroupingSumsTests
{
    internal static readonly DateRange Range = new(new DateOnly(2025, 12, 15), new DateOnly(2026, 3, 10));

    private static readonly Dimension[] Dimensions = [Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Region, Dimension.Connection];

    internal static readonly Granularity[] Granularities =
        [Granularity.Day, Granularity.Week, Granularity.Month, Granularity.Quarter, Granularity.Year, Granularity.Total];

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    [InlineData(CostBasis.Amortized)]
    [InlineData(CostBasis.Overage)]
    public void Every_grouping_sums_to_the_ungrouped_total(CostBasis basis)
    {
        Prop.ForAll(Arb.From(Rows()), Arb.From(Queries(basis)), (rows, query) =>
        {
            UsageSample sample = Sample(rows);
            CostResult whole = sample.QueryAsync(query with { GroupBy = [], Granularity = Granularity.Total }).Result;
            CostResult grouped = sample.QueryAsync(query).Result;
            List<CostRecord> records = [.. grouped.Rows];
            return rows.Length == 0 || (records.Sum(record => record.Credits) == rows.Sum(row => row.Credits)
                && records.Sum(record => record.Requests ?? 0) == rows.Sum(row => row.Requests ?? 0)
                && records.Sum(record => record.UnpricedCredits) == whole.Totals.Sum(total => total.UnpricedCredits)
                && whole.Totals.All(total => records.Where(record => record.Currency == total.Currency).Sum(record => record.Cost ?? 0) == (total.Cost ?? 0))
                && (basis == CostBasis.Overage ? SameSums(whole, grouped) : whole.Totals.SequenceEqual(grouped.Totals)));
        }).CheckOnLedger();

        // Where all that is known of the overage is that some usage caused none, the total is not known; told apart, its part may be known to be 0.
        static bool SameSums(CostResult whole, CostResult grouped) =>
            whole.Totals.Sum(total => total.Cost ?? 0) == grouped.Totals.Sum(total => total.Cost ?? 0)
            && whole.Totals.Sum(total => total.Credits) == grouped.Totals.Sum(total => total.Credits)
            && whole.Totals.Sum(total => total.UnpricedCredits) == grouped.Totals.Sum(total => total.UnpricedCredits);
    }

    [Fact]
    public void The_plan_rate_of_the_total_is_credits_times_price_over_quota_to_the_last_digit_shown()
    {
        Prop.ForAll(Arb.From(Rows()), Arb.From(Queries(CostBasis.PlanRate)), (rows, query) =>
        {
            // Each half of the range has a plan of its own; decimals with 28 digits are exact enough to compare ten.
            decimal expected = rows.Sum(row => row.Credits * RateOn(row.Date).MonthlyPrice / RateOn(row.Date).MonthlyCredits);
            CostResult result = Sample(rows).QueryAsync(query).Result;
            return rows.Length == 0 || Math.Abs(result.Totals.Single().Cost!.Value - expected) < 0.0000000002m;
        }).CheckOnLedger();
    }

    [Theory]
    [InlineData(CostBasis.PlanRate)]
    [InlineData(CostBasis.Amortized)]
    [InlineData(CostBasis.Overage)]
    public void The_last_cumulative_bucket_holds_the_total(CostBasis basis)
    {
        Prop.ForAll(Arb.From(Rows()), Arb.From(Queries(basis)), (rows, query) =>
        {
            UsageSample sample = Sample(rows);
            CostResult plain = sample.QueryAsync(query).Result;
            CostResult cumulative = sample.QueryAsync(query with { Cumulative = true }).Result;
            List<CostRecord> records = [.. cumulative.Rows];
            return rows.Length == 0
                || (records.Where(record => record.Date == records[^1].Date).Sum(record => record.Cost ?? 0) == plain.Totals.Sum(total => total.Cost ?? 0)
                    && cumulative.Totals.SequenceEqual(plain.Totals));
        }).CheckOnLedger();
    }

    [Fact]
    public void What_a_filter_keeps_and_what_it_leaves_out_make_up_the_whole()
    {
        Prop.ForAll(Arb.From(Rows()), rows =>
        {
            UsageSample sample = Sample(rows);
            var query = new CostQuery { Range = Range, Basis = CostBasis.Consumed, Granularity = Granularity.Total };
            long kept = Credits(query with { Filters = [new DimensionFilter(Dimension.Model, ["eleven_*", "SCRIBE_V1"])] });
            long left = Credits(query with { Filters = [new DimensionFilter(Dimension.Model, ["eleven_*", "SCRIBE_V1"], Exclude: true)] });
            return kept == rows.Where(row => row.Model is "eleven_v3" or "scribe_v1").Sum(row => row.Credits) && kept + left == Credits(query);

            long Credits(CostQuery asked) => sample.QueryAsync(asked).Result.Totals.Sum(total => total.Credits);
        }).CheckOnLedger();
    }

    internal static PlanRate RateOn(DateOnly day) => day < new DateOnly(2026, 2, 1)
        ? new PlanRate(22m, 121_000, "USD", "test/creator", 0.30m)
        : new PlanRate(99.99m, 600_007, "USD", "test/pro", 0.237m);

    /// <summary>Cut on the 12th; the plan changes within the second one, and the rollover of the first is not known.</summary>
    private static BillingMonth MonthOf(DateOnly day)
    {
        DateOnly start = day.Day >= 12 ? new DateOnly(day.Year, day.Month, 12) : new DateOnly(day.Year, day.Month, 12).AddMonths(-1);
        DateOnly next = start.AddMonths(1);
        var change = new DateOnly(2026, 2, 1);
        var days = new DateRange(start, next.AddDays(-1));
        BilledPlan[] plans = days.Contains(change)
            ? [new(new DateRange(start, change.AddDays(-1)), new(RateOn(start), null)), new(new DateRange(change, days.End), new(RateOn(change), null))]
            : [new(days, new(RateOn(start), null))];
        return new BillingMonth(
            start.ToDateTime(new TimeOnly(15, 42, 7)), next.ToDateTime(new TimeOnly(15, 42, 7)), days, days.Days, plans, start.Month == 12 ? null : 700_000);
    }

    internal static UsageSample Sample(SampleRow[] rows)
    {
        var sample = new UsageSample { Rate = day => new PlanRateAnswer(RateOn(day), null), Month = MonthOf };
        return sample.Add(rows.Where(row => row.Connection == "acme"), Range)
            .Add(rows.Where(row => row.Connection == "globex"), Range, "globex");
    }

    internal static Gen<SampleRow[]> Rows() => Row().ArrayOf();

    private static Gen<SampleRow> Row() =>
        from day in Gen.Choose(0, Range.Days - 1)
        from model in Gen.Elements<string?>("eleven_v3", "scribe_v1", "", null, "music_v1")
        from key in Gen.Elements<string?>("hash-a", "hash-b", "")
        from product in Gen.Elements<string?>("TTS", "STT")
        from credits in Gen.Choose(0, 2_000_000)
        from requests in Gen.Choose(0, 500)
        from cost in Gen.Choose(0, 1_000_000)
        from decimals in Gen.Choose(0, 12)
        from connection in Gen.Elements("acme", "globex")
        select new SampleRow(Range.Start.AddDays(day), model, key, product, credits, requests, cost % 1000 / 100m, new decimal(cost, 0, 0, false, (byte)decimals), connection);

    private static Gen<CostQuery> Queries(CostBasis basis) =>
        from groups in Gen.SubListOf(Dimensions)
        from granularity in Gen.Elements(Granularities)
        select new CostQuery { Range = Range, GroupBy = [.. groups], Granularity = granularity, Basis = basis };
}

using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>Fee and overage of billing months cut anywhere, in any zone, against sums worked out another way.</summary>
public sealed class BillingMonthPropertyTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"];

    [Fact]
    public void A_whole_billing_month_costs_its_fee_and_its_overage_whichever_way_it_is_split()
    {
        Prop.ForAll(Arb.From(Cases()), test =>
        {
            DateRange month = test.Steadily.BillingMonthOf(new DateOnly(2026, 7, 20))!.Days;
            SampleRow[] rows = [.. test.Rows.Select(row => row with { Date = month.Start.AddDays(row.Date.DayNumber % month.Days) })];
            if (rows.Sum(row => row.Credits) <= 0)
            {
                return true;
            }

            // Overage the plain way: one total beyond the limit, no days at all.
            decimal overage = Math.Max(0, rows.Sum(row => row.Credits) - Math.Max(121_000, test.Limit)) * 0.30m / 1000;
            UsageSample sample = test.Sample(rows, month);
            var query = new CostQuery { Range = month, Basis = CostBasis.Amortized, GroupBy = test.GroupBy, Granularity = test.Granularity };
            CostResult amortized = sample.QueryAsync(query).Result;
            CostResult paid = sample.QueryAsync(query with { Basis = CostBasis.Overage }).Result;
            var kept = new DimensionFilter(Dimension.Model, ["eleven_v3"]);
            decimal split = new[] { kept, kept with { Exclude = true } }
                .Sum(filter => sample.QueryAsync(query with { Filters = [filter] }).Result.Totals.Sum(total => total.Cost ?? 0));
            DateRange[] halves = [new(month.Start, month.Start.AddDays(10)), new(month.Start.AddDays(11), month.End)];
            decimal byDays = halves.Sum(half => sample.QueryAsync(query with { Range = half }).Result.Totals.Sum(total => total.Cost ?? 0));
            return amortized.Rows.Sum(row => row.Cost) == 22m + overage
                && paid.Rows.Sum(row => row.Cost) == overage
                && Math.Abs(split - 22m - overage) < 0.01m
                && Math.Abs(byDays - 22m - overage) < 0.01m;
        }).CheckOnLedger();
    }

    [Fact]
    public void Every_day_counts_to_exactly_one_billing_month()
    {
        Prop.ForAll(Arb.From(Cases()), test =>
        {
            var days = new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2027, 6, 30));
            BillingMonth? last = null;
            foreach (DateOnly day in days.EachDay())
            {
                BillingMonth month = test.Book.BillingMonthOf(day)!;
                bool goesOn = last is null || (last.Days.Contains(day) ? month.Days == last.Days && month.EndsAt == last.EndsAt : month.Days.Start == last.Days.End.AddDays(1) && month.Days.Start == day);
                if (!month.Days.Contains(day) || !goesOn || month.Days.Days > month.FullDays
                    || month.Plans[0].Days.Start != month.Days.Start || month.Plans[^1].Days.End != month.Days.End || month.Plans.Sum(plan => plan.Days.Days) != month.Days.Days)
                {
                    return false;
                }

                last = month;
            }

            return true;
        }).CheckOnLedger();
    }

    private static Gen<Case> Cases() =>
        from zone in Gen.Elements(Zones)
        from second in Gen.Choose(0, 31 * 86_400)
        from others in Gen.Choose(0, 45 * 24).ListOf()
        from limit in Gen.Elements(121_000L, 150_000, 363_000)
        from rows in Row().ArrayOf()
        from groups in Gen.SubListOf(Dimension.Model, Dimension.ApiKey, Dimension.Product)
        from granularity in Gen.Elements(Granularity.Day, Granularity.Week, Granularity.Month, Granularity.Total)
        select new Case(zone, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(second), [.. others], limit, rows, [.. groups], granularity);

    private static Gen<SampleRow> Row() =>
        from day in Gen.Choose(0, 1000)
        from model in Gen.Elements("eleven_v3", "scribe_v1", "")
        from key in Gen.Elements("hash-a", "hash-b", "")
        from credits in Gen.Choose(-20_000, 60_000)
        select new SampleRow(DateOnly.FromDayNumber(739_000 + day), model, key, "TTS", credits, 1, null, 1m);

    /// <summary>Monthly snapshots of one reset, and others whose resets move as they like.</summary>
    private sealed record Case(
        string Zone, DateTime Anchor, IReadOnlyList<int> Moves, long Limit, SampleRow[] Rows, IReadOnlyList<Dimension> GroupBy, Granularity Granularity)
    {
        public PriceBook Book { get; } = new("acme", DayZone.Find(Zone), Snapshots(Anchor, Limit, Moves), PriceOverlay.Empty);

        public PriceBook Steadily { get; } = new("acme", DayZone.Find(Zone), Steady(Anchor, Limit), PriceOverlay.Empty);

        public UsageSample Sample(SampleRow[] rows, DateRange month) => new UsageSample
        {
            TimeZone = Zone,
            Book = _ => Steadily,
        }.Add(rows, new DateRange(month.Start.AddDays(-40), month.End.AddDays(40)));

        public override string ToString() => $"{Zone} {Anchor:O} {string.Join(",", Moves)} {Limit} {Rows.Length} rows {string.Join(",", GroupBy)} {Granularity}";

        private static List<SubscriptionSnapshot> Steady(DateTime anchor, long limit) =>
            [.. Enumerable.Range(0, 11).Select(month => At(anchor.AddMonths(month).AddHours(-30), anchor.AddMonths(month), limit, "creator"))];

        private static List<SubscriptionSnapshot> Snapshots(DateTime anchor, long limit, IReadOnlyList<int> moves)
        {
            List<SubscriptionSnapshot> snapshots = Steady(anchor, limit);
            DateTime at = snapshots[^1].At;
            foreach (int hours in moves)
            {
                at = at.AddHours(hours + 1);
                snapshots.Add(At(at, at.AddHours(hours % 700), limit, hours % 2 == 0 ? "pro" : "creator"));
            }

            return snapshots;
        }

        private static SubscriptionSnapshot At(DateTime at, DateTime reset, long limit, string tier) => new()
        {
            At = at,
            Tier = tier,
            BillingPeriod = "monthly_period",
            Currency = "USD",
            CreditsUsed = 0,
            CreditLimit = limit,
            OverageAllowed = true,
            NextResetAt = reset,
        };
    }
}

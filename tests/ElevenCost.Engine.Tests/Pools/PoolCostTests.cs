using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Costing;

using static ElevenCost.Engine.Tests.Costing.BillingMonthSample;

namespace ElevenCost.Engine.Tests.Pools;

/// <summary>Connections that draw on one pool of credits: one fee and one quota, whichever of them are asked for.</summary>
public sealed class PoolCostTests
{
    private static readonly CostQuery Whole = new() { Range = October, Basis = CostBasis.Amortized, Granularity = Granularity.Total };

    private readonly UsageSample _sample = new() { TimeZone = "Europe/Berlin" };

    [Fact]
    public async Task Two_connections_on_one_pool_pay_one_fee_and_share_one_quota()
    {
        // 144,000 credits of 121,000: 23,000 beyond at 0.30 per 1,000 = 6.90, all on the last day.
        Add("acme", [Row("2026-10-12", 44_000)], Told("w1", "group-1"));
        Add("beta", [Row("2026-11-01", 100_000)], Told("w2", "group-1"));
        CostResult both = await QueryAsync(Whole with { GroupBy = [Dimension.Connection] });
        decimal feePerCredit = 22m / 144_000;
        Assert.Equal(28.9m, both.Totals.Single().Cost);
        Assert.Equal([("acme", Math.Round(44_000 * feePerCredit, 10)), ("beta", Math.Round((100_000 * feePerCredit) + 6.9m, 10))],
            both.Rows.Select(row => (row.Connection!, row.Cost!.Value)));
        Assert.Empty(both.Warnings);
        Assert.Equal(6.9m, (await QueryAsync(Whole with { Basis = CostBasis.Overage })).Totals.Single().Cost);

        foreach ((string name, decimal overage) in new[] { ("acme", 0m), ("beta", 6.9m) })
        {
            CostRecord together = both.Rows.Single(row => row.Connection == name);
            Assert.Equal(together.Cost!.Value, (await QueryAsync(Whole, name)).Totals.Single().Cost!.Value);
            Assert.Equal(overage, (await QueryAsync(Whole with { Basis = CostBasis.Overage }, name)).Totals.Single().Cost);
        }
    }

    [Fact]
    public async Task Overage_falls_on_whoever_uses_the_pool_last_and_is_shared_on_one_day()
    {
        Add("acme", [Row("2026-10-12", 121_000), Row("2026-10-20", 10_000)], Told("w1", "g"));
        Add("beta", [Row("2026-10-20", 30_000)], Told("w2", "g"));
        CostQuery overage = Whole with { Basis = CostBasis.Overage, GroupBy = [Dimension.Connection] };
        Assert.Equal([3m, 9m], (await QueryAsync(overage)).Rows.Select(row => row.Cost!.Value));
    }

    [Fact]
    public async Task Days_of_another_zone_count_in_order_of_time_and_the_fee_stays_one()
    {
        Add("acme", [Row("2026-10-12", 121_000)], Told("w1", "g"));
        Add("beta", [Row("2026-10-12", 11_000)], Told("w2", "g"), zone: "America/New_York");
        CostQuery byConnection = Whole with { GroupBy = [Dimension.Connection] };
        Assert.Equal(25.3m, (await QueryAsync(byConnection)).Totals.Single().Cost);
        Assert.Equal([0m, 3.3m], (await QueryAsync(byConnection with { Basis = CostBasis.Overage })).Rows.Select(row => row.Cost!.Value));
    }

    [Fact]
    public async Task Two_keys_of_one_workspace_see_the_same_usage_which_counts_once()
    {
        Add("acme", [Row("2026-10-12", 100_000), Row("2026-11-01", 30_000)], Told("w1"));
        Add("again", [Row("2026-10-12", 100_000), Row("2026-11-01", 30_000)], Told("w1"));
        foreach (string name in new[] { "acme", "again" })
        {
            CostResult alone = await QueryAsync(Whole, name);
            Assert.Equal(24.7m, alone.Totals.Single().Cost);
            Assert.Empty(alone.Warnings);
        }

        foreach (CostBasis? basis in new CostBasis?[] { null, CostBasis.Consumed, CostBasis.PlanRate, CostBasis.Amortized, CostBasis.Overage })
        {
            Warning warning = Assert.Single((await QueryAsync(Whole with { Basis = basis })).Warnings, warning => warning.Id == "UsageCountedTwice");
            Assert.StartsWith("acme, again: ", warning.Message, StringComparison.Ordinal);
            CostQuery one = Whole with { Basis = basis, Filters = [new DimensionFilter(Dimension.Connection, ["acme"])] };
            Assert.DoesNotContain((await QueryAsync(one)).Warnings, warning => warning.Id == "UsageCountedTwice");
        }
    }

    [Fact]
    public async Task Of_two_users_of_one_workspace_each_has_usage_of_its_own()
    {
        Add("ann", [Row("2026-10-12", 44_000)], Told("w1", user: "u1"), ConnectionScope.Account);
        Add("bob", [Row("2026-11-01", 100_000)], Told("w1", user: "u2"), ConnectionScope.Account);
        CostResult both = await QueryAsync(Whole);
        Assert.Equal(28.9m, both.Totals.Single().Cost);
        Assert.Empty(both.Warnings);
    }

    [Fact]
    public async Task A_users_part_of_a_workspace_that_is_read_whole_is_a_part_of_its_cost()
    {
        Add("all", [Row("2026-10-12", 66_000), Row("2026-11-01", 66_000)], Told("w1"));
        Add("ann", [Row("2026-10-12", 33_000)], Told("w1", user: "u1"), ConnectionScope.Account);
        Assert.Equal(5.5m, (await QueryAsync(Whole, "ann")).Totals.Single().Cost);
        Assert.Equal(25.3m, (await QueryAsync(Whole, "all")).Totals.Single().Cost);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("w1", null, true)]
    [InlineData("w1", "w2", false)]
    public async Task Subscriptions_that_only_look_alike_are_priced_apart_and_told_where_nothing_proves_it(string? left, string? right, bool isTold)
    {
        Add("acme", [Row("2026-10-12", 44_000)], Told(left));
        Add("beta", [Row("2026-11-01", 100_000)], Told(right));
        CostResult both = await QueryAsync(Whole);
        Assert.Equal(44m, both.Totals.Single().Cost);
        Assert.Equal(isTold ? ["PoolNotProven"] : [], both.Warnings.Select(warning => warning.Id));
        Assert.All(both.Warnings, warning => Assert.StartsWith("acme, beta: ", warning.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_that_another_connection_of_the_pool_lacks_makes_the_cost_partial_and_is_told()
    {
        Add("acme", [Row("2026-10-12", 44_000)], Told("w1", "g"));
        Add("beta", [Row("2026-11-01", 44_000)], Told("w2", "g"), without: new DateOnly(2026, 10, 20));
        CostResult alone = await QueryAsync(Whole, "acme");
        Assert.Equal((11m, Completeness.Partial), (alone.Totals.Single().Cost!.Value, alone.Completeness));
        Warning warning = Assert.Single(alone.Warnings);
        Assert.Equal(("BillingMonthIncomplete", "beta", new DateRange(new DateOnly(2026, 10, 20), new DateOnly(2026, 10, 20))), (warning.Id, warning.Connection, warning.Days!.Value));
    }

    [Fact]
    public async Task A_member_that_never_saw_the_month_takes_reset_and_limit_from_those_that_did()
    {
        Add("acme", [Row("2026-10-12", 44_000)], Told("w1", "g"));
        Add("beta", [Row("2026-11-01", 100_000)], Told("w2", "g") with { At = new DateTime(2026, 11, 13, 6, 0, 0, DateTimeKind.Utc), NextResetAt = new DateTime(2026, 12, 12, 14, 42, 7, DateTimeKind.Utc) });
        Assert.Equal(6.9m, (await QueryAsync(Whole with { Basis = CostBasis.Overage }, "beta")).Totals.Single().Cost);
    }

    private static SubscriptionSnapshot Told(string? workspaces, string? group = null, string? user = null) => Seen("2026-10-12T14:00:00Z") with
    {
        Workspaces = workspaces?.Split(','),
        BillingGroups = group is null ? null : [group],
        UserId = user,
    };

    private void Add(
        string name, SampleRow[] rows, SubscriptionSnapshot snapshot, ConnectionScope scope = ConnectionScope.Workspace, string zone = "Europe/Berlin", DateOnly? without = null)
    {
        _sample.Add(rows, October, name, without: without is { } day ? [day] : null);
        _sample.Connections[^1] = _sample.Connections[^1] with { Scope = scope, TimeZone = zone };
        _sample.Ledger.SnapshotsOf[name] = [snapshot];
    }

    private Task<CostResult> QueryAsync(CostQuery query, string? name = null)
    {
        var books = new PriceBooks(() => _sample.Connections);
        var calculator = new CostCalculator(_sample.Ledger, (connection, token) => books.ForAsync(connection, _sample.Ledger, token), _sample.Time);
        return calculator.QueryAsync([.. _sample.Connections.Where(connection => name is null || connection.Name == name)], query, default);
    }
}

using ElevenCost.Engine.Costing;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>What a unit cost: over units that are known, of a cost that lacks nothing.</summary>
public sealed class UnitCostTests
{
    private static readonly CostRecord Row = new()
    {
        Date = new DateTime(2026, 11, 1), Credits = 3000, Minutes = 1.5m, Requests = 7, Cost = 0.9m, Currency = "USD", CostBasis = CostBasis.Consumed,
        Completeness = Completeness.Final, UnpricedCredits = 0,
    };

    [Fact]
    public void Each_is_the_cost_over_what_there_was() =>
        Assert.Equal((0.3m, 0.6m, 0.1285714286m), (Row.CostPer1000Credits, Row.CostPerMinute, Row.CostPerRequest));

    [Fact]
    public void None_is_known_of_a_cost_that_is_not_known_or_lacks_credits()
    {
        Assert.All(new[] { Row with { Cost = null, Currency = null }, Row with { UnpricedCredits = 1 } }, row =>
            Assert.Equal((null, null, null), (row.CostPer1000Credits, row.CostPerMinute, row.CostPerRequest)));
        CostRecord unknown = Row with { Minutes = null, Requests = null };
        Assert.Equal((0.3m, null, null), (unknown.CostPer1000Credits, unknown.CostPerMinute, unknown.CostPerRequest));
    }

    [Fact]
    public void Nothing_is_divided_by_nothing_and_what_was_free_costs_0()
    {
        CostRecord none = Row with { Credits = 0, Minutes = 0, Requests = 0 };
        Assert.Equal((null, null, null), (none.CostPer1000Credits, none.CostPerMinute, none.CostPerRequest));
        Assert.Equal(0m, (Row with { Cost = 0 }).CostPerRequest);
    }

    [Fact]
    public void A_thousand_characters_cost_what_their_row_does_over_them()
    {
        Assert.Equal(0.45m, (Row with { Characters = 2000 }).CostPer1000Characters);
        Assert.All(new[] { Row, Row with { Characters = 0 }, Row with { Characters = 2000, Cost = null }, Row with { Characters = 2000, UnpricedCredits = 1 } },
            row => Assert.Null(row.CostPer1000Characters));
    }

    [Fact]
    public void Times_its_units_it_is_the_cost_but_for_the_rounding() => Prop.ForAll<PositiveInt, PositiveInt>((nano, units) =>
    {
        CostRecord row = Row with { Cost = nano.Get / 1_000_000_000m, Requests = units.Get };
        return Math.Abs((row.CostPerRequest!.Value * units.Get) - row.Cost!.Value) <= units.Get * 0.00000000005m;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_total_has_them_too() =>
        Assert.Equal((0.3m, 0.6m, null), (new CostTotal("USD", 0.9m, 3000, null, 1.5m, 0) is var total ? (total.CostPer1000Credits, total.CostPerMinute, total.CostPerRequest) : default));
}

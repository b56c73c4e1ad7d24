using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Query;

/// <summary>Hours of several connections, some of which fail: the others answer, and nothing passes for a whole.</summary>
public sealed class HoursOfSeveralTests
{
    private static readonly CostQuery ByHour = new() { Range = new DateRange(new(2026, 11, 10), new(2026, 11, 10)), Granularity = Granularity.Hour };

    [Fact]
    public async Task Usage_is_that_of_the_connections_that_can_be_read()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        List<UsageRecord> alone = await live.UsageAsync(ByHour);

        List<UsageRecord> records = await live.UsageOfAsync(ByHour, Revoked(simulated), simulated.Connection, Gone());

        Assert.Equal([("revoked", "ApiKeyInvalid"), ("gone", "NetworkUnavailable")], live.Failures);
        Assert.NotEmpty(records);
        Assert.Equal(alone, records);
        Warning told = Assert.Single(live.Warnings);
        Assert.Equal(("HoursLeftOut", "The hours of revoked, gone could not be read and are left out, so sums are a lower bound."), (told.Id, told.Message));
    }

    [Fact]
    public async Task Cost_is_that_of_the_connections_that_can_be_read_and_no_whole()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        CostResult alone = await live.CostAsync(ByHour);
        Assert.All(alone.Rows, row => Assert.Equal(Completeness.Final, row.Completeness));

        CostResult cost = await live.CostOfAsync(ByHour, Revoked(simulated), simulated.Connection, Gone());

        Assert.Equal([("revoked", "ApiKeyInvalid"), ("gone", "NetworkUnavailable")], live.Failures);
        Assert.Equal(alone.Rows.Select(row => row with { Connection = null, Completeness = Completeness.Partial }), cost.Rows);
        Assert.Equal(alone.Totals, cost.Totals);
        Assert.Equal(Completeness.Partial, cost.Completeness);
        Warning told = Assert.Single(cost.Warnings);
        Assert.Equal(("HoursLeftOut", "The hours of revoked, gone could not be read and are left out, so sums are a lower bound."), (told.Id, told.Message));
    }

    [Fact]
    public async Task By_connection_the_rows_of_one_that_was_read_are_whole_and_the_result_is_not()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);

        CostResult cost = await live.CostOfAsync(ByHour with { GroupBy = [Dimension.Connection] }, simulated.Connection, Revoked(simulated));

        Assert.Equal(24, cost.Rows.Count);
        Assert.All(cost.Rows, row => Assert.Equal(("acme", Completeness.Final), (row.Connection, row.Completeness)));
        Assert.Equal(Completeness.Partial, cost.Completeness);
    }

    [Fact]
    public async Task Cumulative_sums_lack_the_connection_from_the_first_hour()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);

        CostResult cost = await live.CostOfAsync(ByHour with { Cumulative = true }, simulated.Connection, Revoked(simulated));

        Assert.Equal(24, cost.Rows.Count);
        Assert.All(cost.Rows, row => Assert.Equal(Completeness.Partial, row.Completeness));
    }

    [Fact]
    public async Task Where_none_can_be_read_there_is_no_sum_to_warn_of()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);

        CostResult cost = await live.CostOfAsync(ByHour, Revoked(simulated), Gone());
        Assert.Empty(cost.Rows);
        Assert.Empty(cost.Totals);
        Assert.Equal(Completeness.Partial, cost.Completeness);
        Assert.Empty(cost.Warnings);
        Assert.Empty(await live.UsageOfAsync(ByHour, Revoked(simulated), Gone()));
        Assert.Empty(live.Warnings);
        Assert.Equal(4, live.Failures.Count);
    }

    [Fact]
    public async Task A_question_that_no_connection_can_answer_is_one_failure()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        Connection[] connections = [Revoked(simulated), simulated.Connection];
        foreach ((CostQuery query, string id) in new (CostQuery, string)[]
        {
            (ByHour with { GroupBy = [Dimension.CostCenter] }, "DimensionNotByHour"),
            (ByHour with { Range = new DateRange(new(2026, 10, 1), new(2026, 11, 10)) }, "HourRangeTooLong"),
        })
        {
            Assert.Equal(id, (await Assert.ThrowsAsync<ElevenCostException>(() => live.CostOfAsync(query, connections))).ErrorId);
            Assert.Equal(id, (await Assert.ThrowsAsync<ElevenCostException>(() => live.UsageOfAsync(query, connections))).ErrorId);
        }

        Assert.Empty(live.Failures);
    }

    private static Connection Revoked(SimulatedConnection simulated) => SimulatedConnection.Describe(LiveHome.Revoked, simulated.Server.BaseUri);

    // Nothing listens at the port of discard.
    private static Connection Gone() => SimulatedConnection.Describe("gone", new Uri("http://127.0.0.1:9"));
}

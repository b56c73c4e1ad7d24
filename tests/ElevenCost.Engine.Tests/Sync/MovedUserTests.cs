using ElevenCost.Engine.Api;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>Groups as of the day, through syncs of a simulated workspace in which a user moves.</summary>
public sealed class MovedUserTests
{
    private static readonly DateRange Before = new(new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 6));
    private static readonly DateRange After = new(new DateOnly(2026, 11, 7), new DateOnly(2026, 11, 11));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_moves_leaves_the_past_as_it_was_even_where_it_is_read_again(bool restated)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        Dictionary<string, long> usersBefore = Users(simulated.Server, Before);
        Dictionary<string, long> onRestatedDay = Users(simulated.Server, new DateRange(new DateOnly(2026, 11, 4), new DateOnly(2026, 11, 4)));
        string user = usersBefore.Keys.First(user => Users(simulated.Server, After).ContainsKey(user) && onRestatedDay.ContainsKey(user));
        await SyncAsync(home, Before, user, "Old group");
        Assert.Equal(usersBefore[user], (await GroupsAsync(home, Before))["Old group"]);

        if (restated)
        {
            // The days change, so that their rows are not just the same bytes again.
            simulated.Server.Faults.Add("restate:2026-11-04,2");
        }

        await SyncAsync(home, new DateRange(Before.Start, After.End), user, "New group");
        long past = Users(simulated.Server, Before)[user];
        Assert.Equal(restated, past != usersBefore[user]);
        Dictionary<string, long> before = await GroupsAsync(home, Before);
        Dictionary<string, long> after = await GroupsAsync(home, After);
        Assert.Equal((past, false), (before["Old group"], before.ContainsKey("New group")));
        Assert.Equal((Users(simulated.Server, After)[user], false), (after["New group"], after.ContainsKey("Old group")));

        // A rule for the old group goes on taking the past, and none of what came after.
        CostCenterRule[] rules = [new CostCenterRule { Name = "old", Shares = "Acme", Group = "Old group" }];
        var calculator = new CostCalculator(home.Usage, (_, _) => throw new InvalidOperationException("Consumed values have no prices."), simulated.Clock, rules: _ => Task.FromResult<IReadOnlyList<CostCenterRule>>(rules));
        CostResult cost = await calculator.QueryAsync([simulated.Connection], new CostQuery
        {
            Range = new DateRange(Before.Start, After.End), GroupBy = [Dimension.CostCenter], Granularity = Granularity.Day, Basis = CostBasis.Consumed,
        }, default);
        Assert.Equal(past, cost.Rows.Where(row => row.CostCenter == "Acme").Sum(row => row.Credits));
        Assert.All(cost.Rows.Where(row => row is { CostCenter: "Acme", Credits: > 0 }), row => Assert.True(Before.Contains(DateOnly.FromDateTime(row.Date))));
    }

    [Fact]
    public async Task Where_the_groups_cannot_be_listed_any_more_the_past_keeps_them()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        string user = Users(simulated.Server, Before).Keys.First();
        await SyncAsync(home, Before, user, "Old group");
        Dictionary<string, long> before = await GroupsAsync(home, Before);
        simulated.Server.Faults.Add("missing-permissions@/v1/workspace/groups");
        await SyncAsync(home, Before, user, "New group");
        Assert.Equal(before, await GroupsAsync(home, Before));
    }

    private static Dictionary<string, long> Users(SimulatorServer server, DateRange range) => server.Truth.Rows(range.Start, range.End, "UTC", "user_id")
        .GroupBy(row => row.Values[0]!).ToDictionary(user => user.Key, user => user.Sum(row => row.Credits)).Where(user => user.Value > 0).ToDictionary();

    private static async Task<Dictionary<string, long>> GroupsAsync(SyncedHome home, DateRange range) =>
        (await home.KeptAsync(range, UsageTable.FullRecord, Dimension.Group)).GroupBy(line => line.Values).ToDictionary(group => group.Key, group => group.Sum(line => line.Credits));

    private static async Task SyncAsync(SyncedHome home, DateRange range, string user, string group)
    {
        using var api = new AlteredApi(home.Simulated.Open())
        {
            Groups = groups => [.. groups.Select(known => known with { Members = [.. known.Members.Where(member => member != user)] }), new GroupInfo("g", group, [user])],
        };
        SyncResult result = await home.Runner.RunAsync(home.Simulated.Connection, api, new SyncOptions { From = range.Start, To = range.End, Force = true }, null, default);
        Assert.True(result.Succeeded, result.Error);
    }
}

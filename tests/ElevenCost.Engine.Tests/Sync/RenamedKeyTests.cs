using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>A key gets another name between two syncs of a simulated workspace.</summary>
public sealed class RenamedKeyTests
{
    private static readonly DateRange Before = new(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 10));
    private static readonly DateRange After = new(new DateOnly(2026, 11, 11), new DateOnly(2026, 11, 15));
    private static readonly DateRange Whole = new(Before.Start, After.End);

    [Fact]
    public async Task It_keeps_its_history_its_rule_and_its_rows()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        ApiKeyEntry key = simulated.Server.Workspace.Keys[1];
        Dictionary<DateOnly, long> truth = simulated.Server.Truth.Rows(Whole.Start, Whole.End, "UTC", "hashed_xi_api_key")
            .Where(row => row.Values[0] == key.Hash && row.Credits > 0).ToDictionary(row => row.Date, row => row.Credits);
        Assert.Contains(truth.Keys, Before.Contains);
        Assert.Contains(truth.Keys, After.Contains);

        await SyncAsync(home, Before, key.Hash, key.Name);
        CostCenterRule[] rules = [new CostCenterRule { Name = "acme", Shares = "Acme", ApiKey = key.Name }];
        await SyncAsync(home, After, key.Hash, "live-2");

        // The bill by center, the rows by key, and the explanation all know it by its ID.
        var calculator = new CostCalculator(home.Usage, (_, _) => throw new InvalidOperationException("Consumed values have no prices."), simulated.Clock, rules: _ => Task.FromResult<IReadOnlyList<CostCenterRule>>(rules));
        CostResult cost = await calculator.QueryAsync([simulated.Connection], new CostQuery
        {
            Range = Whole, GroupBy = [Dimension.ApiKey, Dimension.CostCenter], Granularity = Granularity.Day, Basis = CostBasis.Consumed,
            Filters = [new DimensionFilter(Dimension.CostCenter, ["Acme"])],
        }, default);
        Assert.Equal(
            truth.OrderBy(day => day.Key).Select(day => (day.Key, "live-2", key.Hash, day.Value)),
            cost.Rows.Where(row => row.Credits > 0).Select(row => (DateOnly.FromDateTime(row.Date), row.ApiKey!, row.ApiKeyId!, row.Credits)));

        // By the new name, and by the ID, the days of the old name are found as well.
        foreach (string pattern in new[] { "live-2", key.Hash })
        {
            CostResult found = await calculator.QueryAsync([simulated.Connection], new CostQuery
            {
                Range = Whole, Granularity = Granularity.Total, Basis = CostBasis.Consumed, Filters = [new DimensionFilter(Dimension.ApiKey, [pattern])],
            }, default);
            Assert.Equal(truth.Values.Sum(), found.Totals.Single().Credits);
        }

        CostCenterMatch match = Assert.Single(await new CostCenterReview(home.Usage, simulated.Clock, _ => Task.FromResult<IReadOnlyList<CostCenterRule>>(rules))
            .ExplainAsync([simulated.Connection], Whole, Dimension.ApiKey, [key.Hash], Assert.Null, default));
        Assert.Equal(("live-2", "acme", $"earlier name '{key.Name}'", truth.Values.Sum()), (match.Value!, match.Rule!, match.MatchedBy!, match.Credits));
    }

    [Fact]
    public async Task The_same_day_read_again_under_the_new_name_is_no_restatement_and_no_second_row()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        ApiKeyEntry key = simulated.Server.Workspace.Keys[1];
        await SyncAsync(home, Before, key.Hash, key.Name);
        List<UsageLine> kept = await home.KeptAsync(Before, Engine.Ledger.UsageTable.FullRecord, SimulatedConnection.AllDimensions);
        SyncResult again = await SyncAsync(home, Before, key.Hash, "live-2");
        Assert.Empty(again.Restatements);
        Assert.Equal(kept, await home.KeptAsync(Before, Engine.Ledger.UsageTable.FullRecord, SimulatedConnection.AllDimensions));
        Engine.Ledger.NameBook names = await home.Usage.ReadNamesAsync("acme", default);
        Assert.Equal("live-2", names.ApiKeys[key.Hash]);
        Assert.Equal([key.Name], names.FormerApiKeys[key.Hash]);
    }

    private static async Task<SyncResult> SyncAsync(SyncedHome home, DateRange range, string hash, string name)
    {
        using var api = new AlteredApi(home.Simulated.Open())
        {
            Analytics = (_, answer) => answer with { ApiKeyNames = answer.ApiKeyNames.ToDictionary(known => known.Key, known => known.Key == hash ? name : known.Value) },
            Keys = keys => [.. keys.Select(known => known.Hash == hash ? known with { Name = name } : known)],
        };
        SyncResult result = await home.Runner.RunAsync(home.Simulated.Connection, api, new SyncOptions { From = range.Start, To = range.End, Force = true }, null, default);
        Assert.True(result.Succeeded, result.Error);
        return result;
    }
}

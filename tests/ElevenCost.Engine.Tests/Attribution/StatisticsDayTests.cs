using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Attribution;

/// <summary>Rules of cost centers on days that were read from the usage statistics, which tell one breakdown at a time.</summary>
public sealed class StatisticsDayTests
{
    private static readonly DateRange Days = new(new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 6));

    [Fact]
    public async Task A_rule_by_one_dimension_takes_its_part_of_the_slice_without_a_warning()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "analytics-absent");
        using var home = new SyncedHome(simulated);
        Dictionary<string, long> keys = Truth(simulated.Server, "api_key_name");
        string name = keys.Keys.First(key => key.Length > 0);
        CostResult result = await AskAsync(home, [Rule("keys") with { ApiKey = name }], []);
        Assert.Equal([("Acme", keys[name]), ("Unattributed", keys.Values.Sum() - keys[name])], Centers(result));
        Assert.DoesNotContain(result.Warnings, warning => warning.Id == "AttributionNotKept");

        Dictionary<string, long> models = Truth(simulated.Server, "model");
        string model = models.Keys.First(key => key.Length > 0);
        Assert.Equal([("Acme", models[model]), ("Unattributed", models.Values.Sum() - models[model])], Centers(await AskAsync(home, [Rule("models") with { Model = model }], [])));

        // Grouped by just what the rule asks for, the slice still answers.
        CostResult grouped = await AskAsync(home, [Rule("models") with { Model = model }], [Dimension.Model]);
        Assert.Equal([("Acme", model, models[model])], grouped.Rows.Where(row => row.CostCenter == "Acme").Select(row => (row.CostCenter!, row.Model!, row.Credits)));
        Assert.DoesNotContain(grouped.Warnings, warning => warning.Id is "AttributionNotKept" or "BreakdownNotKept");
    }

    [Fact]
    public async Task Rules_by_two_dimensions_or_by_another_than_the_query_take_nothing_and_are_told_once()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "analytics-absent");
        using var home = new SyncedHome(simulated);
        Dictionary<string, long> models = Truth(simulated.Server, "model");
        foreach ((CostCenterRule[] rules, Dimension[] groupBy) in new (CostCenterRule[], Dimension[])[]
        {
            ([Rule("both") with { ApiKey = "*", Model = "*" }], []),
            ([Rule("keys") with { ApiKey = "*" }, Rule("models") with { Model = "*" }], []),
            ([Rule("keys") with { ApiKey = "*" }], [Dimension.Model]),
        })
        {
            CostResult result = await AskAsync(home, rules, groupBy);
            Assert.Equal([("Unattributed", models.Values.Sum())], Centers(result));
            Warning warning = Assert.Single(result.Warnings, warning => warning.Id == "AttributionNotKept");
            Assert.Contains("acme: the usage of 2026-11-02 to 2026-11-06", warning.Message.Replace("..", " to ", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_days_of_the_statistics_are_told_beside_days_of_the_analytics()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new SyncOptions { From = Days.Start, To = Days.Start.AddDays(2) });
        simulated.Server.Faults.Add("analytics-absent");
        await home.SyncAsync(new SyncOptions { From = Days.Start.AddDays(3), To = Days.End });
        CostResult result = await QueryAsync(home, [Rule("both") with { ApiKey = "*", Model = "*" }], []);
        Assert.Equal(simulated.Server.Truth.DailyTotals(Days.Start, Days.End, "UTC").Sum(day => day.Credits), Centers(result).Sum(center => center.Credits));
        long analytics = simulated.Server.Truth.DailyTotals(Days.Start, Days.Start.AddDays(2), "UTC").Sum(day => day.Credits);
        Assert.Equal(analytics, Centers(result).Single(center => center.Center == "Acme").Credits);
        Warning warning = Assert.Single(result.Warnings, warning => warning.Id == "AttributionNotKept");
        Assert.Contains("2026-11-05", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-11-04", warning.Message, StringComparison.Ordinal);
    }

    private static CostCenterRule Rule(string name) => new() { Name = name, Shares = "Acme" };

    private static List<(string Center, long Credits)> Centers(CostResult result) =>
        [.. result.Rows.GroupBy(row => row.CostCenter!).Select(rows => (rows.Key, rows.Sum(row => row.Credits))).OrderBy(center => center.Key, StringComparer.Ordinal)];

    private static Dictionary<string, long> Truth(SimulatorServer server, string column) => server.Truth.Rows(Days.Start, Days.End, "UTC", column)
        .GroupBy(row => row.Values[0] ?? "").ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Credits)).Where(rows => rows.Value > 0).ToDictionary();

    private static async Task<CostResult> AskAsync(SyncedHome home, CostCenterRule[] rules, Dimension[] groupBy)
    {
        SyncResult synced = await home.SyncAsync(new SyncOptions { From = Days.Start, To = Days.End });
        Assert.True(synced.Succeeded, synced.Error);
        return await QueryAsync(home, rules, groupBy);
    }

    private static Task<CostResult> QueryAsync(SyncedHome home, CostCenterRule[] rules, Dimension[] groupBy) => new CostCalculator(
            home.Usage, (_, _) => throw new InvalidOperationException("Consumed values have no prices."), home.Simulated.Clock, rules: _ => Task.FromResult<IReadOnlyList<CostCenterRule>>(rules))
        .QueryAsync([home.Simulated.Connection], new CostQuery { Range = Days, GroupBy = [.. groupBy, Dimension.CostCenter], Granularity = Granularity.Total, Basis = CostBasis.Consumed }, default);
}

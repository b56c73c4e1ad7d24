using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>What a key can't list is said once.</summary>
public sealed class NotListedTests
{
    private const string Groups = "missing-permissions@/v1/workspace/groups";
    private static readonly SyncOptions OneDay = new() { Days = 1 };

    [Fact]
    public async Task What_was_told_when_the_connection_was_made_is_not_told_by_syncs()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: [Groups, "missing-permissions@/v1/service-accounts"]);
        using var home = new SyncedHome(simulated);
        Connection connected = await ProbedAsync(simulated);

        Warning told = ConnectionProbe.MissingFromResults(connected)!;
        Assert.Equal("ResultsLack", told.Id);
        Assert.StartsWith("acme: some data cannot be read. Results will not contain workspace groups, names of service accounts' keys. In ElevenLabs", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told.Message);
        Assert.Empty(ConnectionProbe.Failures(connected));

        foreach (int _ in new[] { 1, 2 })
        {
            SyncResult result = await SyncAsync(home, connected);
            Assert.Empty(result.Warnings);
            Assert.Equal(["Groups", "ServiceAccounts"], result.NotListed!);
        }
    }

    [Fact]
    public async Task A_permission_that_is_lost_later_is_told_by_the_first_sync_that_meets_it_and_again_when_lost_anew()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        Connection connected = await ProbedAsync(simulated);
        Assert.Null(ConnectionProbe.MissingFromResults(connected));
        Assert.Empty((await SyncAsync(home, connected)).NotListed!);

        simulated.Server.Faults.Add(Groups);
        Assert.Contains("can't list the workspace's groups", Assert.Single((await SyncAsync(home, connected)).Warnings), StringComparison.Ordinal);
        Assert.Empty((await SyncAsync(home, connected)).Warnings);

        simulated.Server.Faults.Clear();
        Assert.Empty((await SyncAsync(home, connected)).Warnings);
        simulated.Server.Faults.Add(Groups);
        Assert.Single((await SyncAsync(home, connected)).Warnings);
        Assert.Empty((await SyncAsync(home, connected)).Warnings);
    }

    [Fact]
    public async Task Connecting_anew_takes_the_place_of_what_syncs_told()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: Groups);
        using var home = new SyncedHome(simulated);
        Assert.Single((await SyncAsync(home, simulated.Connection)).Warnings);

        simulated.Server.Faults.Clear();
        simulated.Clock.Set(SimulatedConnection.Now.AddMinutes(2));
        Connection connected = await ProbedAsync(simulated);
        simulated.Server.Faults.Add(Groups);
        Assert.Single((await SyncAsync(home, connected)).Warnings);
    }

    [Fact]
    public async Task What_a_cancelled_sync_met_is_told_by_the_next()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: Groups);
        using var home = new SyncedHome(simulated);
        using var cancel = new CancellationTokenSource();
        var cancelAfterNames = new Told(progress =>
        {
            if (progress.Activity == "usage")
            {
                cancel.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => home.SyncAsync(new SyncOptions { Days = 90 }, cancelAfterNames, cancellationToken: cancel.Token));

        Assert.Single((await SyncAsync(home, simulated.Connection)).Warnings);
    }

    [Fact]
    public async Task What_no_sync_can_do_without_is_told_as_a_failure()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: ["analytics-forbidden", "stats-absent", Groups]);
        Connection connected = await ProbedAsync(simulated);

        Assert.Equal(["Analytics", "UsageStatistics"], ConnectionProbe.Failures(connected).Select(failed => failed.Name));
        Assert.StartsWith("acme: some data cannot be read. Results will not contain workspace groups.", ConnectionProbe.MissingFromResults(connected)!.Message, StringComparison.Ordinal);
    }

    private static async Task<Connection> ProbedAsync(SimulatedConnection simulated)
    {
        IElevenLabsApi api = simulated.Open();
        return simulated.Connection with { Capabilities = await ConnectionProbe.RunAsync(simulated.Connection, api, simulated.Clock, null, default) };
    }

    private static async Task<SyncResult> SyncAsync(SyncedHome home, Connection connection)
    {
        home.Simulated.Clock.Set(home.Simulated.Clock.GetUtcNow().AddMinutes(1));
        SyncResult result = await home.Runner.RunAsync(connection, home.Simulated.Open(), OneDay, null, default);
        Assert.True(result.Succeeded, result.Error);
        return result;
    }
}

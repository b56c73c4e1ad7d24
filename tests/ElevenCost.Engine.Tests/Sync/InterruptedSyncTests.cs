using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

public sealed class InterruptedSyncTests
{
    [Fact]
    public async Task A_cancelled_sync_keeps_its_finished_windows_and_the_next_completes_them()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var undisturbed = new SyncedHome(simulated);
        await undisturbed.SyncAsync();
        using var home = new SyncedHome(simulated);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => home.SyncAsync(
            progress: new Told(told =>
            {
                if (told.DaysDone >= 20)
                {
                    stop.Cancel();
                }
            }),
            cancellationToken: stop.Token));
        IReadOnlyList<DayEntry> kept = await home.DaysAsync();
        Assert.InRange(kept.Count, 20, 91);
        SyncResult line = Assert.Single(await home.LogAsync());
        Assert.Equal((false, "Canceled", kept.Count), (line.Succeeded, line.ErrorId, line.DaysSynced));

        SyncResult result = await home.SyncAsync();
        Assert.True(result.Succeeded, result.Error);
        Assert.True(result.DaysAsked < 92);
        Assert.Equal(undisturbed.Kept(), home.Kept());
    }

    [Fact]
    public async Task A_cancelled_sync_does_not_wait_for_another_writer()
    {
        // The first query asks who shares the credits, before anything is stored.
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "hang@/v1/workspace/analytics#2-");
        using var home = new SyncedHome(simulated);
        using var stop = new CancellationTokenSource();
        Task<SyncResult> sync = home.SyncAsync(cancellationToken: stop.Token);
        while ((await home.Usage.ReadSnapshotsAsync("acme", default)).Count == 0)
        {
            await Task.Delay(10);
        }

        using (home.Hold())
        {
            await stop.CancelAsync();
            Assert.Same(sync, await Task.WhenAny(sync, Task.Delay(TimeSpan.FromSeconds(15))));
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sync);
    }

    [Fact]
    public async Task A_locked_ledger_is_waited_for_once()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated, patience: TimeSpan.FromSeconds(6));
        await home.SyncAsync(new SyncOptions { Days = 3 });
        long start = Stopwatch.GetTimestamp();
        using (home.Hold())
        {
            SyncResult result = await home.SyncAsync(new SyncOptions { Days = 3 });
            Assert.Equal(("LedgerLocked", FailureCategory.Ledger), (result.ErrorId, result.ErrorCategory));
            Assert.Contains(result.Warnings, warning => warning.StartsWith("The sync log could not be written", StringComparison.Ordinal));
        }

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 5, 11.5);
    }

    [Fact]
    public async Task A_ledger_that_is_locked_midway_is_waited_for_once_however_many_windows_are_to_be_stored()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated, patience: TimeSpan.FromSeconds(4));
        await home.SyncAsync(new SyncOptions { Days = 3 });
        IDisposable? hold = null;
        long start = 0;
        try
        {
            SyncResult result = await home.SyncAsync(new SyncOptions { Days = 60 }, new Told(told =>
            {
                if (told.Activity == "names")
                {
                    hold = home.Hold();
                    start = Stopwatch.GetTimestamp();
                }
            }));
            Assert.Equal(("LedgerLocked", 0), (result.ErrorId, result.DaysSynced));
        }
        finally
        {
            hold?.Dispose();
        }

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 3, 13);
    }

    [Fact]
    public async Task A_server_that_fails_in_the_middle_leaves_what_was_read()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "invalid-api-key@/v1/workspace/analytics#12-");
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync();
        Assert.Equal((false, "ApiKeyInvalid", FailureCategory.Permission), (result.Succeeded, result.ErrorId, result.ErrorCategory));
        IReadOnlyList<DayEntry> kept = await home.DaysAsync();
        Assert.Equal((92, kept.Count, 0), (result.DaysAsked, result.DaysSynced, result.DaysFailed));
        simulated.Server.Faults.Clear();
        Assert.True((await home.SyncAsync()).Succeeded);
        await home.AssertTrueAsync(new DateRange(SimulatedConnection.Today.AddDays(-91), SimulatedConnection.Today));
    }

    [Fact]
    public async Task A_refused_key_leaves_every_file_but_the_log()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new SyncOptions { Days = 20 });
        SortedDictionary<string, string> before = home.Kept();
        SyncResult result = await home.SyncAsync(key: "sk_" + new string('0', 48));
        Assert.Equal((false, "ApiKeyInvalid", FailureCategory.Permission, 0), (result.Succeeded, result.ErrorId, result.ErrorCategory, result.DaysSynced));
        Assert.Equal(before, home.Kept());
        Assert.Equal(2, (await home.LogAsync()).Count);
    }

    [Fact]
    public async Task One_connection_that_fails_does_not_touch_another()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Connection gone = SimulatedConnection.Describe("gone", new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        listener.Stop();
        using IElevenLabsApi api = ElevenLabsApi.Open(gone, RawServer.Key, simulated.Clock, SimulatedConnection.Quick);
        SyncResult[] results = await Task.WhenAll(
            home.SyncAsync(),
            home.Runner.RunAsync(gone, api, new SyncOptions(), null, default));
        Assert.True(results[0].Succeeded, results[0].Error);
        Assert.Equal((false, "NetworkUnavailable", 0), (results[1].Succeeded, results[1].ErrorId, results[1].DaysFailed));
        await home.AssertTrueAsync(new DateRange(SimulatedConnection.Today.AddDays(-91), SimulatedConnection.Today));
        Assert.Empty(home.Kept("gone"));
        Assert.Single(await home.LogAsync("gone"));
    }

    [Fact]
    public async Task The_order_in_which_windows_end_leaves_no_trace()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        SortedDictionary<string, string>? first = null;
        for (int turn = 0; turn < 3; turn++)
        {
            simulated.Server.Faults.Clear();
            var random = new Random(turn);
            for (int request = 1; turn > 0 && request < 25; request++)
            {
                simulated.Server.Faults.Add($"slow:{random.Next(60)}@/v1/workspace/analytics#{request}-{request}");
            }

            using var home = new SyncedHome(simulated);
            Assert.True((await home.SyncAsync()).Succeeded);
            SortedDictionary<string, string> files = home.Kept();
            Assert.Equal(4, files.Count);
            Assert.Equal(first ??= files, files);
        }
    }
}

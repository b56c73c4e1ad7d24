using System.Diagnostics;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>A disk on which each flush takes long, as a network block device or a worn card has it, by SQLite's own VFS.</summary>
public sealed class SlowDiskTests : IDisposable
{
    // Some of the days are stored by then.
    private const int FlushOfInterrupt = 16;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // Five seconds for what is under way, two for the log, two for the lease.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(12);

    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-slow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_sync_completes_and_readers_see_whole_days_without_waiting_for_it()
    {
        SkipOnWindows();
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var ledger = new RelationalLedger(new Home(_folder));
        using var reader = new RelationalLedger(new Home(_folder));
        using var read = new SemaphoreSlim(0);
        var disk = new FaultyDisk(_folder);
        using IDisposable vfs = TestVfs.Begin(disk);
        int flushes = 0;
        int waited = 0;

        // Once there are days, each flush takes until two readings have ended, one of which began after it: a reader that waited for the flush would let it wait in vain.
        var slow = new Told(progress => disk.Fault ??= progress.DaysDone == 0 ? null : action =>
        {
            if (action == DiskAction.Sync)
            {
                flushes++;
                waited += read.Wait(s_patience) && read.Wait(s_patience) ? 0 : 1;
            }

            return 0;
        });
        var seen = new List<int>();
        Task reading = Task.Run(async () =>
        {
            while (seen.Count == 0 || seen[^1] < 92)
            {
                seen.Add((await LedgerWholeness.CheckAsync(reader, "acme")).Count);
                read.Release();
                await Task.Delay(1);
            }

            // For what is flushed after the last day.
            read.Release(1000);
        });
        SyncResult result = await new UsageSync(ledger, simulated.Clock).RunAsync(simulated.Connection, simulated.Open(), new SyncOptions(), slow, CancellationToken.None);
        Assert.True(result.Succeeded, result.Error);
        await reading;
        disk.Fault = null;
        Assert.Equal(0, waited);
        Assert.InRange(flushes, 5, int.MaxValue);
        Assert.Equal(seen.Order(), seen);
        Assert.InRange(seen.Distinct().Count(), 3, 92);
    }

    [SkippableFact]
    public async Task Ctrl_C_ends_a_sync_after_the_writes_that_are_under_way_and_the_next_sync_goes_on()
    {
        SkipOnWindows();
        await using SimulatorServer server = await SimulatorServer.StartAsync(SimulatedConnection.Small, TimeProvider.System);
        string key = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(key, server.ApiKey);
        Assert.Equal(0, (await RunAsync(CancellationToken.None, "connect", "acme", "--api-key-file", key, "--base-uri", server.BaseUri.ToString())).ExitCode);
        using var interrupt = new CancellationTokenSource();
        int flushes = 0;
        var disk = new FaultyDisk(_folder)
        {
            Fault = action =>
            {
                if (action == DiskAction.Sync)
                {
                    Thread.Sleep(20);
                    if (Interlocked.Increment(ref flushes) == FlushOfInterrupt)
                    {
                        interrupt.Cancel();
                    }
                }

                return 0;
            },
        };
        using IDisposable vfs = TestVfs.Begin(disk);
        CliOutcome outcome = await RunAsync(interrupt.Token, "sync", "--quiet");
        Assert.True(outcome.ExitCode == 130, outcome.All);

        // Four windows that were read, the log of the sync, the lease, and the checkpoint of the last one to close: 1 or 2 flushes each.
        Assert.InRange(flushes, FlushOfInterrupt, FlushOfInterrupt + 14);
        int kept = (await DaysAsync()).Count;
        Assert.InRange(kept, 1, 91);
        disk.Fault = null;
        CliOutcome again = await RunAsync(CancellationToken.None, "sync", "--quiet");
        Assert.True(again.ExitCode == 0, again.All);
        Assert.Equal(92, (await DaysAsync()).Count);

        Task<CliOutcome> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
            CommandLineRun.RunAsync(arguments, () => new Home(_folder), TimeProvider.System, cancellationToken: cancellationToken);
    }

    [SkippableFact]
    public async Task Ctrl_C_ends_a_sync_whose_flush_never_returns_readers_go_on_meanwhile_and_the_next_sync_completes()
    {
        SkipOnWindows();
        await using SimulatorServer server = await SimulatorServer.StartAsync(SimulatedConnection.Small, TimeProvider.System);
        string key = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(key, server.ApiKey);
        Assert.Equal(0, (await RunAsync("connect", "acme", "--api-key-file", key, "--base-uri", server.BaseUri.ToString())).ExitCode);
        Assert.Equal(0, (await RunAsync("sync", "--quiet", "--days", "5")).ExitCode);
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SlowDiskTests).Assembly.Location, "hung-flush", _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            Assert.Equal(HungFlush.Hangs, await process.StandardOutput.ReadLineAsync());

            // The one that hangs has the database's lock: nobody takes its lease over, and readers do not notice.
            using (var other = new RelationalLedger(new Home(_folder), TimeSpan.FromSeconds(1)))
            {
                Assert.Equal("LedgerLocked", (await Assert.ThrowsAsync<ElevenCostException>(() => other.CheckWritableAsync(CancellationToken.None))).ErrorId);
            }

            CliOutcome read = await RunAsync("cost", "--last", "5d");
            Assert.True(read.ExitCode == 0, read.All);
            int stored = (await DaysAsync()).Count;
            CliProcess.Interrupt(process);
            long start = Stopwatch.GetTimestamp();
            await process.WaitForExitAsync().WaitAsync(s_patience);
            Assert.True(process.ExitCode == 130, await error);
            Assert.True(Stopwatch.GetElapsedTime(start) < s_soon, $"{Stopwatch.GetElapsedTime(start)}");
            Assert.InRange((await DaysAsync()).Count, Math.Max(stored, 5), 92);
            CliOutcome again = await RunAsync("sync", "--quiet");
            Assert.True(again.ExitCode == 0, again.All);
            Assert.Equal(92, (await DaysAsync()).Count);
        }
        finally
        {
            process.Kill();
        }

        Task<CliOutcome> RunAsync(params string[] arguments) => CommandLineRun.RunAsync(arguments, () => new Home(_folder), TimeProvider.System);
    }

    private async Task<IReadOnlyDictionary<DateOnly, DayEntry>> DaysAsync()
    {
        using var ledger = new RelationalLedger(new Home(_folder));
        return await LedgerWholeness.CheckAsync(ledger, "acme");
    }

    private static void SkipOnWindows() => Skip.If(OperatingSystem.IsWindows(), "The VFS of these tests is that of Unix, so slow disks are NOT TESTED on Windows");
}

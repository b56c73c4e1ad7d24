using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>
/// A disk that becomes full, read-only or unreadable at a random write of a sync, and heals afterwards, by SQLite's own VFS: the sync fails as documented,
/// what it had stored stays, and the same sync completes without a repair.
/// </summary>
/// <remarks>ELEVENCOST_KILLS sets how many faults there are, ELEVENCOST_SEED which. <see cref="EndToEnd.FullDiskTests"/> fills a real disk.</remarks>
public sealed class DiskFaultTests(ITestOutputHelper log) : IDisposable
{
    private const int FewFaults = 9;

    // Result codes: sqlite.org/rescode.html. What the system answers on a disk that was remounted read-only is an error of writing.
    private const int Full = 13;
    private const int ReadError = 266;
    private const int WriteError = 778;
    private const int FlushError = 1034;
    private const int CannotOpen = 14;

    private static readonly SyncOptions s_options = new() { Days = 30, Force = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-fault-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_disk_that_fails_at_any_write_of_a_sync_loses_nothing_and_the_same_sync_completes()
    {
        Skip.If(OperatingSystem.IsWindows(), "The VFS of these tests is that of Unix, so faults of disks are NOT TESTED on Windows");
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        var sound = new FaultyDisk(Path.Combine(_folder, "sound"));
        SortedDictionary<string, string> undisturbed;
        using (TestVfs.Begin(sound))
        {
            using RelationalLedger ledger = Open("sound");
            SyncResult result = await SyncAsync(simulated, ledger, null);
            Assert.True(result.Succeeded, result.Error);
            undisturbed = LedgerDigest.Of(ledger, "acme");
        }

        int failed = 0;
        int stored = 0;
        for (int fault = 0; fault < LongForm.Kills(FewFaults); fault++)
        {
            (bool isFailed, int reported) = await FailAsync(simulated, fault, sound.Writes, undisturbed);
            failed += isFailed ? 1 : 0;
            stored += reported;
        }

        log.WriteLine($"{failed} syncs failed with {stored} days stored, seed {LongForm.Seed}.");
        Assert.True(failed > 0, "No fault was noticed.");
    }

    /// <summary>One sync of a new ledger on a disk that begins to fail, and one when it has healed.</summary>
    /// <param name="simulated">The server.</param>
    /// <param name="fault">The number of the fault.</param>
    /// <param name="writes">How many writes a sync has.</param>
    /// <param name="undisturbed">What the ledger holds in the end.</param>
    /// <returns>Whether the first sync failed, and how many days it reported as stored.</returns>
    private async Task<(bool IsFailed, int Reported)> FailAsync(SimulatedConnection simulated, int fault, int writes, SortedDictionary<string, string> undisturbed)
    {
        (string kind, Func<DiskAction, int> answer, bool canRead) = (fault % 3) switch
        {
            0 => ("full", (Func<DiskAction, int>)(static action => action == DiskAction.Write ? Full : 0), true),
            1 => ("read-only", static action => action is DiskAction.Write or DiskAction.Truncate or DiskAction.Sync or DiskAction.Delete ? WriteError : 0, true),
            _ => ("gone", static action => action switch
            {
                DiskAction.Read => ReadError,
                DiskAction.Sync => FlushError,
                DiskAction.Create => CannotOpen,
                _ => WriteError,
            }, false),
        };
        int after = new Random(unchecked((LongForm.Seed * 1_000_003) + fault)).Next(writes);
        string name = $"fault{fault}";
        string what = $"seed {LongForm.Seed}, fault {fault}: {kind} after {after} of {writes} writes";
        var disk = new FaultyDisk(Path.Combine(_folder, name));
        using IDisposable vfs = TestVfs.Begin(disk);
        int reported = 0;
        bool isFailed;
        using (RelationalLedger ledger = Open(name))
        {
            disk.Fault = action => disk.Writes > after ? answer(action) : 0;
            SyncResult result = await SyncAsync(simulated, ledger, new Told(progress => reported = progress.DaysDone));
            isFailed = !result.Succeeded;
            Assert.True(isFailed ? result.ErrorId == LedgerErrors.LedgerNotWritable.Id || (!canRead && result.ErrorId == LedgerErrors.LedgerNotReadable.Id) : reported == s_options.Days,
                $"{what}: {result.ErrorId} {result.Error}");
            await AssertReadAsync(name, reported, canRead, what);
        }

        // As a new process, once the disk has healed.
        disk.Fault = null;
        await AssertReadAsync(name, reported, true, what);
        using RelationalLedger healed = Open(name);
        SyncResult again = await SyncAsync(simulated, healed, null);
        Assert.True(again.Succeeded, $"{what}: {again.ErrorId} {again.Error}");
        Assert.Equal(undisturbed, LedgerDigest.Of(healed, "acme"));
        return (isFailed, reported);
    }

    private RelationalLedger Open(string name) => new(new Home(Path.Combine(_folder, name)), TimeSpan.FromSeconds(2));

    private static async Task<SyncResult> SyncAsync(SimulatedConnection simulated, RelationalLedger ledger, IProgress<SyncProgress>? progress) =>
        await new UsageSync(ledger, simulated.Clock).RunAsync(simulated.Connection, simulated.Open(), s_options, progress, CancellationToken.None);

    /// <summary>Reads as another command would: each day that was reported as stored, whole; or, if the disk cannot be read, a documented error.</summary>
    private async Task AssertReadAsync(string name, int reported, bool canRead, string what)
    {
        using RelationalLedger reader = Open(name);
        try
        {
            IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(reader, "acme");
            Assert.True(days.Count >= reported, $"{what}: {days.Count} days of {reported} that were reported as stored");
        }
        catch (ElevenCostException e)
        {
            // A reader finishes a schema that was interrupted, which is a write.
            Assert.True(canRead ? reported == 0 && e.ErrorId == LedgerErrors.LedgerNotWritable.Id : e.ErrorId == LedgerErrors.LedgerNotReadable.Id, $"{what}: {e.ErrorId} {e.Message}");
        }
    }
}

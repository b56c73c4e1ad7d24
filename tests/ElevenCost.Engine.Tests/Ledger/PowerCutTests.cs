using System.Diagnostics.CodeAnalysis;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>
/// Power cuts at random moments of work on the embedded ledger, by SQLite's own VFS: what was not flushed is lost, reordered or torn. The ledger opens without a repair,
/// is whole, holds every commit that had returned, and the work goes on from there.
/// </summary>
/// <remarks>ELEVENCOST_KILLS sets how many cuts there are of each recording, ELEVENCOST_SEED which. A failure names both, and keeps the files.</remarks>
public sealed class PowerCutTests(ITestOutputHelper log) : IDisposable
{
    private const int FewCuts = 20;
    private const int FewCutsOfUpgrades = 3;
    private const int FewCutsOfOthers = 10;
    private const int CutsOfControls = 8;

    // Recorded once for all of the tests, which leave it as it is.
    private static readonly Lazy<Task<RecordedLedger>> NewLedger = new(RecordedLedger.NewAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-power-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_power_cut_at_any_moment_leaves_whole_days_and_loses_no_commit()
    {
        SkipOnWindows();
        await CutAsync(await NewLedger.Value, LongForm.Kills(FewCuts));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_power_cut_during_an_upgrade_of_an_earlier_ledger_loses_nothing(bool readsFirst)
    {
        SkipOnWindows();
        for (int schema = 1; schema <= SchemaMigration.Current; schema++)
        {
            await CutAsync(await RecordedLedger.KeptAsync(schema, readsFirst), LongForm.Kills(FewCutsOfUpgrades));
        }
    }

    [SkippableFact]
    public async Task A_power_cut_during_a_copy_into_SQLite_leaves_whole_days_of_the_source_and_the_next_copy_completes()
    {
        SkipOnWindows();
        await CutAsync(await RecordedCopy.RunAsync(), LongForm.Kills(FewCutsOfOthers));
    }

    [SkippableFact]
    public async Task A_power_cut_while_two_connections_are_written_loses_no_commit_of_either()
    {
        SkipOnWindows();
        await CutAsync(await RecordedWriters.RunAsync(), LongForm.Kills(FewCutsOfOthers));
    }

    /// <summary>The controls: without some of the flushes the same cuts damage the ledger, and the check says so.</summary>
    [SkippableTheory]
    [InlineData(Flushes.WithoutFiles)]
    [InlineData(Flushes.WithoutDatabase)]
    [InlineData(Flushes.WithoutFolder)]
    public async Task Without_flushes_power_cuts_are_found_to_damage_the_ledger(Flushes flushes)
    {
        SkipOnWindows();
        RecordedLedger recorded = await NewLedger.Value;
        var failures = new List<string>();
        var random = new Random(LongForm.Seed);
        for (int cut = 0; cut < CutsOfControls; cut++)
        {
            int point = random.Next(recorded.Recording.Count / 2, recorded.Recording.Count + 1);
            if (await FailureOfAsync(recorded, point, random, flushes, Path.Combine(_folder, $"lost{cut}")) is { } failure)
            {
                failures.Add(failure.GetType().Name + ": " + failure.Message.Split('\n')[0]);
            }
        }

        failures.ForEach(log.WriteLine);
        Assert.True(failures.Count > 0, $"No cut of {CutsOfControls} was noticed, seed {LongForm.Seed}.");
    }

    /// <summary>Another control: if a commit did not wait for the disk, days stay whole, but the last commit can be lost. That is why the ledger waits.</summary>
    [SkippableFact]
    public async Task Without_the_flush_of_a_commit_it_may_be_lost_but_no_day_is_torn()
    {
        SkipOnWindows();
        RecordedLedger recorded = await NewLedger.Value;
        var random = new Random(LongForm.Seed);
        int lost = 0;
        for (int cut = 0; cut < CutsOfControls; cut++)
        {
            int commit = random.Next(10, recorded.Commits.Count);
            string folder = Path.Combine(_folder, $"late{cut}");
            PowerCut.Rebuild(recorded.Recording, recorded.Commits[commit].Point, random, Flushes.WithoutLast, folder);
            lost += await recorded.ReopenAsync(folder, commit - 1) < commit ? 1 : 0;
        }

        log.WriteLine($"{lost} of {CutsOfControls} commits lost.");
        Assert.True(lost > 0, $"No commit of {CutsOfControls} was lost, seed {LongForm.Seed}.");
    }

    private async Task CutAsync(IRecordedWork recorded, int cuts)
    {
        DiskRecording recording = recorded.Recording;
        int[] barriers = [.. Enumerable.Range(recording.FirstPoint, recording.Count - recording.FirstPoint).Where(index => recording.Operations[index].Action != DiskAction.Write)];
        for (int cut = 0; cut < cuts; cut++)
        {
            // Half of them anywhere, half of them close to what is not a write: there are few of those, and they matter most.
            var random = new Random(unchecked((LongForm.Seed * 1_000_003) + cut));
            int point = Math.Clamp(random.Next(2) == 0 ? random.Next(recording.FirstPoint, recording.Count + 1) : barriers[random.Next(barriers.Length)] + random.Next(-2, 3),
                recording.FirstPoint, recording.Count);
            int state = random.Next();
            string folder = Path.Combine(_folder, $"cut{cut}");
            if (await FailureOfAsync(recorded, point, new Random(state), Flushes.Kept, folder) is { } failure)
            {
                // Once more, since the check has opened and changed the files.
                string kept = Directory.CreateTempSubdirectory("elevencost-power-failed-").FullName;
                PowerCut.Rebuild(recording, point, new Random(state), Flushes.Kept, kept);
                throw new XunitException($"{recorded.What}, seed {LongForm.Seed}, cut {cut} after operation {point} of {recording.Count}, files in {kept}: {failure.Message}", failure);
            }

            Directory.Delete(folder, recursive: true);
        }

        log.WriteLine($"{recorded.What}: {cuts} power cuts among {recording.Count} operations and {recorded.CommitCount} commits, seed {LongForm.Seed}.");
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What a torn page leads to is not known beforehand.")]
    private static async Task<Exception?> FailureOfAsync(IRecordedWork recorded, int point, Random random, Flushes flushes, string folder)
    {
        try
        {
            PowerCut.Rebuild(recorded.Recording, point, random, flushes, folder);
            await recorded.CheckAsync(folder, point);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static void SkipOnWindows() => Skip.If(OperatingSystem.IsWindows(), "The folder's flushes are recorded as Unix does them.");
}

using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>
/// Power cuts at random moments of work on the embedded ledger, by SQLite's own VFS: what was not flushed is lost, reordered or torn. The ledger opens without a repair,
/// is whole, and holds every commit that had returned.
/// </summary>
/// <remarks>ELEVENCOST_KILLS sets how many cuts there are of each recording, ELEVENCOST_SEED which. A failure names both, and keeps the files.</remarks>
[Collection(nameof(PowerCutTests))]
public sealed class PowerCutTests(ITestOutputHelper log) : IDisposable
{
    private const int FewCuts = 30;
    private const int FewCutsOfUpgrades = 6;
    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-power-").FullName;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [SkippableFact]
    public async Task A_power_cut_at_any_moment_leaves_whole_days_and_loses_no_commit()
    {
        SkipOnWindows();
        await CutAsync(await RecordedLedger.NewAsync(Path.Combine(_folder, "new")), LongForm.Kills(FewCuts));
    }

    [SkippableFact]
    public async Task A_power_cut_during_an_upgrade_of_an_earlier_ledger_loses_nothing()
    {
        SkipOnWindows();
        for (int schema = 1; schema <= SchemaMigration.Current; schema++)
        {
            bool readsFirst = (LongForm.Seed + schema) % 2 == 0;
            await CutAsync(await RecordedLedger.KeptAsync(schema, readsFirst, Path.Combine(_folder, $"kept{schema}")), LongForm.Kills(FewCutsOfUpgrades));
        }
    }

    /// <summary>The control: without flushes the same cuts damage the ledger, and the check says so.</summary>
    [SkippableFact]
    public async Task Without_flushes_power_cuts_are_found_to_damage_the_ledger()
    {
        SkipOnWindows();
        RecordedLedger recorded = await RecordedLedger.NewAsync(Path.Combine(_folder, "new"));
        var failures = new List<string>();
        var random = new Random(LongForm.Seed);
        for (int cut = 0; cut < 12; cut++)
        {
            int point = random.Next(recorded.Recording.Count / 2, recorded.Recording.Count + 1);
            if (await FailureOfAsync(recorded, point, random, Flushes.Lost, Path.Combine(_folder, $"lost{cut}")) is { } failure)
            {
                failures.Add(failure.GetType().Name + ": " + failure.Message.Split('\n')[0]);
            }
        }

        failures.ForEach(log.WriteLine);
        Assert.NotEmpty(failures);
    }

    /// <summary>The other control: if a commit did not wait for the disk, days stay whole, but the last commit can be lost. That is why the ledger waits.</summary>
    [SkippableFact]
    public async Task Without_the_flush_of_a_commit_it_may_be_lost_but_no_day_is_torn()
    {
        SkipOnWindows();
        RecordedLedger recorded = await RecordedLedger.NewAsync(Path.Combine(_folder, "new"));
        var random = new Random(LongForm.Seed);
        int lost = 0;
        for (int cut = 0; cut < 8; cut++)
        {
            int commit = random.Next(10, recorded.Commits.Count);
            string folder = Path.Combine(_folder, $"late{cut}");
            PowerCut.Rebuild(recorded.Recording, recorded.Commits[commit].Point, random, Flushes.LastLost, folder);
            string state = await RecordedLedger.ReopenAsync(folder);
            Assert.Contains(state, new[] { recorded.Commits[commit - 1].State, recorded.Commits[commit].State });
            lost += state == recorded.Commits[commit].State ? 0 : 1;
        }

        log.WriteLine($"{lost} of 8 commits lost.");
        Assert.NotEqual(0, lost);
    }

    private async Task CutAsync(RecordedLedger recorded, int cuts)
    {
        DiskRecording recording = recorded.Recording;
        int[] barriers = [.. Enumerable.Range(recording.FirstPoint, recording.Count - recording.FirstPoint).Where(index => recording.Operations[index].Action != DiskAction.Write)];
        for (int cut = 0; cut < cuts; cut++)
        {
            // Half of them anywhere, half of them close to what is not a write: there are few of those, and they matter most.
            var random = new Random((LongForm.Seed * 1_000_003) + cut);
            int point = Math.Clamp(random.Next(2) == 0 ? random.Next(recording.FirstPoint, recording.Count + 1) : barriers[random.Next(barriers.Length)] + random.Next(-2, 3),
                recording.FirstPoint, recording.Count);
            int state = random.Next();
            string folder = Path.Combine(_folder, $"cut{cut}");
            if (await FailureOfAsync(recorded, point, new Random(state), Flushes.Kept, folder) is { } failure)
            {
                // Once more, since the check has opened and changed the files.
                string kept = Directory.CreateTempSubdirectory("elevencost-power-failed-").FullName;
                PowerCut.Rebuild(recording, point, new Random(state), Flushes.Kept, kept);
                throw new InvalidOperationException($"{recorded.What}, seed {LongForm.Seed}, cut {cut} after operation {point} of {recording.Count}, files in {kept}: {failure.Message}", failure);
            }

            Directory.Delete(folder, recursive: true);
        }

        log.WriteLine($"{recorded.What}: {cuts} power cuts among {recording.Count} operations and {recorded.Commits.Count - 1} commits, seed {LongForm.Seed}.");
    }

    private static async Task<Exception?> FailureOfAsync(RecordedLedger recorded, int point, Random random, Flushes flushes, string folder)
    {
        try
        {
            PowerCut.Rebuild(recorded.Recording, point, random, flushes, folder);
            string state = await RecordedLedger.ReopenAsync(folder);

            // What had returned is there, and at most the commit that was under way.
            int returned = recorded.Commits.Count(commit => commit.Point <= point) - 1;
            Assert.Contains(state, recorded.Commits.Skip(returned).Take(2).Select(commit => commit.State));
            return null;
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or ElevenCostException or Microsoft.Data.Sqlite.SqliteException)
        {
            return e;
        }
    }

    private static void SkipOnWindows() => Skip.If(OperatingSystem.IsWindows(), "The folder's flushes are recorded as Unix does them.");
}

/// <summary>One recording at a time: the VFS that records is the default of the process meanwhile.</summary>
[CollectionDefinition(nameof(PowerCutTests))]
public sealed class PowerCutCollection;

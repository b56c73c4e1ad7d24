using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A copy of a ledger of two connections into an SQLite file, recorded.</summary>
internal sealed class RecordedCopy : IRecordedWork
{
    private const string Kind = "prices";
    private const string Definitions = $"({Kind})";
    private static readonly string[] s_names = [Name, "beta"];

    private readonly RelationalLedger _source;

    /// <summary>After how many operations the copy of each connection, and of the definitions, had returned.</summary>
    private readonly List<(int Point, string Name)> _returned = [];

    private RecordedCopy(RelationalLedger source, DiskRecording recording)
    {
        _source = source;
        Recording = recording;
    }

    public string What => "a copy";

    public DiskRecording Recording { get; }

    public int CommitCount => _returned.Count;

    public static async Task<RecordedCopy> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("elevencost-recorded-").FullName;
        try
        {
            var recorded = new RecordedCopy(await SourceAsync(), new DiskRecording(folder));
            using IDisposable vfs = TestVfs.Begin(recorded.Recording);
            using RelationalLedger target = Target(folder);
            await foreach (LedgerCopyRecord copy in new LedgerCopy(recorded._source, target).RunAsync(None))
            {
                Assert.True(copy.IsEqual);
                recorded._returned.Add((recorded.Recording.Count, copy.Connection));
            }

            return recorded;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task CheckAsync(string folder, int point)
    {
        using RelationalLedger target = Target(folder);
        foreach (string name in s_names)
        {
            await LedgerWholeness.CheckAsync(target, name);
            string[] kept = Lines(target, name);
            Assert.Equal([], kept.Except(Lines(_source, name)));
        }

        foreach ((_, string name) in _returned.Where(copy => copy.Point <= point))
        {
            await AssertSameAsync(target, name);
        }

        // The same command, again.
        await foreach (LedgerCopyRecord copy in new LedgerCopy(_source, target).RunAsync(None))
        {
            Assert.True(copy.IsEqual, string.Join("; ", copy.Differences));
        }

        foreach (string name in s_names.Append(Definitions))
        {
            await AssertSameAsync(target, name);
        }
    }

    private async Task AssertSameAsync(RelationalLedger target, string name)
    {
        if (name == Definitions)
        {
            Assert.Equal(await _source.ReadDefinitionsAsync(Kind, None), await target.ReadDefinitionsAsync(Kind, None));
            return;
        }

        Assert.Equal(LedgerDigest.Of(_source, name), LedgerDigest.Of(target, name));
        Assert.Equal(await _source.ReadSnapshotsAsync(name, None), await target.ReadSnapshotsAsync(name, None));
    }

    private static RelationalLedger Target(string folder) => RelationalLedger.OpenFile(Path.Combine(folder, RelationalLedger.FileName));

    private static string[] Lines(RelationalLedger ledger, string name) => [.. LedgerDigest.Of(ledger, name).SelectMany(month => month.Value.Split('\n'))];

    private static async Task<RelationalLedger> SourceAsync()
    {
        var source = new RelationalLedger(SqliteDatabase.InMemory());
        var random = new Random(3);
        foreach (string name in s_names)
        {
            foreach (int month in Enumerable.Range(10, 2))
            {
                await source.ReplaceDaysAsync(name, Replace([.. from day in Enumerable.Range(1, 12) from row in Enumerable.Range(0, 6)
                    select Usage(Day(day, month), $"product {random.Next(9)}", random.Next(1, 1000), $"0.{random.Next(1, 999_999)}") with { Voice = $"voice {row}" }]), None);
            }

            await source.AppendSnapshotAsync(name, new SubscriptionSnapshot { At = Midnight(5), Tier = "pro", CreditsUsed = 1, CreditLimit = 2 }, None);
        }

        await source.ChangeDefinitionsAsync(Kind, _ => [new Definition("pro", "{}")], TimeProvider.System, None);
        return source;
    }
}

using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using Microsoft.Data.Sqlite;

using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Work on an embedded ledger, recorded, with what the ledger held after each commit.</summary>
internal sealed class RecordedLedger : IRecordedWork
{
    private const int RandomCommits = 80;
    private static readonly string[] Names = [Name, "beta", "demo"];
    private static readonly string[] Kinds = ["prices", "cost-centers", "budgets"];
    private readonly List<RecordedCommit> _commits = [];

    private RecordedLedger(string what, DiskRecording recording)
    {
        What = what;
        Recording = recording;
    }

    public string What { get; }

    public DiskRecording Recording { get; }

    public int CommitCount => _commits.Count - 1;

    /// <summary>The commits in order. The first one is the ledger before the work.</summary>
    public IReadOnlyList<RecordedCommit> Commits => _commits;

    /// <summary>Days that are new, repeated, restated and failed, of two connections, with checkpoints both at the close and within the work.</summary>
    public static Task<RecordedLedger> NewAsync()
    {
        Row[] first = [.. Rows(new Random(1), 1, 3, 4)];
        var random = new Random(2);
        var usage = Enumerable.Range(0, RandomCommits).Select(count =>
        {
            int from = random.Next(1, 25);
            return (Connection: Names[count % 2], Days: Replace([.. Rows(random, from, from + random.Next(1, 5), 12)]));
        }).ToList();

        // At the end of a session SQLite brings the log into the file and deletes it. The second session writes more than the 1,000 pages after which it does so by itself,
        // and then begins the log anew in the same file.
        return RunAsync("a new ledger", static _ => { },
            [
                ledger => ledger.ReplaceDaysAsync(Name, Replace(first), None),
                ledger => ledger.ReplaceDaysAsync(Name, Replace(first), None),
                ledger => ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 77, "0.12345678901234567890123456")), None),
                ledger => ledger.ReplaceDaysAsync(Name, Replace([Day(3)], [], DayState.Failed), None),
                ledger => ledger.AppendSnapshotAsync(Name, new SubscriptionSnapshot { At = Midnight(5), Tier = "pro", CreditsUsed = 1, CreditLimit = 2 }, None),
                ledger => ledger.ReplaceDaysAsync("beta", Replace(first), None),
            ],
            [.. usage.Select(of => (Func<RelationalLedger, Task>)(ledger => ledger.ReplaceDaysAsync(of.Connection, of.Days, None)))]);
    }

    /// <summary>A ledger of an earlier schema, upgraded by its first reader or its first writer, and written after that.</summary>
    public static async Task<RecordedLedger> KeptAsync(int schema, bool readsFirst)
    {
        Func<RelationalLedger, Task> read = static ledger => ledger.ReadDaysAsync("demo", null, None);
        Func<RelationalLedger, Task> write = static ledger => ledger.ReplaceDaysAsync("demo", Replace(Usage(Day(26), "TTS", 5)) with { TimeZone = "UTC" }, None);
        return await RunAsync($"schema {schema}, {(readsFirst ? "read" : "written")} first",
            folder => Execute(folder, KeptLedger.SqliteText(schema)),
            readsFirst ? [read, write] : [write]);
    }

    public Task CheckAsync(string folder, int point) => ReopenAsync(folder, Commits.Count(commit => commit.Point <= point) - 1);

    /// <summary>Opens a ledger that a power cut left, as any command does, and checks it. Then the work goes on from there, as the next sync would.</summary>
    /// <param name="folder">The folder of the ledger.</param>
    /// <param name="lastReturned">The last commit that had returned, by its place among <see cref="Commits"/>.</param>
    /// <returns>The commit that the ledger holds: the last one that had returned or, if it was under way, the next.</returns>
    public async Task<int> ReopenAsync(string folder, int lastReturned)
    {
        using var ledger = new RelationalLedger(new Home(folder));
        string state = await CheckAsync(ledger);
        Assert.Equal("ok", File.Exists(Path.Combine(folder, RelationalLedger.FileName)) ? Execute(folder, "PRAGMA integrity_check") : "ok");
        Assert.Contains(state, _commits.Skip(lastReturned).Take(2).Select(commit => commit.State));
        int held = state == _commits[lastReturned].State ? lastReturned : lastReturned + 1;
        foreach (RecordedCommit commit in _commits.Skip(held + 1).Take(1))
        {
            await commit.Repeat(ledger);
            Assert.Equal(commit.State, await CheckAsync(ledger));
        }

        return held;
    }

    private static async Task<string> CheckAsync(RelationalLedger ledger)
    {
        foreach (string name in Names)
        {
            await LedgerWholeness.CheckAsync(ledger, name);
        }

        return await StateAsync(ledger);
    }

    /// <summary>All that a ledger holds, as text.</summary>
    private static async Task<string> StateAsync(RelationalLedger ledger)
    {
        var state = new List<string>();
        foreach (string name in Names)
        {
            state.AddRange(LedgerDigest.Of(ledger, name).Select(month => $"{name} {month.Key}\n{month.Value}"));
            state.AddRange((await ledger.ReadSnapshotsAsync(name, None)).Select(snapshot => snapshot.ToString()));
            state.AddRange((await ledger.ReadSyncLogAsync(name, None)).Select(sync => sync.ToString()));
        }

        foreach (string kind in Kinds)
        {
            state.AddRange((await ledger.ReadDefinitionsAsync(kind, None)).Select(definition => $"{kind}: {definition}"));
        }

        return string.Join('\n', state);
    }

    /// <summary>Records sessions: each opens the ledger, does its commits, and closes it.</summary>
    /// <param name="what">What is done, in words.</param>
    /// <param name="prepare">Makes the ledger that there was before.</param>
    /// <param name="sessions">The commits of each session.</param>
    private static async Task<RecordedLedger> RunAsync(string what, Action<string> prepare, params IReadOnlyList<Func<RelationalLedger, Task>>[] sessions)
    {
        string folder = Directory.CreateTempSubdirectory("elevencost-recorded-").FullName;
        string copy = Directory.CreateTempSubdirectory("elevencost-recorded-").FullName;
        try
        {
            prepare(folder);
            prepare(copy);

            // Reads a copy, since reading upgrades a ledger.
            using var before = new RelationalLedger(new Home(copy));
            return await RunAsync(what, folder, await StateAsync(before), sessions);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<RecordedLedger> RunAsync(string what, string folder, string before, IReadOnlyList<Func<RelationalLedger, Task>>[] sessions)
    {
        var recorded = new RecordedLedger(what, new DiskRecording(folder));
        recorded._commits.Add(new RecordedCommit(0, before, static _ => Task.CompletedTask));
        using IDisposable recording = TestVfs.Begin(recorded.Recording);
        foreach (IReadOnlyList<Func<RelationalLedger, Task>> session in sessions)
        {
            using var ledger = new RelationalLedger(new Home(folder));
            foreach (Func<RelationalLedger, Task> commit in session)
            {
                await commit(ledger);
                int point = recorded.Recording.Count;
                recorded._commits.Add(new RecordedCommit(point, await StateAsync(ledger), commit));
            }
        }

        return recorded;
    }

    private static IEnumerable<Row> Rows(Random random, int first, int last, int count) =>
        from day in Enumerable.Range(first, last - first + 1)
        from row in Enumerable.Range(0, count)
        select Usage(Day(day), $"product {random.Next(9)}", random.Next(1, 1000), $"0.{random.Next(1, 999_999)}") with { Voice = $"voice {row}" };

    private static object? Execute(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, RelationalLedger.FileName)};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

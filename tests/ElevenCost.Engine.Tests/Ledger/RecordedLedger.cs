using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using Microsoft.Data.Sqlite;

using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Work on an embedded ledger, recorded, with what the ledger held after each commit.</summary>
internal sealed class RecordedLedger
{
    private const int RandomCommits = 40;
    private static readonly string[] Names = [Name, "beta", "demo"];
    private readonly List<(int Point, string State)> _commits = [];

    private RecordedLedger(string name, DiskRecording recording)
    {
        What = name;
        Recording = recording;
    }

    /// <summary>What was done, in words.</summary>
    public string What { get; }

    /// <summary>What reached the files.</summary>
    public DiskRecording Recording { get; }

    /// <summary>How many operations there were when each commit had returned, and what the ledger held then. The first is the ledger before the work.</summary>
    public IReadOnlyList<(int Point, string State)> Commits => _commits;

    /// <summary>Days that are new, repeated, restated and failed, of two connections, with more than one checkpoint and log file.</summary>
    public static Task<RecordedLedger> NewAsync(string folder) => RunAsync("a new ledger", folder, async (open, commit) =>
    {
        RelationalLedger ledger = open();
        Row[] first = [.. Rows(new Random(1), 1, 3, 4)];
        await commit(() => ledger.ReplaceDaysAsync(Name, Replace(first), None));
        await commit(() => ledger.ReplaceDaysAsync(Name, Replace(first), None));
        await commit(() => ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 77, "0.12345678901234567890123456")), None));
        await commit(() => ledger.ReplaceDaysAsync(Name, Replace([Day(3)], [], DayState.Failed), None));
        await commit(() => ledger.AppendSnapshotAsync(Name, new SubscriptionSnapshot { At = Midnight(5), Tier = "pro", CreditsUsed = 1, CreditLimit = 2 }, None));
        await commit(() => ledger.ReplaceDaysAsync("beta", Replace(first), None));

        // The last connection that closes brings the log into the file and deletes it; the next one makes another.
        ledger.Dispose();
        ledger = open();
        var random = new Random(2);
        for (int count = 0; count < RandomCommits; count++)
        {
            int from = random.Next(1, 25);
            await commit(() => ledger.ReplaceDaysAsync(Names[count % 2], Replace([.. Rows(random, from, from + random.Next(1, 5), 12)]), None));
        }

        ledger.Dispose();
    });

    /// <summary>A ledger of an earlier schema, brought to the present one by who reads it first, or who writes, and then written.</summary>
    public static async Task<RecordedLedger> KeptAsync(int schema, bool readsFirst, string folder)
    {
        string sql = await File.ReadAllTextAsync(Path.Combine(KeptLedgerTests.Folder, string.Create(CultureInfo.InvariantCulture, $"{schema:0000}.sql")));
        Directory.CreateDirectory(folder);
        Execute(folder, sql);
        return await RunAsync($"schema {schema}, {(readsFirst ? "read" : "written")} first", folder, async (open, commit) =>
        {
            RelationalLedger ledger = open();
            if (readsFirst)
            {
                await commit(() => ledger.ReadDaysAsync("demo", null, None));
            }

            await commit(() => ledger.ReplaceDaysAsync("demo", Replace(Usage(Day(26), "TTS", 5)) with { TimeZone = "UTC" }, None));
            ledger.Dispose();
        });
    }

    /// <summary>All that a ledger holds of days, rows and snapshots.</summary>
    public static async Task<string> StateAsync(RelationalLedger ledger)
    {
        var state = new List<string>();
        foreach (string name in Names)
        {
            state.AddRange(LedgerDigest.Of(ledger, name).Select(month => $"{name} {month.Key}\n{month.Value}"));
            state.AddRange((await ledger.ReadSnapshotsAsync(name, None)).Select(snapshot => snapshot.ToString()));
        }

        return string.Join('\n', state);
    }

    /// <summary>Opens a ledger that a power cut left, as any command does, and checks it and that it can be written.</summary>
    /// <returns>What it holds.</returns>
    public static async Task<string> ReopenAsync(string folder)
    {
        string state;
        using (var ledger = new RelationalLedger(new Home(folder)))
        {
            state = await StateAsync(ledger);
            foreach (string name in Names)
            {
                await LedgerWholeness.CheckAsync(ledger, name);
            }

            Assert.Equal("ok", Execute(folder, "PRAGMA integrity_check"));
            await ledger.ReplaceDaysAsync("gamma", Replace(Usage(Day(1), "a", 5)), None);
            Assert.Equal(5, Assert.Single(await LedgerWholeness.CheckAsync(ledger, "gamma")).Value.Credits);
            Assert.Equal(state, await StateAsync(ledger));
        }

        return state;
    }

    private static async Task<RecordedLedger> RunAsync(string name, string folder, Func<Func<RelationalLedger>, Func<Func<Task>, Task>, Task> work)
    {
        string before = "";
        if (Directory.Exists(folder))
        {
            // Of a copy: to read it would bring it to the present schema.
            string copy = folder + "-copy";
            Directory.CreateDirectory(copy);
            File.Copy(Path.Combine(folder, RelationalLedger.FileName), Path.Combine(copy, RelationalLedger.FileName));
            using var kept = new RelationalLedger(new Home(copy));
            before = await StateAsync(kept);
        }

        var recorded = new RecordedLedger(name, new DiskRecording(folder));
        recorded._commits.Add((0, before));
        using (RecordingVfs.Begin(recorded.Recording))
        {
            RelationalLedger? current = null;
            await work(() => current = new RelationalLedger(new Home(folder)), async write =>
            {
                await write();
                int point = recorded.Recording.Count;
                recorded._commits.Add((point, await StateAsync(current!)));
            });
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

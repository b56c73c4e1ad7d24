using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Two writers of one SQLite ledger at the same time, each of a connection of its own, recorded.</summary>
internal sealed class RecordedWriters : IRecordedWork
{
    private const int CommitsOfEach = 25;
    private static readonly string[] s_names = [Name, "beta"];

    private readonly Dictionary<string, Writer> _writers;

    private RecordedWriters(Dictionary<string, Writer> writers, DiskRecording recording)
    {
        _writers = writers;
        Recording = recording;
    }

    public string What => "two writers";

    public DiskRecording Recording { get; }

    public int CommitCount => _writers.Values.Sum(writer => writer.Returned.Count);

    public static async Task<RecordedWriters> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("elevencost-recorded-").FullName;
        try
        {
            var writers = new Dictionary<string, Writer>();
            foreach (string name in s_names)
            {
                writers.Add(name, await Writer.PrepareAsync(name));
            }

            var recorded = new RecordedWriters(writers, new DiskRecording(folder));
            using IDisposable vfs = TestVfs.Begin(recorded.Recording);
            using var start = new Barrier(s_names.Length);
            await Task.WhenAll(writers.Values.Select(writer => Task.Factory.StartNew(() =>
            {
                using var ledger = new RelationalLedger(new Home(folder));
                start.SignalAndWait();
                foreach (DayReplacement replacement in writer.Replacements)
                {
                    ledger.ReplaceDaysAsync(writer.Name, replacement, None).GetAwaiter().GetResult();
                    writer.Returned.Add(recorded.Recording.Count);
                }
            }, None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            return recorded;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task CheckAsync(string folder, int point)
    {
        using var ledger = new RelationalLedger(new Home(folder));
        foreach (Writer writer in _writers.Values)
        {
            await LedgerWholeness.CheckAsync(ledger, writer.Name);
            int returned = writer.Returned.Count(commit => commit <= point);

            // The last commit that had returned, or the one that was under way.
            string state = Writer.StateOf(ledger, writer.Name);
            Assert.Contains(state, writer.States.Skip(returned).Take(2));
            int held = state == writer.States[returned] ? returned : returned + 1;
            foreach ((DayReplacement next, string expected) in writer.Replacements.Zip(writer.States.Skip(1)).Skip(held).Take(1))
            {
                await ledger.ReplaceDaysAsync(writer.Name, next, None);
                await LedgerWholeness.CheckAsync(ledger, writer.Name);
                Assert.Equal(expected, Writer.StateOf(ledger, writer.Name));
            }
        }
    }

    /// <summary>The work of one writer.</summary>
    /// <param name="Name">The connection.</param>
    /// <param name="Replacements">What is written, in order.</param>
    /// <param name="States">What the ledger holds of the connection before, and after each.</param>
    private sealed record Writer(string Name, IReadOnlyList<DayReplacement> Replacements, IReadOnlyList<string> States)
    {
        /// <summary>How many operations there were at the latest when each had returned.</summary>
        public List<int> Returned { get; } = [];

        public static async Task<Writer> PrepareAsync(string name)
        {
            var random = new Random(name.Length);
            List<DayReplacement> replacements = [.. Enumerable.Range(0, CommitsOfEach).Select(_ =>
            {
                int first = random.Next(1, 25);
                return Replace([.. from day in Enumerable.Range(first, random.Next(1, 5)) from row in Enumerable.Range(0, 12)
                    select Usage(Day(day), $"product {random.Next(9)}", random.Next(1, 1000)) with { Voice = $"{name} {row}" }]);
            })];
            using var ledger = new RelationalLedger(SqliteDatabase.InMemory());
            List<string> states = [StateOf(ledger, name)];
            foreach (DayReplacement replacement in replacements)
            {
                await ledger.ReplaceDaysAsync(name, replacement, None);
                states.Add(StateOf(ledger, name));
            }

            return new Writer(name, replacements, states);
        }

        public static string StateOf(RelationalLedger ledger, string name) => string.Join('\n', LedgerDigest.Of(ledger, name).Select(month => $"{month.Key}\n{month.Value}"));
    }
}

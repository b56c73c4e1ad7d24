using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>
/// SIGKILL at random moments of a sync, first, repeated and restating, of two connections in one process and in two at once: the ledger opens, every day is
/// whole with its rollups, none is lost or older than before, and the next sync brings the truth. No repair step exists.
/// </summary>
/// <remarks>
/// ELEVENCOST_KILLS sets how many kills there are on each database (docs/reliability.md has the figures of a long run), ELEVENCOST_SEED which moments.
/// A failure names its seed.
/// </remarks>
public sealed class KillTests(ITestOutputHelper log)
{
    private const int Days = 20;
    private const int FewKills = 4;
    private const int TurnsOfConnection = 6;
    private const int Killed = 137;

    [Fact]
    public Task A_sync_killed_at_any_moment_leaves_whole_days_in_SQLite() => KillAsync(cli => new RelationalLedger(new Home(cli.Home)));

    [SkippableFact]
    public Task A_sync_killed_at_any_moment_leaves_whole_days_in_PostgreSQL()
    {
        PostgresServer? server = PostgresServer.Find();
        Skip.If(server is null, PostgresServer.Missing);
        LedgerAddress address = server!.NewAddress();
        return KillAsync(cli =>
        {
            cli.Environment[LedgerSettings.Variable] = address.ToString();
            return new RelationalLedger(new PostgresDatabase(address, null, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)));
        });
    }

    private async Task KillAsync(Func<CliProcess, RelationalLedger> open)
    {
        int kills = LongForm.Kills(FewKills);
        int seed = LongForm.Seed;
        var random = new Random(seed);
        var clock = new FixedTime(TimeProvider.System.GetUtcNow());
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = seed, Days = Days + 5, Keys = 40 }, clock);
        using var cli = new CliProcess();
        using RelationalLedger ledger = open(cli);
        string[] names = [];
        Dictionary<string, IReadOnlyDictionary<DateOnly, DayEntry>> kept = [];
        TimeSpan whole = TimeSpan.FromSeconds(1);
        int died = 0;
        int pairs = 0;
        for (int turn = 0; died < kills; turn++)
        {
            Assert.True(turn < (4 * kills) + 20, "Too many syncs end before they are killed.");
            string what = $"seed {seed}, turn {turn}";
            if (turn % TurnsOfConnection == 0)
            {
                // New ones, so that first syncs are killed throughout.
                names = [string.Create(CultureInfo.InvariantCulture, $"acme-{turn}"), string.Create(CultureInfo.InvariantCulture, $"beta-{turn}")];
                foreach (string name in names)
                {
                    await cli.ConnectAsync(server.BaseUri, server.ApiKey, name);
                    kept[name] = new Dictionary<DateOnly, DayEntry>();
                }
            }

            bool isForced = random.Next(2) == 0;
            if (isForced)
            {
                // Other figures of a past day, so that a torn mix of old and new would show.
                server.Faults.Clear();
                server.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"restate:{today.AddDays(-random.Next(3, Days)):yyyy-MM-dd},{random.Next(2, 5)}"));
            }

            // One process for both connections, or one for each at the same time.
            bool isPair = random.Next(2) == 0;
            string[] asked = isPair ? names : [string.Create(CultureInfo.InvariantCulture, $"*-{turn - (turn % TurnsOfConnection)}")];
            server.ClearRequests();
            TimeSpan[] after = [.. asked.Select(_ => whole * random.NextDouble())];
            TimeSpan[] took = new TimeSpan[asked.Length];
            CliOutcome[] outcomes = await Task.WhenAll(asked.Select((connection, place) => cli.RunAsync(
                async process => took[place] = await KillAsync(process, () => server.Requests.Count > 0, after[place]),
                ["sync", "--days", Days.ToString(CultureInfo.InvariantCulture), "--connection", connection, .. isForced ? ["--force"] : Array.Empty<string>()])));
            int killed = outcomes.Count(outcome => outcome.ExitCode == Killed);

            // The way of a sync's length on this machine: kills fall into all of it, not before or after it.
            whole = killed == outcomes.Length ? whole * 1.1 : killed == 0 && took.Max() < whole ? took.Max() : whole;
            died += killed;
            pairs += isPair && killed == 2 ? 1 : 0;
            Assert.All(outcomes, outcome => Assert.True(outcome.ExitCode is 0 or Killed, $"{what}: {outcome.All}"));
            foreach (string name in names)
            {
                IReadOnlyDictionary<DateOnly, DayEntry> now = await LedgerWholeness.CheckAsync(ledger, name);
                LedgerWholeness.AssertNoOlder(kept[name], now, $"{what}: {name}");
                kept[name] = now;
            }

            if (turn % 4 == 3)
            {
                await HealAsync(cli, server, names, today, what);
            }
        }

        await HealAsync(cli, server, [.. kept.Keys], today, $"seed {seed}, the end");
        log.WriteLine($"{died} syncs killed, {pairs} times two at once, seed {seed}.");
    }

    /// <summary>Waits until a sync asks, and kills it after a time.</summary>
    /// <returns>How long it ran from then on.</returns>
    private static async Task<TimeSpan> KillAsync(Process process, Func<bool> hasAsked, TimeSpan after)
    {
        while (!process.HasExited && !hasAsked())
        {
            await Task.Delay(1);
        }

        long begin = Stopwatch.GetTimestamp();
        await Task.WhenAny(Task.Delay(after), process.WaitForExitAsync());
        TimeSpan took = Stopwatch.GetElapsedTime(begin);
        process.Kill();
        return took;
    }

    /// <summary>The next sync needs no help, and brings what is true.</summary>
    private static async Task HealAsync(CliProcess cli, SimulatorServer server, string[] names, DateOnly today, string what)
    {
        foreach (string name in names)
        {
            CliOutcome sync = await cli.RunAsync("sync", "--days", Days.ToString(CultureInfo.InvariantCulture), "--force", "--connection", name);
            Assert.True(sync.ExitCode == 0, $"{what}: {sync.All}");
            CliOutcome cost = await cli.RunAsync("cost", "--connection", name, "--last", $"{Days}d", "--granularity", "day", "--output", "json");
            Assert.True(cost.ExitCode == 0, $"{what}: {cost.All}");
            using JsonDocument rows = JsonDocument.Parse(cost.Output);
            Assert.Equal(
                server.Truth.DailyTotals(today.AddDays(1 - Days), today, "UTC").Select(day => day.Credits),
                rows.RootElement.EnumerateArray().Select(row => row.GetProperty("Credits").GetInt64()));
        }
    }
}

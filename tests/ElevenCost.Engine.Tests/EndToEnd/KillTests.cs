using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>
/// SIGKILL at random moments of a sync, first, repeated and restating, of one connection and of two at once: the ledger opens, every day is whole with its
/// rollups, none is older than before, and the next sync brings the truth. No repair step exists.
/// </summary>
/// <remarks>
/// ELEVENCOST_KILLS sets how many kills there are on each database (docs/reliability.md has the figures of a long run), ELEVENCOST_SEED which moments.
/// A failure names its seed.
/// </remarks>
public sealed class KillTests(ITestOutputHelper log)
{
    private const int Days = 20;
    private const int FewKills = 4;
    private static readonly string[] Names = ["acme", "beta"];

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
        foreach (string name in Names)
        {
            await cli.ConnectAsync(server.BaseUri, server.ApiKey, name);
        }

        Dictionary<string, IReadOnlyDictionary<DateOnly, DayEntry>> kept = Names.ToDictionary(name => name, _ => (IReadOnlyDictionary<DateOnly, DayEntry>)new Dictionary<DateOnly, DayEntry>());
        TimeSpan whole = TimeSpan.FromSeconds(2);
        int died = 0;
        for (int kill = 0; died < kills; kill++)
        {
            Assert.True(kill < (4 * kills) + 20, "Too many syncs end before they are killed.");
            string what = $"seed {seed}, kill {kill}";
            bool isForced = random.Next(2) == 0;
            if (isForced)
            {
                // Other figures of a past day, so that a torn mix of old and new would show.
                server.Faults.Clear();
                server.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"restate:{today.AddDays(-random.Next(3, Days)):yyyy-MM-dd},{random.Next(2, 5)}"));
            }

            TimeSpan after = whole * random.NextDouble();
            DateTime started = TimeProvider.System.GetUtcNow().UtcDateTime;
            CliOutcome outcome = await cli.RunAsync(async process =>
            {
                await Task.WhenAny(Task.Delay(after), process.WaitForExitAsync());
                process.Kill();
            }, ["sync", "--days", Days.ToString(CultureInfo.InvariantCulture), .. isForced ? ["--force"] : Array.Empty<string>(), .. random.Next(3) == 0 ? ["--connection", "acme"] : Array.Empty<string>()]);
            TimeSpan took = TimeProvider.System.GetUtcNow().UtcDateTime - started;

            // The way of a sync's length on this machine: kills fall into all of it, not before or after it.
            bool isKilled = outcome.ExitCode == 137;
            whole = isKilled ? whole * 1.1 : took < whole ? took : whole;
            died += isKilled ? 1 : 0;
            Assert.True(isKilled || outcome.ExitCode == 0, $"{what}: {outcome.All}");
            foreach (string name in Names)
            {
                IReadOnlyDictionary<DateOnly, DayEntry> now = await LedgerWholeness.CheckAsync(ledger, name);
                Assert.All(kept[name].Values.Where(day => day.State == DayState.Final), day =>
                {
                    Assert.True(now.TryGetValue(day.Date, out DayEntry? entry), $"{what}: {name} lost {day.Date}.");
                    Assert.True(entry.SyncedAt >= day.SyncedAt, $"{what}: {name} has an older {day.Date}.");
                });
                kept[name] = now;
            }

            if (kill % 4 == 3)
            {
                await HealAsync(cli, server, today, what);
            }
        }

        await HealAsync(cli, server, today, $"seed {seed}, the end");
        log.WriteLine($"{died} syncs killed, seed {seed}.");
    }

    /// <summary>The next sync needs no help, and brings what is true.</summary>
    private static async Task HealAsync(CliProcess cli, SimulatorServer server, DateOnly today, string what)
    {
        CliOutcome sync = await cli.RunAsync("sync", "--days", Days.ToString(CultureInfo.InvariantCulture), "--force");
        Assert.True(sync.ExitCode == 0, $"{what}: {sync.All}");
        foreach (string name in Names)
        {
            CliOutcome cost = await cli.RunAsync("cost", "--connection", name, "--last", $"{Days}d", "--granularity", "day", "--output", "json");
            Assert.True(cost.ExitCode == 0, $"{what}: {cost.All}");
            using JsonDocument rows = JsonDocument.Parse(cost.Output);
            Assert.Equal(
                server.Truth.DailyTotals(today.AddDays(1 - Days), today, "UTC").Select(day => day.Credits),
                rows.RootElement.EnumerateArray().Select(row => row.GetProperty("Credits").GetInt64()));
        }
    }
}

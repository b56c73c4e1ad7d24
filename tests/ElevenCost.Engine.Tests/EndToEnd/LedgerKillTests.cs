using System.Diagnostics;
using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;
using Npgsql;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>
/// SIGKILL at random moments of an upgrade of the ledger, of a copy, and of the PostgreSQL server while a sync writes: the ledger opens, every day is
/// whole with its rollups, none is older than before, and the same command, run again, finishes the work.
/// </summary>
/// <remarks>As in <see cref="KillTests"/>, ELEVENCOST_KILLS and ELEVENCOST_SEED set how many kills there are and which moments.</remarks>
public sealed class LedgerKillTests(ITestOutputHelper log)
{
    private const int Days = 40;
    private const int FewKills = 3;
    private const int Killed = 137;

    private static readonly Func<LedgerAddress, RelationalLedger> Open = address => new(new PostgresDatabase(address, null, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)));

    private readonly Random _random = new(LongForm.Seed);

    [Fact]
    public Task An_upgrade_killed_at_any_moment_is_finished_by_the_next_command_in_SQLite() => KillUpgradesAsync(20, async (cli, schema) =>
    {
        CliOutcome connected = await cli.RunAsync("connect", "demo", "--demo");
        Assert.True(connected.ExitCode == 0, connected.All);
        Assert.Empty(Directory.GetFiles(cli.Home, RelationalLedger.FileName + "*"));
        string path = KeptLedger.Create(new Home(cli.Home), schema);
        return (new RelationalLedger(new Home(cli.Home)), () => File.Exists(path + "-wal"));
    });

    [SkippableFact]
    public async Task An_upgrade_killed_at_any_moment_is_finished_by_the_next_command_in_PostgreSQL()
    {
        PostgresServer? server = PostgresServer.Find();
        Skip.If(server is null, PostgresServer.Missing);
        await using var watch = new NpgsqlConnection(KeptLedger.Settings(server!.NewAddress()));
        await watch.OpenAsync();
        await KillUpgradesAsync(60, (cli, schema) =>
        {
            LedgerAddress address = server.NewAddress();
            cli.Environment[LedgerSettings.Variable] = address.ToString();
            KeptLedger.Create(address, schema);
            return Task.FromResult<(RelationalLedger, Func<bool>)>((Open(address), () => IsAsked(watch)));
        });
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copy_killed_at_any_moment_or_whose_server_is_killed_leaves_whole_days_and_the_next_finishes_it(bool toSqlite)
    {
        PostgresServer? postgres = PostgresServer.Start();
        Skip.If(postgres is null, PostgresServer.Missing);
        try
        {
            var clock = new FixedTime(TimeProvider.System.GetUtcNow());
            await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = LongForm.Seed, Days = Days + 5, Keys = 40 }, clock);
            using var cli = new CliProcess();
            LedgerAddress shared = postgres!.NewAddress();
            if (toSqlite)
            {
                cli.Environment[LedgerSettings.Variable] = shared.ToString();
            }

            await cli.ConnectAsync(server.BaseUri, server.ApiKey);
            CliOutcome sync = await cli.RunAsync("sync", "--quiet", "--days", Days.ToString(CultureInfo.InvariantCulture));
            Assert.True(sync.ExitCode == 0, sync.All);
            SortedDictionary<string, string> source = toSqlite ? DigestOf(Open(shared)) : LedgerDigest.Of(cli.Home);

            int stopped = 0;
            int kills = LongForm.Kills(FewKills);
            TimeSpan whole = TimeSpan.FromSeconds(2);
            (string Name, Func<RelationalLedger> Open) target = default;
            for (int kill = 0; kill < kills; kill++)
            {
                // Once all is copied there is nothing to interrupt.
                target = kill % 3 == 0 ? NewTarget(cli, postgres, toSqlite) : target;
                string what = $"seed {LongForm.Seed}, kill {kill}";
                bool isServer = _random.Next(2) == 0;
                TimeSpan after = whole * _random.NextDouble();
                CliOutcome copy = await cli.RunAsync(async process =>
                {
                    await Task.WhenAny(Task.Delay(after), process.WaitForExitAsync());
                    if (isServer)
                    {
                        postgres.Kill();
                        postgres.Run();
                    }
                    else
                    {
                        process.Kill();
                    }
                }, ["ledger", "copy", "--to", target.Name]);
                Assert.True(copy.ExitCode == 0 || copy.ExitCode == (isServer ? 74 : Killed), $"{what}: {copy.All}");
                stopped += copy.ExitCode == 0 ? 0 : 1;
                using (RelationalLedger ledger = target.Open())
                {
                    await LedgerWholeness.CheckAsync(ledger, "acme");
                }

                if (kill % 3 == 2 || kill == kills - 1)
                {
                    long begin = Stopwatch.GetTimestamp();
                    copy = await cli.RunAsync("ledger", "copy", "--to", target.Name);
                    Assert.True(copy.ExitCode == 0, $"{what}: {copy.All}");
                    Assert.Equal(source, DigestOf(target.Open()));
                    whole = kill == 2 ? Stopwatch.GetElapsedTime(begin) : whole;
                }
            }

            LongForm.AssertHit(stopped, "copy");
            log.WriteLine($"{stopped} copies stopped, seed {LongForm.Seed}.");
        }
        finally
        {
            postgres!.Stop();
        }
    }

    [SkippableFact]
    public async Task A_PostgreSQL_that_is_killed_while_a_sync_writes_keeps_whole_days_and_the_next_sync_goes_on()
    {
        PostgresServer? postgres = PostgresServer.Start();
        Skip.If(postgres is null, PostgresServer.Missing);
        try
        {
            var clock = new FixedTime(TimeProvider.System.GetUtcNow());
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = LongForm.Seed, Days = Days + 5, Keys = 40 }, clock);
            using var cli = new CliProcess();
            LedgerAddress address = postgres!.NewAddress();
            cli.Environment[LedgerSettings.Variable] = address.ToString();
            await cli.ConnectAsync(server.BaseUri, server.ApiKey);
            IReadOnlyDictionary<DateOnly, DayEntry> kept = new Dictionary<DateOnly, DayEntry>();
            int failed = 0;
            for (int kill = 0; kill < LongForm.Kills(FewKills); kill++)
            {
                string what = $"seed {LongForm.Seed}, kill {kill}";
                TimeSpan after = TimeSpan.FromSeconds(2) * _random.NextDouble();
                CliOutcome sync = await cli.RunAsync(async process =>
                {
                    await Task.WhenAny(Task.Delay(after), process.WaitForExitAsync());
                    postgres!.Kill();
                    await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(3) * _random.NextDouble()), process.WaitForExitAsync());
                    postgres.Run();
                }, ["sync", "--quiet", "--force", "--days", Days.ToString(CultureInfo.InvariantCulture)]);
                Assert.True(sync.ExitCode is 0 or 74, $"{what}: {sync.All}");
                Assert.True(sync.ExitCode == 0 || sync.Error.Contains("error", StringComparison.Ordinal), $"{what}: {sync.All}");
                failed += sync.ExitCode == 0 ? 0 : 1;
                using RelationalLedger ledger = Open(address);
                IReadOnlyDictionary<DateOnly, DayEntry> now = await LedgerWholeness.CheckAsync(ledger, "acme");
                LedgerWholeness.AssertNoOlder(kept, now, $"{what}: acme");
                kept = now;
            }

            CliOutcome healed = await cli.RunAsync("sync", "--quiet", "--force", "--days", Days.ToString(CultureInfo.InvariantCulture));
            Assert.True(healed.ExitCode == 0, healed.All);
            using RelationalLedger whole = Open(address);
            IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(whole, "acme");
            Assert.Equal(
                server.Truth.DailyTotals(today.AddDays(1 - Days), today, "UTC").Select(day => (day.Date, day.Credits)),
                days.Values.OrderBy(day => day.Date).Select(day => (day.Date, day.Credits)));
            LongForm.AssertHit(failed, "sync");
            log.WriteLine($"{failed} syncs lost their server, seed {LongForm.Seed}.");
        }
        finally
        {
            postgres!.Stop();
        }
    }

    /// <summary>Kills upgrades, each of a ledger of its own.</summary>
    /// <param name="milliseconds">How long after its begin an upgrade is killed, at most.</param>
    /// <param name="prepare">Makes a ledger of a schema. Returns it, unopened, and whether a command has begun with it.</param>
    private async Task KillUpgradesAsync(int milliseconds, Func<CliProcess, int, Task<(RelationalLedger Ledger, Func<bool> HasBegun)>> prepare)
    {
        int died = 0;
        for (int kill = 0; kill < LongForm.Kills(FewKills); kill++)
        {
            using var cli = new CliProcess();
            (RelationalLedger ledger, Func<bool> hasBegun) = await prepare(cli, 1 + (kill % (SchemaMigration.Current - 1)));
            using (ledger)
            {
                died += await KillAsync(cli, hasBegun, milliseconds) ? 1 : 0;
                await AssertUpgradedAsync(cli, ledger, kill);
            }
        }

        LongForm.AssertHit(died, "upgrade");
        log.WriteLine($"{died} upgrades killed, seed {LongForm.Seed}.");
    }

    /// <summary>Starts a command that upgrades the ledger, waits until it has begun with the ledger, and kills it some milliseconds later.</summary>
    private async Task<bool> KillAsync(CliProcess cli, Func<bool> hasBegun, int milliseconds)
    {
        CliOutcome outcome = await cli.RunAsync(async process =>
        {
            while (!process.HasExited && !hasBegun())
            {
                await Task.Yield();
            }

            long begin = Stopwatch.GetTimestamp();
            TimeSpan after = TimeSpan.FromMilliseconds(milliseconds * _random.NextDouble());
            while (!process.HasExited && Stopwatch.GetElapsedTime(begin) < after)
            {
                await Task.Yield();
            }

            process.Kill();
        }, ["coverage", "--connection", "demo"]);
        return outcome.ExitCode == Killed;
    }

    private static (string Name, Func<RelationalLedger> Open) NewTarget(CliProcess cli, PostgresServer postgres, bool toSqlite)
    {
        if (toSqlite)
        {
            var home = new Home(Path.Combine(cli.Home, "copies", Guid.NewGuid().ToString("N")));
            return (Path.Combine(home.Path, RelationalLedger.FileName), () => new RelationalLedger(home));
        }

        LedgerAddress address = postgres.NewAddress();
        return (address.ToString(), () => Open(address));
    }

    private static SortedDictionary<string, string> DigestOf(RelationalLedger opened)
    {
        using RelationalLedger ledger = opened;
        return LedgerDigest.Of(ledger, "acme");
    }

    private static async Task AssertUpgradedAsync(CliProcess cli, RelationalLedger ledger, int kill)
    {
        CliOutcome again = await cli.RunAsync("coverage", "--connection", "demo", "--output", "csv");
        Assert.True(again.ExitCode is 0 or 1, $"seed {LongForm.Seed}, kill {kill}: {again.All}");
        IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(ledger, "demo");
        Assert.Equal([3120L, 1962L], days.Values.OrderBy(day => day.Date).Select(day => day.Credits));
        Assert.Equal(
            Enumerable.Range(1, SchemaMigration.Current),
            ledger.Database.Read(session =>
            {
                var steps = new List<int>();
                session.Query("SELECT version FROM schema_version ORDER BY version", reader => steps.Add(reader.GetInt32(0)));
                return steps;
            }, [], CancellationToken.None));
    }

    private static bool IsAsked(NpgsqlConnection watch)
    {
        using NpgsqlCommand command = watch.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'ElevenCost %' AND pid <> pg_backend_pid()";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    }
}

using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>A PostgreSQL that ends the sessions of a sync, or fails over to its standby at the same address: nothing that was reported as stored is lost.</summary>
/// <remarks>ELEVENCOST_KILLS sets how often, ELEVENCOST_SEED when. A server that is killed and comes back is in <see cref="LedgerKillTests"/>.</remarks>
public sealed class LostServerTests(ITestOutputHelper log)
{
    private const int FewDisconnects = 4;
    private const int FewFailovers = 1;

    private readonly Random _random = new(LongForm.Seed);

    [SkippableFact]
    public async Task A_sync_whose_sessions_end_fails_as_documented_and_the_same_sync_completes()
    {
        PostgresServer? postgres = PostgresServer.Find();
        Skip.If(postgres is null, PostgresServer.Missing);
        string database = "d_" + Guid.NewGuid().ToString("N");
        postgres!.Execute($"CREATE DATABASE {database}");
        var address = new LedgerAddress("127.0.0.1", postgres.Port, database, "postgres", LedgerAddress.DefaultSchema);
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(simulated.Server.BaseUri, simulated.Server.ApiKey);
        var variables = new Dictionary<string, string> { [LedgerSettings.Variable] = address.ToString() };
        int failed = 0;
        IReadOnlyDictionary<DateOnly, DayEntry> kept = new Dictionary<DateOnly, DayEntry>();
        for (int turn = 0; turn < LongForm.Kills(FewDisconnects); turn++)
        {
            string what = $"seed {LongForm.Seed}, turn {turn}";
            simulated.Clock.Set(simulated.Clock.GetUtcNow().AddMinutes(1));
            Task<CliOutcome> sync = SyncAsync();
            await Task.WhenAny(sync, Task.Delay(TimeSpan.FromSeconds(0.6) * _random.NextDouble()));
            postgres.Disconnect(database);
            CliOutcome outcome = await sync;
            Assert.True(outcome.ExitCode is 0 or 74, $"{what}: {outcome.All}");
            Assert.True(outcome.ExitCode == 0 || outcome.Error.Contains($"The ledger '{address}' cannot be reached", StringComparison.Ordinal), $"{what}: {outcome.All}");
            failed += outcome.ExitCode == 0 ? 0 : 1;
            kept = await CheckAsync(address, kept, what);
        }

        CliOutcome healed = await SyncAsync();
        Assert.True(healed.ExitCode == 0, healed.All);
        await AssertTrueAsync(address, simulated);
        LongForm.AssertHit(failed, "sync");
        log.WriteLine($"{failed} syncs lost their sessions, seed {LongForm.Seed}.");

        Task<CliOutcome> SyncAsync() =>
            CommandLineRun.RunAsync(["sync", "--quiet", "--force"], () => new Home(cli.Home), simulated.Clock, variables: variables);
    }

    [SkippableFact]
    public async Task A_failover_to_the_standby_at_the_same_address_loses_no_day_that_was_reported_as_stored()
    {
        PostgresServer? first = PostgresServer.Start();
        Skip.If(first is null, PostgresServer.Missing);
        List<PostgresServer> servers = [first!];
        try
        {
            await using var forwarder = new TcpForwarder(first!.Port);
            var address = new LedgerAddress("127.0.0.1", forwarder.Port, "postgres", "postgres", LedgerAddress.DefaultSchema);
            await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
            IReadOnlyDictionary<DateOnly, DayEntry> kept = new Dictionary<DateOnly, DayEntry>();
            int failed = 0;
            for (int turn = 0; turn < LongForm.Kills(FewFailovers); turn++)
            {
                string what = $"seed {LongForm.Seed}, turn {turn}";
                servers.Add(servers[^1].StartStandby());
                simulated.Clock.Set(simulated.Clock.GetUtcNow().AddMinutes(1));
                int reported = 0;
                int killAfter = _random.Next(80);
                var kill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Task failover = FailOverAsync(kill.Task, servers[^2], servers[^1], forwarder, TimeSpan.FromMilliseconds(50) * _random.NextDouble());
                SyncResult result = await SyncAsync(address, simulated, new Told(progress =>
                {
                    reported = progress.DaysDone;
                    if (reported >= killAfter)
                    {
                        kill.TrySetResult();
                    }
                }));
                kill.TrySetResult();
                await failover;
                Assert.True(result.Succeeded || result.ErrorId == LedgerErrors.LedgerUnreachable.Id, $"{what}: {result.ErrorId} {result.Error}");
                failed += result.Succeeded ? 0 : 1;
                kept = await CheckAsync(address, kept, what);
                Assert.True(kept.Count >= reported, $"{what}: {kept.Count} days of {reported} that were reported as stored");

                result = await SyncAsync(address, simulated, null);
                Assert.True(result.Succeeded, $"{what}: {result.ErrorId} {result.Error}");
                await AssertTrueAsync(address, simulated);
            }

            LongForm.AssertHit(failed, "sync");
            log.WriteLine($"{failed} syncs lost their server, seed {LongForm.Seed}.");
        }
        finally
        {
            servers.ForEach(server => server.Stop());
        }
    }

    /// <summary>Kills the server that writes, and leads its address to the standby, which becomes the one that writes.</summary>
    private static async Task FailOverAsync(Task begin, PostgresServer from, PostgresServer to, TcpForwarder forwarder, TimeSpan after)
    {
        await begin;
        await Task.Delay(after);
        from.Kill();
        to.Promote();
        forwarder.Target = to.Port;
        forwarder.Cut();
    }

    private static RelationalLedger Open(LedgerAddress address) => RelationalLedger.Open(new LedgerSettings { Address = address }, new Home(Path.GetTempPath()), null);

    private static async Task<SyncResult> SyncAsync(LedgerAddress address, SimulatedConnection simulated, IProgress<SyncProgress>? progress)
    {
        using RelationalLedger ledger = Open(address);
        return await new UsageSync(ledger, simulated.Clock).RunAsync(simulated.Connection, simulated.Open(), new SyncOptions { Force = true }, progress, CancellationToken.None);
    }

    /// <summary>Fails if a day is not whole, is missing, or is older than before.</summary>
    private static async Task<IReadOnlyDictionary<DateOnly, DayEntry>> CheckAsync(LedgerAddress address, IReadOnlyDictionary<DateOnly, DayEntry> before, string what)
    {
        using RelationalLedger ledger = Open(address);
        IReadOnlyDictionary<DateOnly, DayEntry> now = await LedgerWholeness.CheckAsync(ledger, "acme");
        Assert.All(before.Values, day => Assert.True(now.TryGetValue(day.Date, out DayEntry? entry) && entry.SyncedAt >= day.SyncedAt, $"{what}: {day.Date} is lost, or older than before."));
        return now;
    }

    private static async Task AssertTrueAsync(LedgerAddress address, SimulatedConnection simulated)
    {
        using RelationalLedger ledger = Open(address);
        IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(ledger, "acme");
        Assert.Equal(
            simulated.Server.Truth.DailyTotals(SimulatedConnection.Today.AddDays(-91), SimulatedConnection.Today, "UTC").Select(day => (day.Date, day.Credits)),
            days.Values.OrderBy(day => day.Date).Select(day => (day.Date, day.Credits)));
    }
}

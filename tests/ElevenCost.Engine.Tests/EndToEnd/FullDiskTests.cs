using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>
/// A real disk, of a home or of a PostgreSQL server, that becomes full during a sync, is read-only, or is not there: the exit code and the error are the
/// documented ones, what was stored stays, and the same command completes once the disk is sound.
/// </summary>
/// <remarks>ELEVENCOST_KILLS sets how often, ELEVENCOST_SEED how much room there is. <see cref="DiskFaultTests"/> needs no rights and has more faults.</remarks>
public sealed class FullDiskTests(ITestOutputHelper log) : IDisposable
{
    private const int Days = 40;
    private const int FewFillings = 3;
    private const int FewServerFillings = 2;

    private readonly Random _random = new(LongForm.Seed);
    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-full-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_home_on_a_disk_that_becomes_full_keeps_what_was_stored_and_the_same_sync_completes()
    {
        using SmallDisk? disk = SmallDisk.Mount(Path.Combine(_folder, "home"), 32);
        Skip.If(disk is null, SmallDisk.Missing);
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = Days + 5, Keys = 20 }, TimeProvider.System);
        await ConnectAsync(server);

        // How much room the whole sync takes.
        long before = disk!.FreeBytes;
        Assert.Equal(0, (await RunAsync("sync", "--quiet", "--days", $"{Days}")).ExitCode);
        long needed = before - disk.FreeBytes;
        int failed = 0;
        for (int turn = 0; turn < LongForm.Kills(FewFillings); turn++)
        {
            foreach (string file in Directory.GetFiles(disk.Path, RelationalLedger.FileName + "*"))
            {
                File.Delete(file);
            }

            Assert.Equal(0, (await RunAsync("sync", "--quiet", "--days", "5")).ExitCode);
            int stored = (await DaysAsync()).Count;

            // The first time there is no room at all.
            long room = turn == 0 ? 0 : (long)(needed * _random.NextDouble());
            string what = $"seed {LongForm.Seed}, turn {turn}, room for {room} of {needed} bytes";
            disk.Fill(room);
            CliOutcome sync = await RunAsync("sync", "--quiet", "--days", $"{Days}");
            Assert.True(sync.ExitCode is 0 or 74, $"{what}: {sync.All}");
            Assert.True(sync.ExitCode == 0 || sync.Error.Contains("cannot be written: ", StringComparison.Ordinal), $"{what}: {sync.All}");
            Assert.True(sync.ExitCode == 0 || sync.Error.Contains("that the disk has room", StringComparison.Ordinal), $"{what}: {sync.All}");
            failed += sync.ExitCode == 0 ? 0 : 1;

            // A reader needs some room, too, unless a writer is there.
            CliOutcome read = await RunAsync("cost", "--last", "5d");
            Assert.True(read.ExitCode == 0 || (read.ExitCode == 74 && read.Error.Contains("that the disk has room", StringComparison.Ordinal)), $"{what}: {read.All}");
            disk.MakeRoom();
            IReadOnlyDictionary<DateOnly, DayEntry> days = await DaysAsync();
            Assert.True(days.Count >= stored, $"{what}: {days.Count} days of {stored}");
            await AssertCompletesAsync(server, DaysAsync, what);
        }

        log.WriteLine($"{failed} syncs found the disk full, seed {LongForm.Seed}.");
        Assert.True(failed > 0);
    }

    [SkippableFact]
    public async Task A_home_on_a_disk_that_is_read_only_is_told_and_the_same_sync_completes_when_it_no_longer_is()
    {
        using SmallDisk? disk = SmallDisk.Mount(Path.Combine(_folder, "home"), 32);
        Skip.If(disk is null, SmallDisk.Missing);
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = Days + 5, Keys = 4 }, TimeProvider.System);
        await ConnectAsync(server);
        Assert.Equal(0, (await RunAsync("sync", "--quiet", "--days", "5")).ExitCode);
        disk!.SetReadOnly(true);
        CliOutcome sync = await RunAsync("sync", "--quiet", "--days", $"{Days}");
        Assert.True(sync.ExitCode == 74, sync.All);
        Assert.Contains("The ledger '", sync.Error, StringComparison.Ordinal);
        Assert.Contains("Check that you may", sync.Error, StringComparison.Ordinal);
        disk.SetReadOnly(false);
        Assert.Equal(5, (await DaysAsync()).Count);
        await AssertCompletesAsync(server, DaysAsync, "read-only");
    }

    [SkippableFact]
    public async Task A_PostgreSQL_whose_disk_becomes_full_keeps_what_was_stored_and_the_same_sync_completes()
    {
        Skip.If(PostgresServer.Find() is null, PostgresServer.Missing);
        using SmallDisk? disk = SmallDisk.Mount(Path.Combine(_folder, "disk"), 96);
        Skip.If(disk is null, SmallDisk.Missing);

        // The server runs as another user, who has to get there.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        // With segments of a megabyte the log needs room as often as the tables do.
        PostgresServer postgres = PostgresServer.StartAt(Path.Combine(disk!.Path, "server"), "--wal-segsize=1")!;
        try
        {
            await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = Days + 5, Keys = 20 }, TimeProvider.System);
            await ConnectAsync(server);
            int failed = 0;
            for (int turn = 0; turn < LongForm.Kills(FewServerFillings); turn++)
            {
                (LedgerAddress address, int stored) = await SyncToNewLedgerAsync(postgres);
                long room = turn == 0 ? 0 : (long)(2_000_000 * _random.NextDouble());
                string what = $"seed {LongForm.Seed}, turn {turn}, room for {room} bytes";
                disk.Fill(room);
                CliOutcome sync = await RunAsync("sync", "--quiet", "--days", $"{Days}");
                Assert.True(sync.ExitCode is 0 or 74, $"{what}: {sync.All}");
                Assert.True(sync.ExitCode == 0 || sync.Error.Contains($"The ledger '{address}' cannot be ", StringComparison.Ordinal), $"{what}: {sync.All}");
                Assert.DoesNotContain(Engine.Home.Variable, sync.Error, StringComparison.Ordinal);
                failed += sync.ExitCode == 0 ? 0 : 1;
                log.WriteLine($"{what}: {sync.Error}");
                disk.MakeRoom();

                // A server that cannot write its log ends: it is started again, as an administrator or systemd would.
                postgres.Run();
                await AssertKeptAndCompletesAsync(server, address, stored, what);
            }

            log.WriteLine($"{failed} syncs found the server's disk full, seed {LongForm.Seed}.");
            Assert.True(failed > 0);
        }
        finally
        {
            postgres.Stop();
        }
    }

    [SkippableTheory]
    [InlineData(LostBy.ReadOnly)]
    [InlineData(LostBy.Unreadable)]
    [InlineData(LostBy.Missing)]
    public async Task A_PostgreSQL_that_loses_its_files_keeps_what_was_stored_and_the_same_sync_completes(LostBy how)
    {
        Skip.If(PostgresServer.Find() is null, PostgresServer.Missing);
        Skip.IfNot(LostFiles.IsPossible(how), LostFiles.NotRoot);

        // Each megabyte of the log is a new file.
        PostgresServer postgres = PostgresServer.StartAt(Path.Combine(Path.GetTempPath(), "elevencost-postgres-" + Guid.NewGuid().ToString("N")), "--wal-segsize=1")!;
        try
        {
            await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = Days + 5, Keys = 20 }, TimeProvider.System);
            await ConnectAsync(server);
            int failed = 0;
            for (int turn = 0; turn < LongForm.Kills(FewServerFillings); turn++)
            {
                (LedgerAddress address, int stored) = await SyncToNewLedgerAsync(postgres);

                // The first time before the sync begins, then somewhere in it.
                TimeSpan after = turn == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(0.8) * _random.NextDouble();
                string what = $"seed {LongForm.Seed}, turn {turn}, {how} after {after.TotalSeconds:0.00} s";
                CliOutcome sync;
                CliOutcome read;
                Task<CliOutcome>? begun = turn == 0 ? null : RunAsync("sync", "--quiet", "--days", $"{Days}");
                await Task.Delay(after);
                using (LostFiles.Begin(postgres, how))
                {
                    sync = await (begun ?? RunAsync("sync", "--quiet", "--days", $"{Days}"));
                    read = await RunAsync("cost", "--last", "5d");
                }

                log.WriteLine($"{what}: {sync.Error}{read.Error}");
                foreach (CliOutcome outcome in new[] { sync, read })
                {
                    Assert.True(outcome.ExitCode is 0 or 74, $"{what}: {outcome.All}");
                    Assert.True(outcome.ExitCode == 0 || outcome.Error.Contains("cannot use its files: ", StringComparison.Ordinal)
                        || outcome.Error.Contains("cannot be reached: ", StringComparison.Ordinal), $"{what}: {outcome.All}");
                    Assert.DoesNotContain("role", outcome.Error, StringComparison.Ordinal);
                }

                failed += sync.ExitCode == 0 ? 0 : 1;

                // A server that cannot write its log ends.
                postgres.Run();
                await AssertKeptAndCompletesAsync(server, address, stored, what);
            }

            log.WriteLine($"{failed} syncs found the server without its files, seed {LongForm.Seed}.");
            Assert.True(failed > 0);
        }
        finally
        {
            postgres.Stop();
        }
    }

    private Dictionary<string, string> Variables { get; } = [];

    private Home Home => new(Path.Combine(_folder, "home"));

    private Task<CliOutcome> RunAsync(params string[] arguments) => CommandLineRun.RunAsync(arguments, () => Home, TimeProvider.System, variables: Variables);

    private async Task ConnectAsync(SimulatorServer server)
    {
        string key = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(key, server.ApiKey);
        CliOutcome connected = await RunAsync("connect", "acme", "--api-key-file", key, "--base-uri", server.BaseUri.ToString());
        Assert.True(connected.ExitCode == 0, connected.All);
    }

    private async Task<IReadOnlyDictionary<DateOnly, DayEntry>> DaysAsync()
    {
        using var ledger = new RelationalLedger(Home);
        return await LedgerWholeness.CheckAsync(ledger, "acme");
    }

    private async Task<IReadOnlyDictionary<DateOnly, DayEntry>> DaysAsync(LedgerAddress address)
    {
        using RelationalLedger ledger = RelationalLedger.Open(new LedgerSettings { Address = address }, Home, null);
        return await LedgerWholeness.CheckAsync(ledger, "acme");
    }

    /// <summary>Chooses a new ledger of a server, and syncs five days to it.</summary>
    private async Task<(LedgerAddress Address, int Stored)> SyncToNewLedgerAsync(PostgresServer postgres)
    {
        LedgerAddress address = postgres.NewAddress();
        Variables[LedgerSettings.Variable] = address.ToString();
        Assert.Equal(0, (await RunAsync("sync", "--quiet", "--days", "5")).ExitCode);
        return (address, (await DaysAsync(address)).Count);
    }

    private async Task AssertKeptAndCompletesAsync(SimulatorServer server, LedgerAddress address, int stored, string what)
    {
        IReadOnlyDictionary<DateOnly, DayEntry> days = await DaysAsync(address);
        Assert.True(days.Count >= stored, $"{what}: {days.Count} days of {stored}");
        await AssertCompletesAsync(server, () => DaysAsync(address), what);
    }

    private async Task AssertCompletesAsync(SimulatorServer server, Func<Task<IReadOnlyDictionary<DateOnly, DayEntry>>> read, string what)
    {
        CliOutcome again = await RunAsync("sync", "--quiet", "--days", $"{Days}");
        Assert.True(again.ExitCode == 0, $"{what}: {again.All}");
        DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        IReadOnlyDictionary<DateOnly, DayEntry> days = await read();
        Assert.Equal(
            server.Truth.DailyTotals(today.AddDays(1 - Days), today.AddDays(-1), "UTC").Select(day => (day.Date, day.Credits)),
            days.Values.Where(day => day.Date < today).OrderBy(day => day.Date).Select(day => (day.Date, day.Credits)));
    }
}

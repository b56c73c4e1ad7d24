using System.Diagnostics;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>A sync whose process is stopped while it holds the lease, by SIGSTOP as by a debugger or a virtual machine that pauses, and goes on later.</summary>
public sealed class StoppedSyncTests
{
    private const string Days = "6";

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_sync_says_who_holds_the_lease_readers_go_on_and_the_stopped_one_finishes(bool isShared)
    {
        await StopAsync(isShared, async (process, run, _) =>
        {
            // The half minute of patience by a clock that is fast.
            CliOutcome second = await run(new FastTime(20), ["sync", "--force", "--days", Days]);
            Assert.True(second.ExitCode == 74, second.All);
            Assert.Contains($"process {process.Id} on {Environment.MachineName} has been syncing 'acme' since ", second.Error, StringComparison.Ordinal);
        });
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Once_its_lease_has_expired_another_sync_takes_over_and_the_stopped_one_replaces_nothing_newer(bool isShared)
    {
        IReadOnlyDictionary<DateOnly, DayEntry> newer = new Dictionary<DateOnly, DayEntry>();
        IReadOnlyDictionary<DateOnly, DayEntry> after = await StopAsync(isShared, async (_, run, ledger) =>
        {
            Assert.Equal(1, ledger.Database.Write(session => session.Execute("UPDATE writer SET seen = @seen", ("seen", LedgerText.Of(DateTime.UnixEpoch))), CancellationToken.None));

            // It watches for a sign of the other for half a minute, by a clock that is fast.
            CliOutcome second = await run(new FastTime(6), ["sync", "--force", "--days", Days]);
            Assert.True(second.ExitCode == 0, second.All);
            newer = await LedgerWholeness.CheckAsync(ledger, "acme");
        });
        Assert.Equal(newer.Values.Select(day => (day.Date, day.Credits, day.SyncedAt)), after.Values.Select(day => (day.Date, day.Credits, day.SyncedAt)));
    }

    /// <summary>Stops a sync that waits for its first answer, does something meanwhile with other figures of the server, and lets it go on.</summary>
    /// <returns>The days when it has ended.</returns>
    private static async Task<IReadOnlyDictionary<DateOnly, DayEntry>> StopAsync(bool isShared, Func<Process, Func<TimeProvider, string[], Task<CliOutcome>>, RelationalLedger, Task> meanwhile)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signal that stops a process, so a stopped sync is NOT TESTED there");
        using LedgerFixture? shared = isShared ? LedgerFixture.Postgres() : null;
        DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 12, Keys = 5 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        if (shared is not null)
        {
            cli.Environment[LedgerSettings.Variable] = shared.Address!.ToString();
        }

        using var embedded = new RelationalLedger(new Home(cli.Home));
        RelationalLedger ledger = shared?.Ledger ?? embedded;
        Assert.Equal(0, (await RunAsync(TimeProvider.System, ["sync", "--days", Days])).ExitCode);

        server.ClearRequests();
        server.Faults.Add("slow:800@/v1/workspace/analytics");
        CliOutcome stopped = await cli.RunAsync(async process =>
        {
            while (!process.HasExited && !server.Requests.Any(request => request.Path.Contains("analytics", StringComparison.Ordinal)))
            {
                await Task.Delay(10);
            }

            CliProcess.Suspend(process);
            try
            {
                server.Faults.Clear();
                server.Faults.Add(FormattableString.Invariant($"restate:{today.AddDays(-4):yyyy-MM-dd},3"));
                await meanwhile(process, RunAsync, ledger);
                CliOutcome read = await RunAsync(TimeProvider.System, ["cost", "--last", Days + "d", "--output", "csv"]);
                Assert.True(read.ExitCode == 0, read.All);
            }
            finally
            {
                CliProcess.Resume(process);
            }
        }, ["sync", "--quiet", "--force", "--days", Days]);
        Assert.True(stopped.ExitCode == 0, stopped.All);
        IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(ledger, "acme");

        // The next sync brings what is true, as ever.
        Assert.Equal(0, (await RunAsync(TimeProvider.System, ["sync", "--force", "--days", Days])).ExitCode);
        Assert.Equal(
            server.Truth.DailyTotals(today.AddDays(-5), today.AddDays(-1), "UTC").Select(day => (day.Date, day.Credits)),
            (await LedgerWholeness.CheckAsync(ledger, "acme")).Values.Where(day => day.Date < today).OrderBy(day => day.Date).Select(day => (day.Date, day.Credits)));
        return days;

        Task<CliOutcome> RunAsync(TimeProvider time, string[] arguments) =>
            CommandLineRun.RunAsync(arguments, () => new Home(cli.Home), time, variables: cli.Environment);
    }
}

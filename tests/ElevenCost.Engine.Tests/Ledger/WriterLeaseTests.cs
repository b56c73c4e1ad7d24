using System.Diagnostics;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class SqliteWriterLeaseTests() : WriterLeaseTests(LedgerFixture.Sqlite())
{
    // PostgreSQL has a clock of its own, which no test can move on.
    [Fact]
    public async Task A_lease_does_not_expire_however_long_the_sync_waits_for_an_answer_or_its_disk()
    {
        var time = new ManualTime(SimulatedConnection.Now);
        await using WriterLease lease = await Fixture.Open().TakeWriterAsync(Acme, time, Short, None);
        Change("machine", "build-7");
        string seen = Seen();
        for (int minute = 0; minute < 12; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            string before = seen;
            for (int attempt = 0; (seen = Seen()) == before; attempt++)
            {
                Assert.True(attempt < 600, $"The lease was not renewed in minute {minute}.");
                await Task.Delay(20);
            }
        }

        Task<WriterLease> other = Fixture.Open().TakeWriterAsync(Acme, time, TimeSpan.Zero, None);
        Assert.Equal("LedgerLocked", (await Assert.ThrowsAsync<ElevenCostException>(() => other)).ErrorId);
        await lease.DisposeAsync();
        await using WriterLease free = await Fixture.Open().TakeWriterAsync(Acme, time, TimeSpan.Zero, None);
        Assert.False(free.Waited);

        string Seen() => Fixture.Ledger.Database.Read(session => (string)session.Scalar("SELECT seen FROM writer")!, "", None);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_ends_no_lease_of_this_process()
    {
        await using WriterLease lease = await Fixture.Open().TakeWriterAsync(Acme, TimeProvider.System, Short, None);
        var ahead = new FixedClock(TimeProvider.System.GetUtcNow().AddMinutes(10));
        Task<WriterLease> other = Fixture.Open().TakeWriterAsync(Acme, ahead, Short, None);
        Assert.Equal("LedgerLocked", (await Assert.ThrowsAsync<ElevenCostException>(() => other)).ErrorId);
    }
}

public sealed class PostgresWriterLeaseTests() : WriterLeaseTests(LedgerFixture.Postgres());

/// <summary>One sync of a connection at a time, on every database.</summary>
public abstract class WriterLeaseTests : IDisposable
{
    private protected static readonly Connection Acme = SimulatedConnection.Describe("Acme", new Uri("https://api.elevenlabs.io"), "Europe/Berlin");
    private protected static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private protected WriterLeaseTests(LedgerFixture fixture) => Fixture = fixture;

    private protected LedgerFixture Fixture { get; }

    public void Dispose() => Fixture.Dispose();

    [SkippableFact]
    public async Task A_second_sync_waits_within_its_bound_and_names_the_holder()
    {
        await using WriterLease lease = await TakeAsync();
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(TakeAsync);
        Assert.Equal("LedgerLocked", failure.ErrorId);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" since 20", failure.Message, StringComparison.Ordinal);

        // Another connection is another lease.
        await using WriterLease other = await Fixture.Open().TakeWriterAsync(Acme with { Name = "other" }, TimeProvider.System, Short, None);
        Assert.False(other.Waited);
    }

    [SkippableFact]
    public async Task A_lease_that_is_given_up_is_taken_by_who_waits()
    {
        WriterLease lease = await TakeAsync();
        Task<WriterLease> second = Fixture.Open().TakeWriterAsync(Acme, TimeProvider.System, None);
        await Task.Delay(400);
        Assert.False(second.IsCompleted);
        await lease.DisposeAsync();
        await using WriterLease taken = await second;
        Assert.True(taken.Waited);
    }

    [SkippableFact]
    public async Task A_lease_of_a_dead_process_is_taken_over_at_once()
    {
        await TakeAsync();
        using (Process dead = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!)
        {
            await dead.WaitForExitAsync();
            Change("process", dead.Id);
        }

        await using (WriterLease lease = await TakeAsync())
        {
            Assert.False(lease.Waited);
        }

    }

    [SkippableFact]
    public async Task A_lease_of_another_machine_holds_until_it_was_not_seen_for_five_minutes()
    {
        await TakeAsync();
        Change("machine", "build-7");
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(TakeAsync);
        Assert.Contains("on build-7 ", failure.Message, StringComparison.Ordinal);
        Change("seen", LedgerText.Of(DateTime.UnixEpoch));
        await using WriterLease lease = await TakeAsync();
        Assert.False(lease.Waited);
    }

    [SkippableTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_running_process_that_seems_silent_or_another_one_loses_its_lease_only_if_it_does_not_renew_it_while_another_waits(bool isSilent, bool isRenewed)
    {
        // Another process may have got the number of one that ended, and a clock that was set makes a holder look like that, or like one that is stopped.
        await TakeAsync();
        using Process process = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "findstr" : "cat", OperatingSystem.IsWindows() ? "x" : "")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            Change("process", process.Id);
            Change("process_started", LedgerText.Of(process.StartTime.AddMinutes(isSilent ? 0 : -10)));
            if (isSilent)
            {
                Change("seen", LedgerText.Of(DateTime.UnixEpoch));
            }

            // The half minute of patience by a clock that is fast.
            Task<WriterLease> waiting = Fixture.Open().TakeWriterAsync(Acme, new FastTime(8), None);
            await Task.Delay(1000);
            if (isRenewed)
            {
                Change("seen", LedgerText.Of(TimeProvider.System.GetUtcNow().UtcDateTime));
                ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => waiting);
                Assert.Contains($"process {process.Id} on ", failure.Message, StringComparison.Ordinal);
                return;
            }

            Assert.False(waiting.IsCompleted);
            await using WriterLease lease = await waiting;
            Assert.True(lease.Waited);
        }
        finally
        {
            process.Kill();
        }
    }

    [SkippableFact]
    public async Task What_is_needed_to_ask_is_kept_and_no_place_of_a_key()
    {
        await using WriterLease lease = await Fixture.Ledger.TakeWriterAsync(Acme with { KeySource = KeySource.File, KeyPath = "/secret/place" }, TimeProvider.System, None);
        Connection kept = Assert.Single(await Fixture.Open().ReadConnectionsAsync(None));
        Assert.Equal(Acme with { KeySource = KeySource.None }, kept);
        Assert.DoesNotContain("secret", Fixture.Ledger.Database.Read(session => (string)session.Scalar("SELECT settings FROM connection")!, "", None), StringComparison.Ordinal);
    }

    private Task<WriterLease> TakeAsync() => Fixture.Open().TakeWriterAsync(Acme, TimeProvider.System, Short, None);

    private protected void Change(string column, object value) =>
        Assert.Equal(1, Fixture.Ledger.Database.Write(session => session.Execute($"UPDATE writer SET {column} = @value", ("value", value)), None));
}

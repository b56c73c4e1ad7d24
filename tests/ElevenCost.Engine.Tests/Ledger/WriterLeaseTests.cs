using System.Diagnostics;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class SqliteWriterLeaseTests() : WriterLeaseTests(LedgerFixture.Sqlite());

public sealed class PostgresWriterLeaseTests() : WriterLeaseTests(LedgerFixture.Postgres());

/// <summary>One sync of a connection at a time, on every database.</summary>
public abstract class WriterLeaseTests : IDisposable
{
    private static readonly Connection Acme = SimulatedConnection.Describe("Acme", new Uri("https://api.elevenlabs.io"), "Europe/Berlin");
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private readonly LedgerFixture _fixture;

    private protected WriterLeaseTests(LedgerFixture fixture) => _fixture = fixture;

    public void Dispose() => _fixture.Dispose();

    [SkippableFact]
    public async Task A_second_sync_waits_within_its_bound_and_names_the_holder()
    {
        await using WriterLease lease = await TakeAsync();
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(TakeAsync);
        Assert.Equal("LedgerLocked", failure.ErrorId);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" since 20", failure.Message, StringComparison.Ordinal);

        // Another connection is another lease.
        await using WriterLease other = await _fixture.Open().TakeWriterAsync(Acme with { Name = "other" }, TimeProvider.System, Short, None);
        Assert.False(other.Waited);
    }

    [SkippableFact]
    public async Task A_lease_that_is_given_up_is_taken_by_who_waits()
    {
        WriterLease lease = await TakeAsync();
        Task<WriterLease> second = _fixture.Open().TakeWriterAsync(Acme, TimeProvider.System, None);
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

        // Its number was given to another process since: this one's parent runs, but began at another time.
        await TakeAsync();
        Change("process", 1);
        Change("process_started", "2020-01-01T00:00:00.0000000Z");
        await using WriterLease again = await TakeAsync();
        Assert.False(again.Waited);
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

    [SkippableFact]
    public async Task What_is_needed_to_ask_is_kept_and_no_place_of_a_key()
    {
        await using WriterLease lease = await _fixture.Ledger.TakeWriterAsync(Acme with { KeySource = KeySource.File, KeyPath = "/secret/place" }, TimeProvider.System, None);
        Connection kept = Assert.Single(await _fixture.Open().ReadConnectionsAsync(None));
        Assert.Equal(Acme with { KeySource = KeySource.None }, kept);
        Assert.DoesNotContain("secret", _fixture.Ledger.Database.Read(session => (string)session.Scalar("SELECT settings FROM connection")!, "", None), StringComparison.Ordinal);
    }

    private Task<WriterLease> TakeAsync() => _fixture.Open().TakeWriterAsync(Acme, TimeProvider.System, Short, None);

    private void Change(string column, object value) =>
        Assert.Equal(1, _fixture.Ledger.Database.Write(session => session.Execute($"UPDATE writer SET {column} = @value", ("value", value)), None));
}

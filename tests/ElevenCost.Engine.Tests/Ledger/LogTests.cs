using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class SqliteLogTests() : LogTests(LedgerFixture.Sqlite());

public sealed class PostgresLogTests() : LogTests(LedgerFixture.Postgres());

/// <summary>Snapshots and the sync log, on every database.</summary>
public abstract class LogTests : IDisposable
{
    private readonly LedgerFixture _fixture;

    private protected LogTests(LedgerFixture fixture) => _fixture = fixture;

    public void Dispose() => _fixture.Dispose();

    private static SyncResult Result(int day, string? error = null) => new()
    {
        Connection = Name,
        Succeeded = error is null,
        From = new DateTime(2026, 11, day),
        To = new DateTime(2026, 11, day),
        DaysAsked = 1,
        DaysSynced = 1,
        DaysFailed = 0,
        Records = 5,
        Credits = 7,
        Restatements = [new Restatement(Midnight(day), true, 1, 2, null, 0.10m)],
        Source = "Analytics",
        Warnings = ["a \"warning\"\nof two lines, für alle"],
        Unknowns = ["column total_tax x4"],
        NotListed = day == 1 ? null : ["Groups", "Members"],
        Error = error,
        ErrorCategory = error is null ? null : FailureCategory.Unavailable,
        StartedAt = new DateTime(2026, 11, day, 6, 0, 0, DateTimeKind.Utc),
        Duration = TimeSpan.FromMilliseconds(1234),
        Requests = 3,
    };

    private static SubscriptionSnapshot Snapshot(int day) => new()
    {
        At = new DateTime(2026, 11, day, 6, 0, 0, DateTimeKind.Utc),
        Tier = "creator",
        Currency = "USD",
        CreditsUsed = 12,
        CreditLimit = 100_000,
        NextResetAt = new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc),
        CurrentOverage = 1.10m,
        HasOpenInvoices = true,
    };

    private static string Text(SyncResult result) =>
        $"{result with { Restatements = [], Warnings = [], Unknowns = [], NotListed = null }} {string.Join('|', result.Restatements)} {string.Join('|', result.Warnings)} {string.Join('|', result.Unknowns)} {string.Join('|', result.NotListed ?? ["-"])}";

    [SkippableFact]
    public async Task What_is_appended_is_read_in_order_of_time()
    {
        await _fixture.Ledger.AppendSyncLogAsync(Name, Result(2, "no network"), None);
        await _fixture.Ledger.AppendSyncLogAsync(Name, Result(1), None);
        await _fixture.Ledger.AppendSnapshotAsync(Name, Snapshot(2), None);
        await _fixture.Ledger.AppendSnapshotAsync(Name, Snapshot(1), None);
        Assert.Equal([Text(Result(1)), Text(Result(2, "no network"))], (await _fixture.Open().ReadSyncLogAsync(Name, None)).Select(Text));
        IReadOnlyList<SubscriptionSnapshot> snapshots = await _fixture.Open().ReadSnapshotsAsync(Name, None);
        Assert.Equal([Snapshot(1), Snapshot(2)], snapshots);
        Assert.Equal(DateTimeKind.Utc, snapshots[0].At.Kind);
    }

    [SkippableFact]
    public async Task Lines_of_parallel_writers_are_all_kept()
    {
        RelationalLedger[] ledgers = [_fixture.Ledger, _fixture.Open(), _fixture.Open()];
        await Task.WhenAll(Enumerable.Range(1, 24).Select(day => ledgers[day % 3].AppendSyncLogAsync(Name, Result(day), None)));
        Assert.Equal(Enumerable.Range(1, 24), (await _fixture.Ledger.ReadSyncLogAsync(Name, None)).Select(result => result.From.Day));
    }
}

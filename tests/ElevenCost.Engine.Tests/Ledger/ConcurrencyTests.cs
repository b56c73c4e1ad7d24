using ElevenCost.Engine.Ledger;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class SqliteConcurrencyTests() : ConcurrencyTests(LedgerFixture.Sqlite());

public sealed class PostgresConcurrencyTests() : ConcurrencyTests(LedgerFixture.Postgres());

/// <summary>Several writers and readers at once, on every database.</summary>
public abstract class ConcurrencyTests : IDisposable
{
    private readonly LedgerFixture _fixture;

    private protected ConcurrencyTests(LedgerFixture fixture) => _fixture = fixture;

    public void Dispose() => _fixture.Dispose();

    [SkippableFact]
    public async Task Two_writers_of_one_month_lose_nothing()
    {
        RelationalLedger[] ledgers = [_fixture.Open(), _fixture.Open()];
        for (int day = 1; day <= 30; day += 2)
        {
            // Both begin at the same moment, each time.
            using var start = new Barrier(2);
            await Task.WhenAll(ledgers.Select((ledger, number) => Task.Factory.StartNew(() =>
            {
                int own = day + number;
                start.SignalAndWait();
                ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(own), $"p{own}", own)), None).GetAwaiter().GetResult();
            }, None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }

        Assert.Equal(Sorted(Enumerable.Range(1, 30).Select(day => Usage(Day(day), $"p{day}", day))), Sorted(await _fixture.ReadRows()));
        Assert.Equal(Enumerable.Range(1, 30), (await ledgers[0].ReadDaysAsync(Name, null, None)).Select(day => day.Date.Day));
    }

    [SkippableFact]
    public async Task A_reader_never_sees_half_a_replacement()
    {
        // Every version of the month holds one number in all its rows.
        static DayReplacement Version(int version) =>
            Replace([.. Enumerable.Range(1, 30).SelectMany(day => Enumerable.Range(0, 20).Select(row => Usage(Day(day), $"p{row}", version)))]);
        await _fixture.Ledger.ReplaceDaysAsync(Name, Version(0), None);
        using var done = new CancellationTokenSource();
        var seen = new HashSet<long>();
        int met = 0;
        RelationalLedger reader = _fixture.Open();
        Task reading = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                UsageMonth month = Assert.Single(await Months(reader));
                Assert.Equal(600, month.Table.Count);
                seen.Add(Assert.Single(month.Table.Credits.Distinct()));
                Volatile.Write(ref met, seen.Count);
                Assert.Equal(month.Table.Credits[0] * 20, month.Days[0].Credits);
                Assert.Equal(30, (await reader.ReadDaysAsync(Name, null, None)).Count);
            }
        });
        // A busy machine may let the reader in late: go on until it has met enough versions, or has failed.
        for (int version = 1; version <= 60 || (Volatile.Read(ref met) < 10 && !reading.IsCompleted); version++)
        {
            await _fixture.Ledger.ReplaceDaysAsync(Name, Version(version), None);
        }

        await done.CancelAsync();
        await reading;
    }

    [SkippableFact]
    public async Task A_change_by_another_process_is_seen()
    {
        RelationalLedger other = _fixture.Open();
        for (int credits = 1; credits <= 9; credits++)
        {
            await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", credits)), None);
            Assert.Equal(credits, Assert.Single(await Months(other)).Table.Credits[0]);
        }
    }

    [SkippableFact]
    public async Task New_connections_of_several_writers_are_all_kept()
    {
        RelationalLedger[] ledgers = [.. Enumerable.Range(0, 8).Select(_ => _fixture.Open())];
        await Task.WhenAll(ledgers.Select((ledger, number) => ledger.ReplaceDaysAsync($"team-{number}", Replace(Usage(Day(1), "a", number)), None)));
        for (int number = 0; number < ledgers.Length; number++)
        {
            Assert.Equal(number, Assert.Single(await ledgers[0].ReadDaysAsync($"team-{number}", null, None)).Credits);
        }
    }

    [SkippableFact]
    public async Task A_reader_that_stops_early_or_is_cancelled_ends_cleanly()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace([.. Enumerable.Range(1, 12).Select(month => Usage(Day(1, month), "a", 1))]), None);
        await foreach (UsageMonth month in _fixture.Open().ReadUsageAsync(Name, new DateRange(Day(1, 1), Day(31, 12)), None))
        {
            Assert.Equal(Day(1, 1), month.First);
            break;
        }

        using var cancel = new CancellationTokenSource();
        int months = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (UsageMonth month in _fixture.Open().ReadUsageAsync(Name, new DateRange(Day(1, 1), Day(31, 12)), cancel.Token))
            {
                months++;
                await cancel.CancelAsync();
            }
        });
        Assert.Equal(1, months);
    }
}

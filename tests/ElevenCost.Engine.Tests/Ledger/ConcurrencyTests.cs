using System.Diagnostics;
using ElevenCost.Engine.Ledger;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly LedgerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Two_writers_of_one_month_lose_nothing()
    {
        FileLedger[] ledgers = [_fixture.Open(), _fixture.Open()];
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

    [Fact]
    public async Task A_reader_never_sees_half_a_replacement()
    {
        // Every version of the month holds one number in all its rows.
        static DayReplacement Version(int version) =>
            Replace([.. Enumerable.Range(1, 30).SelectMany(day => Enumerable.Range(0, 20).Select(row => Usage(Day(day), $"p{row}", version)))]);
        await _fixture.Ledger.ReplaceDaysAsync(Name, Version(0), None);
        using var done = new CancellationTokenSource();
        var seen = new HashSet<long>();
        int met = 0;
        FileLedger reader = _fixture.Open();
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
        Assert.Empty(_fixture.Warnings);
    }

    [Fact]
    public async Task A_change_by_another_process_is_seen_although_the_month_is_held_in_memory()
    {
        FileLedger other = _fixture.Open();
        for (int credits = 1; credits <= 9; credits++)
        {
            await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", credits)), None);
            DateTime time = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
            File.SetLastWriteTimeUtc(_fixture.MonthPath, time);
            Assert.Equal(credits, Assert.Single(await Months(other)).Table.Credits[0]);
        }
    }

    [Fact]
    public async Task A_month_that_did_not_change_is_parsed_once()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        FileLedger ledger = _fixture.Open();
        Assert.Same(Assert.Single(await Months(ledger)), Assert.Single(await Months(ledger)));

        using var small = new FileLedger(_fixture.Home, TimeProvider.System, null, TimeSpan.FromSeconds(30), cacheLimit: 100);
        Assert.NotSame(Assert.Single(await Months(small)), Assert.Single(await Months(small)));
    }

    [Fact]
    public async Task A_lock_that_is_not_released_is_named_after_a_while_and_can_be_cancelled()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        string path = Path.Combine(_fixture.Folder, ".lock");
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => _fixture.Open(TimeSpan.FromMilliseconds(100))
                .ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None));
            Assert.Equal(("LedgerLocked", FailureCategory.Ledger), (e.ErrorId, e.Category));
            Assert.Contains(_fixture.Folder, e.Message, StringComparison.Ordinal);

            using var cancel = new CancellationTokenSource(100);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), cancel.Token));
            Assert.Single(await Months(_fixture.Open())); // Readers do not wait.
        }

        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None);
        Assert.Equal(2, (await _fixture.ReadRows()).Count);
    }

    [Fact]
    public async Task The_lock_holds_against_another_process()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
        {
            return;
        }

        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        using Process holder = Process.Start(new ProcessStartInfo("/usr/bin/flock", [Path.Combine(_fixture.Folder, ".lock"), "sh", "-c", "echo held; read line"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => _fixture.Open(TimeSpan.FromMilliseconds(100))
            .ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None));
        Assert.Equal("LedgerLocked", e.ErrorId);

        // The system releases it when the process dies.
        Task waiting = _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None);
        holder.Kill(entireProcessTree: true);
        await waiting;
        Assert.Equal(2, (await _fixture.ReadRows()).Count);
    }

    [Fact]
    public async Task What_a_writer_left_that_died_is_removed_by_the_next_and_by_no_reader()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        string leftover = Path.Combine(_fixture.Folder, ".2026-11.json.0123.tmp");
        await File.WriteAllTextAsync(leftover, "{\n\"schema\":1,");
        Assert.Single(await _fixture.ReadRows());
        Assert.True(File.Exists(leftover));
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None);
        Assert.False(File.Exists(leftover));
        Assert.Equal([".lock", "2026-11.json"], Directory.GetFileSystemEntries(_fixture.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
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
        Assert.InRange(months, 1, 2); // The one ahead may have been read by then.
    }
}

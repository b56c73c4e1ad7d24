using System.Runtime.CompilerServices;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Ledger;

/// <summary>The embedded ledger: a folder a connection under the home, a JSON file a month. Safe for several threads and processes.</summary>
/// <remarks>
/// Readers never lock and never move files; a damaged file counts as missing for them. Writers hold the connection's lock while they write,
/// and set damaged files aside under <c>.damaged</c>. Months that were parsed are held in memory within a limit, and shared between callers.
/// </remarks>
public sealed class FileLedger : IUsageLedger, IDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private readonly Home _home;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly LedgerWarnings _warnings;
    private readonly MonthStore _months;
    private readonly LedgerCache? _own;

    /// <summary>Creates a ledger; touches no file.</summary>
    /// <param name="home">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">
    /// Told of damaged files, each once: <c>LedgerFileDamaged</c>, <c>LedgerFileSetAside</c>, <c>LedgerLineDamaged</c>. Called from any thread.
    /// </param>
    /// <param name="cache">Where months that were parsed are held; null for one of its own, which goes with it.</param>
    public FileLedger(Home home, TimeProvider time, Action<Warning>? warn = null, LedgerCache? cache = null)
        : this(home, time, warn, DefaultPatience, cache is null ? new LedgerCache() : null, cache)
    {
    }

    /// <summary>Creates a ledger that waits for the lock, and holds months, as long and as far as a test needs.</summary>
    internal FileLedger(Home home, TimeProvider time, Action<Warning>? warn, TimeSpan patience, long cacheLimit)
        : this(home, time, warn, patience, new LedgerCache(cacheLimit), null)
    {
    }

    private FileLedger(Home home, TimeProvider time, Action<Warning>? warn, TimeSpan patience, LedgerCache? own, LedgerCache? shared)
    {
        _home = home;
        _time = time;
        _patience = patience;
        _warnings = new LedgerWarnings(warn);
        _own = own;
        _months = (own ?? shared!).Months;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Reads headers alone: a file that is damaged after its header is met by <see cref="ReadUsageAsync"/>, by a write to its month, or by
    /// <see cref="SetAsideDamagedAsync"/>.
    /// </remarks>
    public Task<IReadOnlyList<DayEntry>> ReadDaysAsync(string connection, DateRange? range, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<DayEntry>>(() =>
        {
            var folder = new LedgerFolder(_home, connection);
            var days = new List<DayEntry>();
            foreach (DateOnly first in folder.Months(range))
            {
                cancellationToken.ThrowIfCancellationRequested();
                IReadOnlyList<DayEntry> month = OrMissing(folder.Month(first), () => _months.ReadHeader(folder, first))?.Days ?? [];
                days.AddRange(month.Where(day => range is not { } asked || asked.Contains(day.Date)));
            }

            return days;
        }, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>While the caller works on a month, the next one is read.</remarks>
    public async IAsyncEnumerable<UsageMonth> ReadUsageAsync(
        string connection, DateRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = new LedgerFolder(_home, connection);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IReadOnlyList<DateOnly> months = await Task.Run(() => folder.Months(range), cancellationToken);
        Task<MonthFile?>? next = months.Count > 0 ? ReadMonth(months[0], stop.Token) : null;
        try
        {
            for (int month = 0; next is not null; month++)
            {
                MonthFile? file = await next;
                next = month + 1 < months.Count ? ReadMonth(months[month + 1], stop.Token) : null;
                if (file is not null)
                {
                    yield return file.Usage;
                }
            }
        }
        finally
        {
            if (next is not null)
            {
                // The caller had enough: wait until the month ahead has let go of its buffer and its file.
                await stop.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Task<MonthFile?> ReadMonth(DateOnly first, CancellationToken token) =>
            Task.Run(() => OrMissing(folder.Month(first), () => _months.Read(folder, first, token)), token);
    }

    /// <inheritdoc/>
    public Task<NameBook> ReadNamesAsync(string connection, CancellationToken cancellationToken) => Task.Run(() =>
    {
        var folder = new LedgerFolder(_home, connection);
        return OrMissing(folder.Names, () => NamesStore.Read(folder.Names)) ?? NameBook.Empty;
    }, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows or series are of days that are not replaced, or not as many as the entries say.</exception>
    public Task<IReadOnlyList<Restatement>> ReplaceDaysAsync(
        string connection, DayReplacement replacement, CancellationToken cancellationToken)
    {
        var folder = new LedgerFolder(_home, connection);
        ReplacementCheck.Check(replacement);
        TimeZoneInfo zone = DayZone.Find(replacement.TimeZone);
        return Write(folder, () => ReplaceAsync(folder, replacement, zone, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task AppendSnapshotAsync(string connection, SubscriptionSnapshot snapshot, CancellationToken cancellationToken)
    {
        var folder = new LedgerFolder(_home, connection);
        return Append(folder, () => JsonLines.Append(folder.Snapshots, snapshot, JsonLines.Json.SubscriptionSnapshot), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubscriptionSnapshot>> ReadSnapshotsAsync(string connection, CancellationToken cancellationToken)
    {
        string path = new LedgerFolder(_home, connection).Snapshots;
        IReadOnlyList<SubscriptionSnapshot> lines = await JsonLines.ReadAsync(path, JsonLines.Json.SubscriptionSnapshot,
            snapshot => snapshot.Tier is not null, line => _warnings.DamagedLine(path, line), cancellationToken);
        return [.. lines.OrderBy(snapshot => snapshot.At)];
    }

    /// <inheritdoc/>
    public Task AppendSyncLogAsync(string connection, SyncResult result, CancellationToken cancellationToken)
    {
        var folder = new LedgerFolder(_home, connection);
        return Append(folder, () => JsonLines.Append(folder.SyncLog, result, JsonLines.Json.SyncResult), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SyncResult>> ReadSyncLogAsync(string connection, CancellationToken cancellationToken)
    {
        string path = new LedgerFolder(_home, connection).SyncLog;
        IReadOnlyList<SyncResult> lines = await JsonLines.ReadAsync(path, JsonLines.Json.SyncResult,
            result => result is { Connection: not null, Restatements: not null, Warnings: not null },
            line => _warnings.DamagedLine(path, line), cancellationToken);
        return [.. lines.OrderBy(result => result.StartedAt)];
    }

    /// <inheritdoc/>
    /// <remarks>Costs reading every byte.</remarks>
    public async Task<IReadOnlyList<DateOnly>> SetAsideDamagedAsync(string connection, CancellationToken cancellationToken)
    {
        var folder = new LedgerFolder(_home, connection);
        if (!Directory.Exists(folder.Path))
        {
            return [];
        }

        // First without the lock, which is only needed where something is damaged.
        List<DateOnly> suspects = await Task.Run(() => folder.Months(null).Where(IsDamaged).ToList(), cancellationToken);
        return suspects.Count == 0
            ? []
            : await Write(folder, () => Task.FromResult<IReadOnlyList<DateOnly>>([.. suspects.Where(SetAside)]), cancellationToken);

        bool IsDamaged(DateOnly first)
        {
            try
            {
                MonthStore.Verify(folder, first, cancellationToken);
                return false;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }

        bool SetAside(DateOnly first)
        {
            bool damaged = false;
            OrSetAside(folder, folder.Month(first), () => MonthStore.Verify(folder, first, cancellationToken), () => damaged = true);
            return damaged;
        }
    }

    /// <summary>Lets go of the months held in memory, unless they are held for other ledgers too.</summary>
    public void Dispose() => _own?.Dispose();

    private async Task<T> Write<T>(LedgerFolder folder, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        using IDisposable held = await LedgerLock.TakeAsync(folder, _patience, _time, cancellationToken);
        return await Task.Run(async () =>
        {
            AtomicFile.DeleteLeftovers(folder.Path);
            return await write();
        }, cancellationToken);
    }

    private Task<bool> Append(LedgerFolder folder, Action append, CancellationToken cancellationToken) => Write(folder, () =>
    {
        append();
        return Task.FromResult(true);
    }, cancellationToken);

    private async Task<IReadOnlyList<Restatement>> ReplaceAsync(
        LedgerFolder folder, DayReplacement replacement, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var restatements = new List<Restatement>();
        var staged = new List<(AtomicFile File, MonthFile? Month)>();
        try
        {
            DateOnly[] months = [.. replacement.Days.Select(day => new DateOnly(day.Date.Year, day.Date.Month, 1)).Distinct().Order()];
            RequireSameZone(folder, replacement.TimeZone, months);
            foreach (DateOnly first in months)
            {
                MonthFile? old = null;
                OrSetAside(folder, folder.Month(first), () => old = _months.Read(folder, first, cancellationToken));
                RequireSameZone(folder, old?.TimeZone, replacement.TimeZone);
                var merge = new MonthMerge(old?.Usage, first, replacement);
                if (merge.Run(zone) is { } merged)
                {
                    var file = new MonthFile(folder.Connection, replacement.TimeZone, merged);
                    staged.Add((AtomicFile.Stage(folder.Month(first), stream => MonthFileWriter.Write(stream, file, cancellationToken)), file));
                }

                restatements.AddRange(merge.Restatements);
            }

            NameBook? names = null;
            OrSetAside(folder, folder.Names, () => names = NamesStore.Read(folder.Names));
            if (NamesStore.Merge(names ?? NameBook.Empty, replacement.Names) is { } learnt)
            {
                staged.Add((AtomicFile.Stage(folder.Names, stream => NamesStore.Write(stream, learnt)), null));
            }

            // The last moment to turn back: from here on it is renames alone, and part of them would be half a replacement.
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((AtomicFile file, MonthFile? month) in staged)
            {
                await file.CommitAsync(_time);
                if (month is not null)
                {
                    _months.Hold(folder, month);
                }
            }

            return restatements;
        }
        finally
        {
            foreach ((AtomicFile file, _) in staged)
            {
                file.Dispose();
            }
        }
    }

    // Any month will do: all of them passed this check when they were written. Those replaced are looked at when they are read in full.
    private void RequireSameZone(LedgerFolder folder, string timeZone, IReadOnlyList<DateOnly> replaced)
    {
        foreach (DateOnly first in folder.Months(null).Except(replaced).Reverse())
        {
            if (OrMissing(folder.Month(first), () => _months.ReadHeader(folder, first)) is { } header)
            {
                RequireSameZone(folder, header.TimeZone, timeZone);
                return;
            }
        }
    }

    private static void RequireSameZone(LedgerFolder folder, string? kept, string asked)
    {
        if (kept is not null && kept != asked)
        {
            throw LedgerErrors.TimeZoneMismatch(folder.Connection, kept, asked);
        }
    }

    private T? OrMissing<T>(string path, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            _warnings.Damaged(path, e.Message);
            return null;
        }
    }

    private void OrSetAside(LedgerFolder folder, string path, Action read, Action? setAside = null)
    {
        try
        {
            read();
        }
        catch (InvalidDataException e)
        {
            _warnings.SetAside(path, e.Message, folder.SetAside(path, _time.GetUtcNow()));
            setAside?.Invoke();
        }
    }
}

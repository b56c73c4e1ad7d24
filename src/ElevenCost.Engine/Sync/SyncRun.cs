using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>One sync of one connection: what it has read so far, and its warnings.</summary>
internal sealed class SyncRun(
    Connection connection, IElevenLabsApi api, SyncOptions options, IProgress<SyncProgress>? progress, IUsageLedger ledger, TimeProvider time) : IAsyncDisposable
{
    private const int WindowsAtOnce = 4;

    // How long a cancelled sync goes on storing what it has read: a disk or a server may hang.
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _startTimestamp = time.GetTimestamp();

    /// <summary>When the reading of usage began: by ElevenLabs' clock if its answers have the time, else by this machine's.</summary>
    private DateTimeOffset _readAt;

    /// <summary>That instant by the clock that nobody sets, and how far ElevenLabs' clock was ahead of this machine's then.</summary>
    private long _readTimestamp;
    private TimeSpan _clockDifference;
    private readonly SemaphoreSlim _writeLock = new(1);
    private readonly CancellationTokenSource _storing = new();
    private readonly object _progressLock = new();
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly List<Restatement> _restatements = [];
    private readonly SortedDictionary<DateOnly, string> _failed = [];
    private readonly HashSet<UsageSource> _sources = [];
    private SyncPlan? _plan;
    private WriterLease? _lease;
    private SeriesWindows? _series;
    private AnalyticsWindows? _analytics;
    private readonly NameHistory _names = new();
    private readonly SortedSet<DateOnly> _suspect = [];
    private readonly SortedSet<DateOnly> _readLater = [];
    private Dictionary<DateOnly, DayEntry> _kept = [];

    /// <summary>The days of a forced sync whose rows or sums were changed outside ElevenCost.</summary>
    private HashSet<DateOnly> _edited = [];
    private HashSet<DateOnly> _keptByAnalytics = [];
    private IReadOnlyList<string>? _notListed;
    private string? _userId;
    private int _synced;
    private int _left;
    private int _valuesKept;
    private long _records;
    private long _credits;
    private ElevenCostException? _lockedOut;
    private volatile bool _analyticsClosed;

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration giveUp = cancellationToken.Register(() => _storing.CancelAfter(StorePatience));
        TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
        IReadOnlyList<DayEntry> kept = await ledger.ReadDaysAsync(connection.Name, null, cancellationToken);

        // A range that can't be synced is told before anything is written.
        _plan = SyncPlan.From(kept, options, zone.Today(time), _startedAt.UtcDateTime);
        _lease = await ledger.TakeWriterAsync(connection, time, cancellationToken);

        // Another sync may have stored days while this one waited for it, or for the database.
        kept = await ledger.ReadDaysAsync(connection.Name, null, cancellationToken);
        _plan = SyncPlan.From(kept, options, zone.Today(time), time.GetUtcNow().UtcDateTime);
        _kept = kept.ToDictionary(entry => entry.Date);
        _keptByAnalytics = [.. kept.Where(entry => entry.Source == UsageSource.Analytics && entry.State != DayState.Failed).Select(entry => entry.Date)];
        if (_plan.Asked.Count > 0 && connection.Scope == ConnectionScope.Account)
        {
            // The query answers for the workspace: an account's own usage is what its user used.
            _userId = (await api.GetUserAsync(cancellationToken)).Id;
        }

        ReportProgress("subscription");
        await StoreSnapshotAsync(zone, cancellationToken);

        // The start of the sync is no measure: since then it may have waited for another one, which read later than it started, and the clock may
        // have been set. All usage is requested after this instant.
        _clockDifference = ClockDifference.Of(api.ServerClockOffset);
        _readAt = time.GetUtcNow() + _clockDifference;
        _readTimestamp = time.GetTimestamp();
        if (_clockDifference != TimeSpan.Zero)
        {
            Warn(ClockDifference.Warn(_clockDifference));
        }

        _plan = SyncPlan.From(kept, options, zone.DayOf(_readAt), _readAt.UtcDateTime);
        if (_plan.Asked.Count == 0)
        {
            return;
        }

        if (options.Force)
        {
            // Only these are written and summed anew even if they did not change: it takes three times as long as a sync.
            var range = new DateRange(_plan.Asked.Min(), _plan.Asked.Max());
            _edited = [.. (await ledger.CheckContentAsync(connection.Name, range, cancellationToken)).Where(day => day.Changes.Count > 0).Select(day => day.Date)];
        }

        if (connection.Scope == ConnectionScope.Account)
        {
            _userId ??= (await api.GetUserAsync(cancellationToken)).Id;
        }

        _series = new SeriesWindows(connection, api, ledger, Warn);
        _analytics = new AnalyticsWindows(
            api, zone, [.. connection.Dimensions.Where(dimension => UsageTable.IndexOf(dimension) >= 0 && dimension != Dimension.Group)], _userId);
        ReportProgress("names");
        WorkspaceDirectory directory = await WorkspaceDirectory.ReadAsync(connection, api, DirectorySections.All, ledger, Warn, cancellationToken);
        _notListed = directory.NotListed;
        await Parallel.ForEachAsync(
            _plan.Windows,
            new ParallelOptions { MaxDegreeOfParallelism = WindowsAtOnce, CancellationToken = cancellationToken },
            async (window, token) => await ReadWindowAsync(zone, window, directory, token));
        if (_failed.Count > 0)
        {
            Warn(new Warning(EngineWarnings.DaysFailed,
                $"{_failed.Count} of {_plan.Asked.Count} days do not add up and are marked failed; the next sync reads them again: "
                + string.Join("; ", _failed.Take(3).Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.Key:yyyy-MM-dd}: {day.Value}")))
                + (_failed.Count > 3 ? "; …" : ".")));
        }

        if (_readLater.Count > 0)
        {
            Warn(new Warning(SyncWarnings.LaterReadingKept,
                $"{_readLater.Count} days were read later by another sync ({string.Join(", ", DateRange.Runs(_readLater).Take(3))}"
                + (DateRange.Runs(_readLater).Count() > 3 ? ", …" : "") + "), so its figures were kept."));
        }

        if (_suspect.Count > 0)
        {
            Warn(new Warning(SyncWarnings.UsageVanished,
                $"ElevenLabs now reports no usage for {_suspect.Count} days that had some: {string.Join(", ", DateRange.Runs(_suspect).Take(3))}"
                + (DateRange.Runs(_suspect).Count() > 3 ? ", …" : "")
                + $". Their figures were kept. If the usage really is gone, sync these days with {Advice.Of("-Force -AcceptLoss", "--force --accept-loss")}."));
        }

        if (_valuesKept > 0)
        {
            Warn(new Warning(SyncWarnings.ValuesKept, string.Create(CultureInfo.InvariantCulture,
                $"ElevenLabs no longer reports requests, minutes or value of {_valuesKept:N0} rows; the earlier figures were kept.")));
        }
    }

    public SyncResult Result(ElevenCostException? failure)
    {
        DateOnly from = _plan?.Range.Start ?? options.From ?? DateOnly.FromDateTime(_startedAt.UtcDateTime);
        DateOnly to = _plan?.Range.End ?? options.To ?? from;
        int asked = _plan?.Asked.Count ?? 0;
        return new SyncResult
        {
            Connection = connection.Name,
            Succeeded = failure is null && _failed.Count == 0 && _suspect.Count == 0,
            From = from.ToDateTime(TimeOnly.MinValue),
            To = to.ToDateTime(TimeOnly.MinValue),
            DaysAsked = asked,
            DaysSynced = _synced,
            DaysFailed = _failed.Count,
            DaysSuspect = _suspect.Count,
            Records = _records,
            Credits = _credits,
            Restatements = [.. _restatements.OrderBy(restated => restated.Date)],
            Source = _sources.Count == 0 ? null : string.Join(", ", _sources.Order()),
            Warnings = [.. _warnings.Concat(NotRead())],
            Unknowns = [.. api.Unknowns.OrderBy(unknown => unknown.Key, StringComparer.Ordinal)
                .Select(unknown => string.Create(CultureInfo.InvariantCulture, $"{unknown.Key} x{unknown.Value}"))],
            NotListed = _notListed,
            ErrorId = failure?.ErrorId,
            Error = failure?.Message,
            Remedy = failure?.Remedy,
            ErrorCategory = failure?.Category,
            StartedAt = _startedAt.UtcDateTime,
            Duration = time.GetElapsedTime(_startTimestamp),
            Requests = api.RequestCount,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _writeLock.Dispose();
        _storing.Dispose();
        if (_lease is not null)
        {
            await _lease.DisposeAsync();
        }
    }

    /// <summary>One warning of all that could not be read, however many answers it was in.</summary>
    private IEnumerable<string> NotRead() => api.NotRead is { Count: > 0 } notRead
        ? [new Warning(SyncWarnings.AnswerNotRead,
            $"ElevenLabs returned values that this version cannot read, so they are unknown: {string.Join("; ", notRead)}. Update ElevenCost. If it persists, report it.").Message]
        : [];

    private async Task StoreSnapshotAsync(TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubscriptionSnapshot> before = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
        try
        {
            SubscriptionSnapshot seen = await api.GetSubscriptionAsync(cancellationToken);
            if (before.Count > 0 && before[^1] is var last && (last.Tier != seen.Tier || last.BillingPeriod != seen.BillingPeriod || last.Currency != seen.Currency))
            {
                Warn(new Warning(SyncWarnings.PlanChanged,
                    $"The plan has changed since the last sync: {Words(last)} -> {Words(seen)}. Plan rates count the new one from today."));
            }

            BillingIdentity identity = _plan!.Asked.Count == 0 ? BillingIdentity.Unknown : await BillingIdentity.AskAsync(api, zone.DayOf(time.GetUtcNow() + ClockDifference.Of(api.ServerClockOffset)), cancellationToken);
            await ledger.AppendSnapshotAsync(connection.Name, identity.PutInto(seen with { UserId = _userId }), cancellationToken);
            if (BillingStanding.Of(seen) is { } standing)
            {
                Warn(new Warning(SyncWarnings.BillingNotInOrder, $"{standing.Message} {standing.Remedy}"));
            }
        }
        catch (ElevenLabsApiException e) when (e.IsOfOneEndpoint)
        {
            Warn(new Warning(SyncWarnings.SubscriptionNotReadable, before.Count == 0
                ? $"The plan is unknown, so plan rates are too: {e.Message} {e.Remedy}"
                : string.Create(CultureInfo.InvariantCulture,
                    $"The subscription was not read, so plan rates use the plan seen on {before[^1].At:yyyy-MM-dd}: {e.Message} {e.Remedy}")));
        }
    }

    private static string Words(SubscriptionSnapshot snapshot) =>
        string.Join(", ", new[] { snapshot.Tier, snapshot.BillingPeriod, snapshot.Currency }.OfType<string>());

    private async Task ReadWindowAsync(TimeZoneInfo zone, DateRange range, WorkspaceDirectory directory, CancellationToken cancellationToken)
    {
        if (!_analyticsClosed)
        {
            // A part that has been kept must not be read again from elsewhere: when the query closes midway, what is left changes over.
            var left = range.EachDay().ToHashSet();
            try
            {
                await foreach (UsageWindow window in _analytics!.ReadAsync(range, cancellationToken))
                {
                    await StoreAsync(zone, window, directory, cancellationToken);
                    left.ExceptWith(window.Good.Concat(window.Failed.Keys));
                }

                return;
            }
            catch (ElevenLabsApiException e) when (e.IsEndpointClosed)
            {
                _analyticsClosed = true;
                Warn(new Warning(SyncWarnings.AnalyticsRefused,
                    $"The workspace analytics are rejected, so usage is read from the deprecated usage statistics: one breakdown at a time and without consumed value. {e.Message} {e.Remedy}"));
                await ReadStatisticsAsync(zone, left, directory, cancellationToken);
                return;
            }
        }

        await ReadStatisticsAsync(zone, [.. range.EachDay()], directory, cancellationToken);
    }

    private async Task ReadStatisticsAsync(TimeZoneInfo zone, HashSet<DateOnly> days, WorkspaceDirectory directory, CancellationToken cancellationToken)
    {
        if (days.RemoveWhere(_keptByAnalytics.Contains) is > 0 and int richer)
        {
            Warn(new Warning(SyncWarnings.AnalyticsKept, "Days read from the analytics before are kept, because the usage statistics have less detail."));
            lock (_progressLock)
            {
                _left += richer;
            }
        }

        Dimension[] dimensions = [.. connection.Dimensions.Where(dimension => UsageTable.IndexOf(dimension) >= 0)];
        var windows = new StatisticsWindows(api, zone, dimensions, connection.Scope == ConnectionScope.Workspace);
        foreach (DateRange run in DateRange.Runs(days.Order()))
        {
            await StoreAsync(zone, await windows.ReadAsync(run, Warn, cancellationToken), directory, cancellationToken);
        }
    }

    private async Task StoreAsync(TimeZoneInfo zone, UsageWindow window, WorkspaceDirectory directory, CancellationToken cancellationToken)
    {
        window = await WithoutLossAsync(window, cancellationToken);
        if (window.Good.Count + window.Failed.Count == 0)
        {
            return;
        }

        IReadOnlyList<SeriesPoint> series = await _series!.ReadAsync(zone, window.Good, cancellationToken);
        UsageTable table = window.Table;
        var groups = new KeptGroups();
        if (window.Source == UsageSource.Analytics && window.Good.Count > 0)
        {
            groups = await KeptGroups.ReadAsync(ledger, connection.Name, new DateRange(window.Good[0], window.Good[^1]), cancellationToken);
            table = directory.WithGroups(table, groups);
        }

        bool byUser = window.Source == UsageSource.Analytics && connection.Dimensions.Contains(Dimension.User);
        // Not the time of the answer: a day asked for before midnight does not end, nor become final, while its answer comes.
        DateTime now = _readAt.UtcDateTime;
        List<DayEntry> entries = [.. window.Good.Concat(window.Failed.Keys).Order().Select(day =>
            Entry(zone, window, day, hasGroups: byUser && (directory.GroupsOfUser is not null || groups.HasDay(day.DayNumber)), now))];
        DateOnly lastDay = window.Good.Concat(window.Failed.Keys).Max();
        UsageTable keptRows = OnlyDays(table, [.. window.Good.Select(day => day.DayNumber)]);

        // What was read whole is kept even if the sync is cancelled now, unless that takes long.
        await _writeLock.WaitAsync(_storing.Token);
        try
        {
            if (_lockedOut is not null)
            {
                throw _lockedOut;
            }

            // Usage names a key as it is called; a member's address says more than the label beside usage.
            NameBook names = directory.Names.With(_names.Place(window.Names, lastDay));
            names = names.With(new NameBook(NameBook.Empty.ApiKeys, directory.Names.Users));
            var replacement = new DayReplacement(connection.TimeZone, entries, keptRows, series, names)
            {
                Now = Now(),
                Rewrites = entries.Exists(entry => _edited.Contains(entry.Date)),
            };
            ReplacementResult replaced = await ledger.ReplaceDaysAsync(connection.Name, replacement, _storing.Token);
            lock (_progressLock)
            {
                _restatements.AddRange(replaced.Restatements);
                _readLater.UnionWith(replaced.ReadLater);
                foreach (DayEntry entry in entries.Where(entry => !replaced.ReadLater.Contains(entry.Date)))
                {
                    _sources.Add(window.Source);
                    if (entry.State == DayState.Failed)
                    {
                        _failed[entry.Date] = window.Failed[entry.Date];
                        continue;
                    }

                    _synced++;
                    _records += entry.Records;
                    _credits += entry.Credits;
                }
            }

            ReportProgress("usage");
        }
        catch (ElevenCostException e) when (e.Kind == LedgerErrors.LedgerLocked)
        {
            // Other windows do not wait for the same writer once more.
            _lockedOut = e;
            throw;
        }
        finally
        {
            _writeLock.Release();
        }
    }

    /// <summary>
    /// The window without days that had usage and now have none, unless that is accepted: a server that has forgotten looks the same as one
    /// without usage. Measures that ElevenLabs no longer reports are filled in from the ledger.
    /// </summary>
    private async Task<UsageWindow> WithoutLossAsync(UsageWindow window, CancellationToken cancellationToken)
    {
        if (!options.AcceptLoss)
        {
            DateOnly[] gone = [.. window.Good.Where(day => _kept.TryGetValue(day, out DayEntry? entry) && entry is { Rows: > 0 } && !window.Sums.ContainsKey(day))];
            if (gone.Length > 0)
            {
                window = window with { Good = [.. window.Good.Except(gone)] };
                lock (_progressLock)
                {
                    _suspect.UnionWith(gone);
                    _left += gone.Length;
                }
            }
        }

        (UsageWindow full, int rows) = await KnownMeasures.FillAsync(
            window, _kept, range => ledger.ReadUsageAsync(connection.Name, range, cancellationToken), cancellationToken);
        Interlocked.Add(ref _valuesKept, rows);
        return full;
    }

    private DayEntry Entry(TimeZoneInfo zone, UsageWindow window, DateOnly day, bool hasGroups, DateTime now)
    {
        DaySums sums = window.Sums.GetValueOrDefault(day, DaySums.None);
        bool isFailed = window.Failed.TryGetValue(day, out string? reason);
        // By every clock: one that is ahead, now or when the sync began, must not make a day final that still changes.
        DateTime earliest = new[] { now, _startedAt.UtcDateTime, time.GetUtcNow().UtcDateTime }.Min();
        bool isFinal = earliest >= zone.StartOf(day.AddDays(1 + options.Lookback)).UtcDateTime;
        IReadOnlyList<Dimension> dimensions = window.Dimensions(day);
        return new DayEntry
        {
            Date = day,
            State = isFailed ? DayState.Failed : isFinal ? DayState.Final : DayState.Provisional,
            SyncedAt = now,
            Source = window.Source,
            Currency = window.Currencies.GetValueOrDefault(day) ?? window.Currency,
            Dimensions = hasGroups ? [.. dimensions, Dimension.Group] : dimensions,
            Rows = isFailed ? 0 : CountRows(window.Table, day),
            Credits = isFailed ? 0 : sums.Credits,
            Requests = isFailed ? null : sums.Requests,
            Minutes = isFailed ? null : sums.Minutes,
            ConsumedCost = isFailed || (window.Source == UsageSource.UsageStatistics && sums.Rows > 0) ? null : sums.Cost,
            Reason = reason,
        };
    }

    /// <summary>
    /// Now, by the later of two clocks: that of this machine can be set back, and the one that nobody sets stands still while the machine sleeps.
    /// Taken too early, the newer reading of another sync would pass for one of a clock that was ahead.
    /// </summary>
    private DateTime Now()
    {
        DateTimeOffset[] now = [time.GetUtcNow() + _clockDifference, _readAt + time.GetElapsedTime(_readTimestamp)];
        return now.Max().UtcDateTime;
    }

    private static int CountRows(UsageTable table, DateOnly day) => table.Day.AsSpan(0, table.Count).Count(day.DayNumber);

    /// <summary>The table without the rows of days that do not add up.</summary>
    private static UsageTable OnlyDays(UsageTable table, HashSet<int> days)
    {
        if (table.Day.AsSpan(0, table.Count).IndexOfAnyExcept([.. days]) < 0)
        {
            return table;
        }

        var builder = new UsageTableBuilder();
        int[] index = new int[table.Dimensions.Length];
        for (int row = 0; row < table.Count; row++)
        {
            if (!days.Contains(table.Day[row]))
            {
                continue;
            }

            for (int dimension = 0; dimension < index.Length; dimension++)
            {
                DimensionColumn column = table.Dimensions[dimension];
                index[dimension] = builder.Intern(dimension, column.Index[row] == DimensionColumn.Unknown ? null : column.Values[column.Index[row]]);
            }

            builder.Add(table.Day[row], table.Breakdown[row], index, table.Credits[row], table.Requests[row], table.Minutes[row], table.ConsumedCost[row]);
        }

        return builder.Build();
    }

    private void Warn(Warning warning)
    {
        lock (_progressLock)
        {
            _warnings.Add(warning.Message);
        }
    }

    private void ReportProgress(string activity)
    {
        lock (_progressLock)
        {
            progress?.Report(new SyncProgress(connection.Name, _synced + _left + _readLater.Count + _failed.Count, _plan?.Asked.Count ?? 0, _records, activity));
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace ElevenCost.Engine.Ledger;

/// <summary>Copies all of a ledger into another one, and compares both day by day. Interrupted, it goes on where it stopped.</summary>
/// <remarks>
/// A day that is equal in both is not written. A day that the target read later than the source stays as it is, and is reported as different:
/// what was read earlier never replaces what was read later.
/// </remarks>
/// <param name="from">The source.</param>
/// <param name="to">The target.</param>
public sealed class LedgerCopy(RelationalLedger from, RelationalLedger to)
{
    // Memory stays flat: a day has at most some ten thousand rows, and the rest is cut at this many.
    private const int RowsAtOnce = 100_000;

    /// <summary>Copies connection by connection, then kind by kind what users define, with its history.</summary>
    /// <param name="cancellationToken">Ends the work; what was copied stays.</param>
    /// <returns>What was done, a record a connection, in order of name; then one for each of prices, cost centers and others, and for the alerts sent, if there are any.</returns>
    /// <exception cref="ElevenCostException"><c>LedgerCopyToItself</c>, or one of both can't be read or written.</exception>
    public async IAsyncEnumerable<LedgerCopyRecord> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from.Location == to.Location)
        {
            throw LedgerErrors.CopyToItself(to.Location);
        }

        List<Kept> connections = await ReadAsync<List<Kept>>(from, session => session.List("SELECT name, time_zone, settings FROM connection ORDER BY name",
            reader => new Kept(reader.GetString(0), reader.TextOrNull(1), reader.TextOrNull(2))), [], cancellationToken);
        foreach (Kept connection in connections)
        {
            yield return await CopyAsync(connection, cancellationToken);
        }

        foreach (string kind in await ReadAsync<List<string>>(from, DefinitionTable.Kinds, [], cancellationToken))
        {
            yield return await CopyDefinitionsAsync(kind, cancellationToken);
        }

        List<AlertRow> alerts = await ReadAsync<List<AlertRow>>(from, AlertTable.ReadRows, [], cancellationToken);
        if (alerts.Count > 0)
        {
            yield return await CopyAlertsAsync(alerts, cancellationToken);
        }
    }

    /// <summary>The failure of a copy that differs; null if it is equal.</summary>
    public static ElevenCostException? FailureOf(LedgerCopyRecord copy) => copy.IsEqual ? null : LedgerErrors.CopyDiffers(copy.Connection, copy.To, copy.Differences);

    private static async Task<T> ReadAsync<T>(RelationalLedger ledger, Func<LedgerSession, T> read, T absent, CancellationToken cancellationToken) =>
        await ledger.Database.ReadAsync(read, absent, cancellationToken);

    private static Task<SortedDictionary<DateOnly, DayDigest>> DigestsAsync(RelationalLedger ledger, string connection, DateRange range, CancellationToken cancellationToken) =>
        ReadAsync(ledger, session => RelationalLedger.NumberOf(session, connection) is { } number ? DayDigest.Read(session, number, range) : [], [], cancellationToken);

    private static async Task<List<string>> DocumentsAsync(RelationalLedger ledger, string connection, string table, CancellationToken cancellationToken) =>
        await ReadAsync<List<string>>(ledger, session => RelationalLedger.NumberOf(session, connection) is { } number
            ? session.List($"SELECT document FROM {table} WHERE connection = @connection", reader => reader.GetString(0), ("connection", number)) : [], [], cancellationToken);

    private async Task<LedgerCopyRecord> CopyAsync(Kept connection, CancellationToken cancellationToken)
    {
        await PrepareAsync(connection, cancellationToken);
        IReadOnlyList<DayEntry> days = await from.ReadDaysAsync(connection.Name, null, cancellationToken);
        IReadOnlyList<DayEntry> present = await to.ReadDaysAsync(connection.Name, null, cancellationToken);
        var differences = new List<string>();
        int copied = 0;
        int different = 0;
        foreach (DateOnly first in days.Concat(present).Select(day => new DateOnly(day.Date.Year, day.Date.Month, 1)).Distinct().Order())
        {
            var month = new DateRange(first, first.AddMonths(1).AddDays(-1));
            SortedDictionary<DateOnly, DayDigest> source = await DigestsAsync(from, connection.Name, month, cancellationToken);
            SortedDictionary<DateOnly, DayDigest> target = await DigestsAsync(to, connection.Name, month, cancellationToken);
            DayDigest[] missing = [.. source.Values.Where(day => !day.IsSame(target.GetValueOrDefault(day.Entry.Date)))];
            if (missing.Length > 0)
            {
                await CopyDaysAsync(connection, missing, cancellationToken);

                // Both are read once more: a day counts as equal for what is kept of it, not for what was sent.
                source = await DigestsAsync(from, connection.Name, month, cancellationToken);
                target = await DigestsAsync(to, connection.Name, month, cancellationToken);
            }

            foreach (DateOnly date in source.Keys.Union(target.Keys).Order())
            {
                DayDigest? kept = source.GetValueOrDefault(date);
                if (kept?.IsSame(target.GetValueOrDefault(date)) == true)
                {
                    copied += missing.Any(day => day.Entry.Date == date) ? 1 : 0;
                    continue;
                }

                different++;
                differences.Add(Difference(date, kept, target.GetValueOrDefault(date)));
            }
        }

        int snapshots = await CopyDocumentsAsync(connection.Name, "snapshot", "at", differences, cancellationToken);
        int syncs = await CopyDocumentsAsync(connection.Name, "sync_log", "started_at", differences, cancellationToken);
        await CompareNamesAsync(connection.Name, differences, cancellationToken);
        return new LedgerCopyRecord
        {
            Connection = connection.Name,
            IsEqual = differences.Count == 0,
            Days = days.Count,
            DaysCopied = copied,
            DaysDifferent = different,
            Rows = days.Sum(day => (long)day.Rows),
            SnapshotsCopied = snapshots,
            SyncsCopied = syncs,
            ChangesCopied = 0,
            Differences = differences,
            From = from.Location,
            To = to.Location,
        };
    }

    /// <summary>
    /// Appends the changes that the target lacks. A target with changes of its own is left as it is: which of both holds is the user's to say.
    /// </summary>
    private async Task<LedgerCopyRecord> CopyDefinitionsAsync(string kind, CancellationToken cancellationToken)
    {
        (List<DefinitionChange> Changes, List<Definition> Now) source = await DefinitionsAsync(from);
        int copied = await to.Database.WriteAsync(session =>
        {
            DefinitionTable.Lock(session, kind);
            List<DefinitionChange> present = DefinitionTable.ReadChanges(session, kind);
            if (!source.Changes.Take(present.Count).SequenceEqual(present))
            {
                return 0;
            }

            DefinitionTable.Append(session, kind, source.Changes[present.Count..]);
            return source.Changes.Count - present.Count;
        }, cancellationToken);
        (List<DefinitionChange> Changes, List<Definition> Now) target = await DefinitionsAsync(to);
        bool isEqual = source.Changes.SequenceEqual(target.Changes) && source.Now.SequenceEqual(target.Now);
        return Record($"({kind})", copied, isEqual ? [] :
        [
            string.Create(CultureInfo.InvariantCulture, $"{source.Changes.Count} changes in the source, {target.Changes.Count} in the target, ")
            + string.Create(CultureInfo.InvariantCulture, $"which differ from change {source.Changes.Zip(target.Changes).TakeWhile(pair => pair.First == pair.Second).Count() + 1} on"),
        ]);

        Task<(List<DefinitionChange>, List<Definition>)> DefinitionsAsync(RelationalLedger ledger) => ReadAsync<(List<DefinitionChange>, List<Definition>)>(
            ledger, session => (DefinitionTable.ReadChanges(session, kind), DefinitionTable.Read(session, kind)), ([], []), cancellationToken);
    }

    private static string Difference(DateOnly date, DayDigest? source, DayDigest? target)
    {
        string day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (source, target) switch
        {
            (null, _) => $"{day} is in the target alone",
            (_, null) => $"{day} is in the source alone",
            _ when target.Entry.SyncedAt > source.Entry.SyncedAt => $"{day} was read later in the target",
            _ => string.Create(CultureInfo.InvariantCulture,
                $"{day} holds {source.Entry.Credits} credits in {source.Entry.Rows} rows in the source, and {target.Entry.Credits} in {target.Entry.Rows} in the target"),
        };
    }

    /// <summary>Makes the connection in the target, with the names of its IDs: those of the ledger that was synced last win.</summary>
    private async Task PrepareAsync(Kept connection, CancellationToken cancellationToken)
    {
        NameBook names = await from.ReadNamesAsync(connection.Name, cancellationToken);
        DateTime? readAt = await NamesReadAtAsync(from, connection.Name, cancellationToken);
        await to.Database.WriteAsync(session =>
        {
            int number = RelationalLedger.Require(session, connection.Name, connection.TimeZone);
            DateTime? kept = NameTable.ReadAt(session, number);
            NameTable.Merge(session, number, names, isLatest: kept is null || readAt >= kept);
            return session.Execute("UPDATE connection SET settings = @settings WHERE connection = @connection AND settings IS NULL",
                ("settings", connection.Settings), ("connection", number));
        }, cancellationToken);
    }

    private async Task CopyDaysAsync(Kept connection, DayDigest[] missing, CancellationToken cancellationToken)
    {
        Dictionary<DateOnly, int> rows = missing.ToDictionary(day => day.Entry.Date, day => day.Entry.Rows);
        foreach (DateRange run in DateRange.Runs(missing.Select(day => day.Entry.Date)))
        {
            DateOnly first = run.Start;
            int count = 0;
            foreach (DateOnly date in run.EachDay())
            {
                if (count > 0 && count + rows[date] > RowsAtOnce)
                {
                    await CopyDaysAsync(connection, new DateRange(first, date.AddDays(-1)), cancellationToken);
                    first = date;
                    count = 0;
                }

                count += rows[date];
            }

            await CopyDaysAsync(connection, new DateRange(first, run.End), cancellationToken);
        }
    }

    private async Task CopyDaysAsync(Kept connection, DateRange range, CancellationToken cancellationToken)
    {
        UsageMonth? part = await ReadAsync<UsageMonth?>(from, session => RelationalLedger.NumberOf(session, connection.Name) is { } number
            ? new UsageMonth(range.Start, DayReader.Read(session, number, range), DayReader.ReadRows(session, number, range), DayReader.ReadSeries(session, number, range))
            : null, null, cancellationToken);
        if (part is null)
        {
            return;
        }

        // A failed day keeps the rows that it had before: they go first, as those of a day that did not fail.
        DayEntry[] read = [.. part.Days.Where(day => day.State != DayState.Failed || day.Rows > 0)
            .Select(day => day.State == DayState.Failed ? day with { State = DayState.Provisional, Reason = null } : day)];
        DayEntry[] failed = [.. part.Days.Where(day => day.State == DayState.Failed)];
        await to.ReplaceDaysAsync(connection.Name, new DayReplacement(connection.TimeZone!, read, part.Table, part.Series, NameBook.Empty), cancellationToken);
        if (failed.Length > 0)
        {
            await to.ReplaceDaysAsync(connection.Name, new DayReplacement(connection.TimeZone!, failed, new UsageTableBuilder().Build(), [], NameBook.Empty), cancellationToken);
        }
    }

    /// <summary>Copies which alerts were sent, so that whoever uses the target from now on sends none again.</summary>
    private async Task<LedgerCopyRecord> CopyAlertsAsync(List<AlertRow> alerts, CancellationToken cancellationToken)
    {
        int copied = await to.Database.WriteAsync(session => AlertTable.Merge(session, alerts), cancellationToken);
        Dictionary<(string, string), AlertRow> target =
            (await ReadAsync<List<AlertRow>>(to, AlertTable.ReadRows, [], cancellationToken)).ToDictionary(alert => (alert.Target, alert.Name));
        int different = alerts.Count(alert => !target.TryGetValue((alert.Target, alert.Name), out AlertRow? kept) || (alert.SentAt is not null && kept.SentAt is null));
        return Record("(alerts sent)", copied, different == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{different} alerts")]);
    }

    /// <summary>The record of what belongs to no connection, and so has no days.</summary>
    private LedgerCopyRecord Record(string what, int copied, IReadOnlyList<string> differences) => new()
    {
        Connection = what,
        IsEqual = differences.Count == 0,
        Days = 0,
        DaysCopied = 0,
        DaysDifferent = 0,
        Rows = 0,
        SnapshotsCopied = 0,
        SyncsCopied = 0,
        ChangesCopied = copied,
        Differences = differences,
        From = from.Location,
        To = to.Location,
    };

    /// <summary>Appends the documents that the target lacks.</summary>
    private async Task<int> CopyDocumentsAsync(string connection, string table, string column, List<string> differences, CancellationToken cancellationToken)
    {
        List<(string Instant, string Document)> source = await ReadAsync<List<(string, string)>>(from, session => RelationalLedger.NumberOf(session, connection) is { } number
            ? session.List($"SELECT {column}, document FROM {table} WHERE connection = @connection ORDER BY number", reader => (reader.GetString(0), reader.GetString(1)), ("connection", number))
            : [], [], cancellationToken);
        int copied = await to.Database.WriteAsync(session =>
        {
            int number = RelationalLedger.Require(session, connection, null);
            var present = new List<string>(session.List($"SELECT document FROM {table} WHERE connection = @connection", reader => reader.GetString(0), ("connection", number)));
            int place = Convert.ToInt32(session.Scalar($"SELECT coalesce(max(number), 0) FROM {table} WHERE connection = @connection", ("connection", number)), CultureInfo.InvariantCulture);
            int added = 0;
            var known = present.GroupBy(document => document, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
            foreach ((string instant, string document) in source)
            {
                if (known.GetValueOrDefault(document) is > 0 and int left)
                {
                    known[document] = left - 1;
                    continue;
                }

                session.Execute($"INSERT INTO {table} (connection, number, {column}, document) VALUES (@connection, @number, @instant, @document)",
                    ("connection", number), ("number", ++place), ("instant", instant), ("document", document));
                added++;
            }

            return added;
        }, cancellationToken);
        List<string> after = await DocumentsAsync(to, connection, table, cancellationToken);
        if (!source.Select(entry => entry.Document).Order(StringComparer.Ordinal).SequenceEqual(after.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            differences.Add($"{(table == "snapshot" ? "subscription snapshots" : "the sync log")}: {source.Count} in the source, {after.Count} in the target");
        }

        return copied;
    }

    private async Task CompareNamesAsync(string connection, List<string> differences, CancellationToken cancellationToken)
    {
        NameBook source = await from.ReadNamesAsync(connection, cancellationToken);
        NameBook target = await to.ReadNamesAsync(connection, cancellationToken);
        int different = new[] { (source.ApiKeys, target.ApiKeys), (source.Users, target.Users), (source.Voices, target.Voices) }
            .Sum(kind => kind.Item1.Count(name => kind.Item2.GetValueOrDefault(name.Key) != name.Value));
        if (different > 0)
        {
            bool isLater = await NamesReadAtAsync(to, connection, cancellationToken) > await NamesReadAtAsync(from, connection, cancellationToken);
            differences.Add(string.Create(CultureInfo.InvariantCulture,
                $"{different} names of API keys, users or voices{(isLater ? " were read later in the target" : "")}"));
        }
    }

    private static Task<DateTime?> NamesReadAtAsync(RelationalLedger ledger, string connection, CancellationToken cancellationToken) =>
        ReadAsync(ledger, session => RelationalLedger.NumberOf(session, connection) is { } number ? NameTable.ReadAt(session, number) : null, null, cancellationToken);

    private sealed record Kept(string Name, string? TimeZone, string? Settings);
}

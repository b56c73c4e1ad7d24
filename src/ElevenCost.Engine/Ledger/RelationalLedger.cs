using System.Runtime.CompilerServices;
using System.Text.Json;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Ledger;

/// <summary>The ledger in a relational database. Safe for several threads and processes.</summary>
/// <remarks>Each question and each replacement is one transaction: a reader sees each day whole, with its rollups, and never waits for a writer.</remarks>
public sealed class RelationalLedger : IUsageLedger, IDisposable
{
    /// <summary>The name of the embedded ledger's file in the home.</summary>
    public const string FileName = "ledger.db";

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private readonly LedgerDatabase _database;

    /// <summary>The embedded ledger of a home: SQLite. Touches no file.</summary>
    /// <param name="home">Where it is.</param>
    /// <param name="patience">How long to wait for another writer; null for 30 seconds.</param>
    public RelationalLedger(Home home, TimeSpan? patience = null)
        : this(new SqliteDatabase(Path.Combine(home.Path, FileName), patience ?? DefaultPatience))
    {
    }

    internal RelationalLedger(LedgerDatabase database) => _database = database;

    /// <summary>Where the ledger is, in words: a path, or an address without a password.</summary>
    public string Location => _database.Location;

    /// <inheritdoc/>
    public bool IsShared => _database.IsShared;

    internal LedgerDatabase Database => _database;

    /// <summary>The ledger that settings choose. Opens nothing yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="home">The home, which the embedded ledger is in.</param>
    /// <param name="password">The password of a shared ledger; null for that of <c>PGPASSWORD</c>, of a pass file, or none.</param>
    public static RelationalLedger Open(LedgerSettings settings, Home home, string? password) =>
        settings.Address is { } address ? new RelationalLedger(new PostgresDatabase(address, password, DefaultPatience, settings.AnswerTimeout)) : new RelationalLedger(home);

    /// <summary>The ledger in an SQLite file, made by the first write.</summary>
    /// <param name="path">The file's absolute path.</param>
    public static RelationalLedger OpenFile(string path) => new(new SqliteDatabase(path, DefaultPatience));

    /// <summary>What the ledger is: where, which product and schema, how large, what it holds.</summary>
    /// <exception cref="ElevenCostException">It can't be reached, opened or read.</exception>
    public async Task<LedgerInfo> ReadInfoAsync(CancellationToken cancellationToken)
    {
        var absent = new LedgerInfo { Kind = IsShared ? LedgerKind.Shared : LedgerKind.Embedded, Location = Location };
        return await _database.ReadAsync(session => absent with
        {
            Product = _database.Version(session),
            SchemaVersion = Convert.ToInt32(session.Scalar("SELECT max(version) FROM schema_version"), System.Globalization.CultureInfo.InvariantCulture),
            SizeInBytes = _database.SizeInBytes(session),
            Connections = Count(session, "SELECT count(*) FROM connection"),
            Days = Count(session, "SELECT count(*) FROM day"),
            FirstDay = DayOf(session, "min"),
            LastDay = DayOf(session, "max"),
            Since = session.Scalar("SELECT min(started_at) FROM sync_log") is string since ? LedgerText.Instant(since) : null,
        }, absent, cancellationToken);

        static int Count(LedgerSession session, string sql) => Convert.ToInt32(session.Scalar(sql), System.Globalization.CultureInfo.InvariantCulture);

        static DateTime? DayOf(LedgerSession session, string aggregate) => session.Scalar($"SELECT {aggregate}(day) FROM day") is { } day
            ? DateOnly.FromDayNumber(Convert.ToInt32(day, System.Globalization.CultureInfo.InvariantCulture)).ToDateTime(TimeOnly.MinValue) : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DayEntry>> ReadDaysAsync(string connection, DateRange? range, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<DayEntry>>(connection, (session, number) => DayReader.Read(session, number, range), [], cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<UsageMonth> ReadUsageAsync(string connection, DateRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<DayEntry> kept = await ReadDaysAsync(connection, range, cancellationToken);
        foreach (DateOnly first in kept.Select(day => new DateOnly(day.Date.Year, day.Date.Month, 1)).Distinct().Order())
        {
            var month = new DateRange(first, first.AddMonths(1).AddDays(-1));
            UsageMonth? usage = await ReadAsync(connection, (session, number) => new UsageMonth(
                first, DayReader.Read(session, number, month), DayReader.ReadRows(session, number, month), DayReader.ReadSeries(session, number, month)),
                null, cancellationToken);
            if (usage is not null)
            {
                yield return usage;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SeriesPoint>> ReadSeriesAsync(string connection, DateRange range, string metric, string breakdown, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<SeriesPoint>>(connection, (session, number) =>
            DayReader.ReadSeries(session, number, range, "AND metric = @metric AND breakdown = @breakdown", ("metric", metric), ("breakdown", breakdown)), [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ReadValuesAsync(string connection, Dimension dimension, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<string>>(connection, (session, number) =>
            [.. ValueNumbers.ReadValues(session, number, DimensionSet.At(UsageTable.IndexOf(dimension)))[UsageTable.IndexOf(dimension)].OfType<string>()], [], cancellationToken);

    /// <inheritdoc/>
    public Task<NameBook> ReadNamesAsync(string connection, CancellationToken cancellationToken) =>
        ReadAsync(connection, NameTable.Read, NameBook.Empty, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows or series are of days that are not replaced, or not as many as the entries say.</exception>
    public Task<ReplacementResult> ReplaceDaysAsync(string connection, DayReplacement replacement, CancellationToken cancellationToken)
    {
        string name = ConnectionOf(connection);
        ReplacementCheck.Check(replacement);
        TimeZoneInfo zone = DayZone.Find(replacement.TimeZone);
        return WriteAsync(name, replacement.TimeZone, (session, number) => new DayWriter(session, number, replacement).Run(zone), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DayContent>> CheckContentAsync(string connection, DateRange range, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<DayContent>>(connection, (session, number) => new ContentCheck(session, number).Run(range), [], cancellationToken);

    /// <inheritdoc/>
    public Task AppendSnapshotAsync(string connection, SubscriptionSnapshot snapshot, CancellationToken cancellationToken) =>
        AppendAsync(connection, "snapshot", "at", snapshot.At, JsonSerializer.Serialize(snapshot, LedgerJson.Relaxed.SubscriptionSnapshot), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SubscriptionSnapshot>> ReadSnapshotsAsync(string connection, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<SubscriptionSnapshot>>(connection, (session, number) => session.List(
            "SELECT document FROM snapshot WHERE connection = @connection ORDER BY at, number",
            reader => JsonSerializer.Deserialize(reader.GetString(0), LedgerJson.Relaxed.SubscriptionSnapshot)!, ("connection", number)), [], cancellationToken);

    /// <inheritdoc/>
    public Task AppendSyncLogAsync(string connection, SyncResult result, CancellationToken cancellationToken) =>
        AppendAsync(connection, "sync_log", "started_at", result.StartedAt, JsonSerializer.Serialize(result, LedgerJson.Relaxed.SyncResult), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SyncResult>> ReadSyncLogAsync(string connection, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<SyncResult>>(connection, (session, number) => session.List(
            "SELECT document FROM sync_log WHERE connection = @connection ORDER BY started_at, number",
            reader => JsonSerializer.Deserialize(reader.GetString(0), LedgerJson.Relaxed.SyncResult)!, ("connection", number)), [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Connection>> ReadConnectionsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Connection>>(session =>
        {
            try
            {
                return [.. session.List("SELECT settings FROM connection WHERE settings IS NOT NULL ORDER BY connection", reader => KeptConnection.Read(reader.GetString(0)))
                    .OfType<Connection>()];
            }
            catch (JsonException e)
            {
                throw LedgerErrors.Failed(Location, e);
            }
        }, [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Definition>> ReadDefinitionsAsync(string kind, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Definition>>(session => DefinitionTable.Read(session, kind), [], cancellationToken);

    /// <inheritdoc/>
    public Task ChangeDefinitionsAsync(
        string kind, Func<IReadOnlyList<Definition>, IReadOnlyList<Definition>> change, TimeProvider time, CancellationToken cancellationToken) =>
        _database.WriteAsync(session =>
        {
            DefinitionTable.Change(session, kind, change, time);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DefinitionChange>> ReadDefinitionChangesAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<DefinitionChange>>(
            session => [.. DefinitionTable.Kinds(session).SelectMany(kind => DefinitionTable.ReadChanges(session, kind))], [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptAlert>> ReadAlertsAsync(TimeProvider time, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<KeptAlert>>(session => AlertTable.Read(session, time), [], cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ClaimAlertAsync(string target, string name, string document, TimeProvider time, CancellationToken cancellationToken)
    {
        string token = Guid.NewGuid().ToString("N");
        return await _database.WriteAsync(session => AlertTable.Claim(session, token, target, name, document, time), cancellationToken)
            ? token : null;
    }

    /// <inheritdoc/>
    public Task MarkAlertSentAsync(string claim, string target, IReadOnlyList<string> covered, TimeProvider time, CancellationToken cancellationToken) =>
        _database.WriteAsync(session =>
        {
            AlertTable.MarkSent(session, claim, target, covered, time);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAlertAsync(string claim, TimeProvider time, CancellationToken cancellationToken) =>
        _database.WriteAsync(session =>
        {
            AlertTable.Release(session, claim, time);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<WriterLease> TakeWriterAsync(Connection connection, TimeProvider time, CancellationToken cancellationToken) =>
        TakeWriterAsync(connection, time, WriterLease.DefaultPatience, cancellationToken);

    internal Task<WriterLease> TakeWriterAsync(Connection connection, TimeProvider time, TimeSpan patience, CancellationToken cancellationToken) =>
        WriterLease.TakeAsync(this, ConnectionOf(connection.Name), KeptConnection.TextOf(connection), time, patience, cancellationToken);

    /// <summary>Fails if the ledger can't be written. Nothing is changed but that a ledger is made if there is none.</summary>
    /// <exception cref="ElevenCostException">As of every write.</exception>
    public Task CheckWritableAsync(CancellationToken cancellationToken) =>
        _database.WriteAsync(session => session.Execute("DELETE FROM writer WHERE 1 = 0"), cancellationToken);

    /// <summary>Closes the connections that are held open for the next question.</summary>
    public void Dispose() => _database.Dispose();

    /// <inheritdoc/>
    Task<LedgerState> IUsageLedger.SumAsync(
        string connection, DateRange range, DimensionSet dimensions, Func<LedgerState, SumQuestion> ask, SumReceiver receive, CancellationToken cancellationToken) =>
        ReadAsync(connection, (session, number) =>
        {
            var state = new LedgerState(
                DayReader.Read(session, number, range), ValueNumbers.ReadValues(session, number, dimensions), NameTable.Read(session, number));
            for (SumQuestion? question = ask(state); question is not null; question = question.Next)
            {
                new SumReader(session, number, question, receive).Run();
            }

            return state;
        }, LedgerState.Empty, cancellationToken);

    private static string ConnectionOf(string connection)
    {
        // The name was a folder's once, and still may be: a leading dot would hide it, and Windows drops trailing ones.
        bool isName = connection.Length > 0 && connection[0] != '.' && connection[^1] != '.'
            && connection.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.');
        return isName ? connection.ToLowerInvariant() : throw LedgerErrors.NameNotValid(connection);
    }

    internal static int? NumberOf(LedgerSession session, string name) =>
        session.Scalar("SELECT connection FROM connection WHERE name = @name", ("name", name)) is { } number
            ? Convert.ToInt32(number, System.Globalization.CultureInfo.InvariantCulture) : null;

    private async Task<T> ReadAsync<T>(string connection, Func<LedgerSession, int, T> read, T absent, CancellationToken cancellationToken)
    {
        string name = ConnectionOf(connection);
        return await _database.ReadAsync(session => NumberOf(session, name) is { } number ? read(session, number) : absent, absent, cancellationToken);
    }

    private Task<T> WriteAsync<T>(string name, string? timeZone, Func<LedgerSession, int, T> write, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => write(session, Require(session, name, timeZone)), cancellationToken);

    private Task<int> AppendAsync(string connection, string table, string column, DateTime instant, string document, CancellationToken cancellationToken) =>
        WriteAsync(ConnectionOf(connection), null, (session, number) => session.Execute(
            $"INSERT INTO {table} (connection, number, {column}, document) "
            + $"SELECT @connection, coalesce(max(number), 0) + 1, @instant, @document FROM {table} WHERE connection = @connection",
            ("connection", number), ("instant", LedgerText.Of(instant)), ("document", document)), cancellationToken);

    /// <summary>The number of a connection, given now where it has none; its row is locked until the end of the transaction, so that it has one writer.</summary>
    internal static int Require(LedgerSession session, string name, string? timeZone)
    {
        int? number = NumberOf(session, name);
        while (number is null)
        {
            // Another connection may get the same number at the same time, or this one be made by another process: then nothing is inserted.
            session.Execute(
                "INSERT INTO connection (connection, name, time_zone) SELECT coalesce(max(connection), 0) + 1, @name, @zone FROM connection WHERE true ON CONFLICT DO NOTHING",
                ("name", name), ("zone", timeZone));
            number = NumberOf(session, name);
        }

        session.Execute("UPDATE connection SET time_zone = coalesce(time_zone, @zone) WHERE connection = @connection", ("zone", timeZone), ("connection", number));
        return timeZone is null || session.Scalar("SELECT time_zone FROM connection WHERE connection = @connection", ("connection", number)) is not string kept || kept == timeZone
            ? number.Value
            : throw LedgerErrors.TimeZoneMismatch(name, kept, timeZone);
    }
}

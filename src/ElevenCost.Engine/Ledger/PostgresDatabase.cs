using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace ElevenCost.Engine.Ledger;

/// <summary>The ledger that a team shares: a schema of a PostgreSQL database, or of an engine that speaks its protocol and SQL.</summary>
internal sealed partial class PostgresDatabase : LedgerDatabase
{
    private const int RowsAtOnce = 50_000;

    // Class 58: input and output, files that are missing.
    private const string SystemErrors = "58";

    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(15);

    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly int _patienceMilliseconds;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeSpan _answerTimeout;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="password">The password; null for that of <c>PGPASSWORD</c>, of a pass file, or none.</param>
    /// <param name="patience">How long to wait for another writer.</param>
    /// <param name="answerTimeout">How long the server may send nothing while it works on a statement.</param>
    public PostgresDatabase(LedgerAddress address, string? password, TimeSpan patience, TimeSpan answerTimeout)
    {
        _answerTimeout = answerTimeout;
        _connectTimeout = answerTimeout < LongestConnecting ? answerTimeout : LongestConnecting;
        Location = address.ToString();
        _schema = address.Schema;

        // Shorter than the time limit of a statement, so that a wait for another writer is not reported as a server that hangs.
        _patienceMilliseconds = (int)Math.Min(patience.TotalMilliseconds, answerTimeout.TotalMilliseconds * 0.8);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Database = address.Database,
            Username = address.User,
            Password = password,
            SearchPath = _schema,
            ApplicationName = string.Create(CultureInfo.InvariantCulture, $"ElevenCost (process {Environment.ProcessId} on {Environment.MachineName})"),
            SslMode = address.IsLocal ? SslMode.Prefer : SslMode.VerifyFull,
            Timeout = (int)_connectTimeout.TotalSeconds,
            CommandTimeout = (int)answerTimeout.TotalSeconds,
            IncludeErrorDetail = false,
        };
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <inheritdoc/>
    public override string Location { get; }

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override string Version(LedgerSession session) => $"PostgreSQL {session.Connection.ServerVersion}";

    /// <inheritdoc/>
    public override DateTime? ServerTime(LedgerSession session) => ((DateTime)session.Scalar("SELECT clock_timestamp()")!).ToUniversalTime();

    /// <inheritdoc/>
    public override long SizeInBytes(LedgerSession session) => Convert.ToInt64(session.Scalar(
        "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = @schema AND c.relkind = 'r'",
        ("schema", _schema)), CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override void Insert(LedgerSession session, string table, IReadOnlyList<string> columns, IntegerRows rows, string onConflict = "")
    {
        string sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT * FROM unnest({string.Join(", ", columns.Select((_, index) => $"@c{index}"))}) {onConflict}";
        for (int first = 0; first < rows.Count; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.Count - first);
            var parameters = new (string, object?)[columns.Count];
            for (int column = 0; column < parameters.Length; column++)
            {
                long?[] values = new long?[count];
                for (int row = 0; row < count; row++)
                {
                    long cell = rows[first + row][column];
                    values[row] = cell == IntegerRows.Null ? null : cell;
                }

                parameters[column] = (string.Create(CultureInfo.InvariantCulture, $"c{column}"), values);
            }

            session.Execute(sql, parameters);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// With PostgreSQL's default of 4 MB, sums of 175,000 groups go through 900 MB of temporary files and take twice as much processor time (2026-11-29). A
    /// value that somebody chose stays. A server without this setting has no such row.
    /// </remarks>
    public override void RaiseMemory(LedgerSession session) =>
        session.Scalar("SELECT set_config(name, '64MB', true) FROM pg_catalog.pg_settings WHERE name = 'work_mem' AND source = 'default'");

    /// <inheritdoc/>
    public override string Translate(string migration) => SchemaMigration.WithExpressions(migration,
            date: day => $"(DATE '0001-01-01' + {day})",
            instant: text => $"CAST({text} AS timestamp with time zone)",
            number: name => $"({name}_nano * 0.000000001 + {name}_e19 * 0.0000000000000000001 + {name}_e28 * 0.0000000000000000000000000001)")
        .Replace("{sums}", SchemaMigration.SumDefinitions("bigint"), StringComparison.Ordinal)
        .Replace("{big}", "bigint", StringComparison.Ordinal)
        .Replace("{clustered}", "", StringComparison.Ordinal)
        .Replace("{plain}", "", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool HasTable(DbConnection connection, string table)
    {
        using DbCommand command = connection.CreateCommand();

        // Not information_schema, which hides tables that the role has no right on: they would pass for absent, and the ledger for empty.
        command.CommandText = $"SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = '{_schema}' AND tablename = '{table}'";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    }

    /// <inheritdoc/>
    public override IDisposable OnCancel(DbCommand command, CancellationToken cancellationToken) => new Cancellation(command, cancellationToken);

    /// <inheritdoc/>
    public override void Dispose() => _source.Dispose();

    /// <inheritdoc/>
    protected override bool Exists() => true;

    /// <inheritdoc/>
    protected override void Create()
    {
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Npgsql's own time limit does not always hold: with a limit of 5 seconds, its second try, with other encryption, still waited after 60 (seen with 10.0.3,
    /// 2026-11-29).
    /// </remarks>
    protected override DbConnection Open(bool isWriter)
    {
        Task<NpgsqlConnection> opening = _source.OpenConnectionAsync(CancellationToken.None).AsTask();
        try
        {
            if (Task.WaitAny([opening], _connectTimeout) == 0)
            {
                return opening.GetAwaiter().GetResult();
            }
        }
        catch (Exception e) when (IsTimeout(e))
        {
            throw LedgerErrors.Silent(Location, isConnected: false, _connectTimeout, e);
        }

        _ = CloseLateAsync(opening);
        throw LedgerErrors.Silent(Location, isConnected: false, _connectTimeout, null);
    }

    /// <inheritdoc/>
    protected override DbTransaction Begin(DbConnection connection, bool isWriter, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = ((NpgsqlConnection)connection).BeginTransaction(isWriter ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead);
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = isWriter
            ? string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {_patienceMilliseconds}")
            : "SET TRANSACTION READ ONLY";
        command.ExecuteNonQuery();
        return transaction;
    }

    /// <inheritdoc/>
    protected override void PrepareSchema(DbConnection connection)
    {
        // Asked for first, since a role that may only use an existing schema is denied even a statement that would do nothing.
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM information_schema.schemata WHERE schema_name = '{_schema}'";
        if (Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 0)
        {
            command.CommandText = $"CREATE SCHEMA IF NOT EXISTS {_schema}";
            command.ExecuteNonQuery();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Eight writers that made a new schema at once failed over each other in every step, until their tries were used up (2026-11-28).</remarks>
    internal override void LockSchema(DbConnection connection, DbTransaction transaction)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT pg_advisory_xact_lock(hashtextextended('elevencost {_schema}', 0))";
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    protected override bool IsInterrupted(Exception failure) => failure is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <inheritdoc/>
    protected override bool IsPassing(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.DuplicateTable
            or PostgresErrorCodes.DuplicateSchema or PostgresErrorCodes.DuplicateObject,
    };

    /// <inheritdoc/>
    protected override ElevenCostException? Explain(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => LedgerErrors.Locked(Location, FindWriter()),
        PostgresException { SqlState: PostgresErrorCodes.NumericValueOutOfRange } e => LedgerErrors.SumTooLarge(Location, e),
        PostgresException e when IsOfFiles(e) => LedgerErrors.ServerFilesLost(Location, e),
        // The catalog names the table, and its schema hides it from a role that may not use that: PostgreSQL then says that there is none.
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.UndefinedTable } e => LedgerErrors.NotPermitted(Location, e),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory } e => LedgerErrors.ServerFull(Location, e),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } e => LedgerErrors.LoginFailed(Location, e),
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } e =>
            LedgerErrors.Unreachable(Location, e),
        PostgresException e => LedgerErrors.Failed(Location, e),
        _ when IsTimeout(failure) => LedgerErrors.Silent(Location, isConnected: true, _answerTimeout, failure),
        NpgsqlException e => LedgerErrors.Unreachable(Location, e),
        _ => null,
    };

    /// <summary>The session that has been writing to the ledger for longest, in words; null if it has ended, or this role may not see it.</summary>
    /// <remarks>Who blocks a session can be asked of the server only while it waits; who holds a lock that excludes others, and waits for none, at any time.</remarks>
    private string? FindWriter()
    {
        try
        {
            using var connection = (NpgsqlConnection)Open(isWriter: false);
            using NpgsqlCommand command = connection.CreateCommand();
            command.CommandTimeout = (int)_connectTimeout.TotalSeconds;
            command.CommandText = """
                SELECT a.pid, a.application_name, a.usename, host(a.client_addr), a.xact_start FROM pg_stat_activity a
                WHERE a.xact_start IS NOT NULL AND a.pid <> pg_backend_pid() AND NOT EXISTS (SELECT 1 FROM pg_locks w WHERE w.pid = a.pid AND NOT w.granted) AND a.pid IN (
                    SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE d.datname = current_database() AND n.nspname = @schema AND c.relkind = 'r' AND l.granted
                        AND l.mode IN ('RowExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
                ORDER BY a.xact_start LIMIT 1
                """;
            command.Parameters.AddWithValue("schema", _schema);
            using NpgsqlDataReader reader = command.ExecuteReader();
            if (!reader.Read())
            {
                return null;
            }

            string program = reader.TextOrNull(1) is { Length: > 0 } name ? name : "a program without a name";
            string role = reader.TextOrNull(2) is { } user ? $", role '{user}'" : "";
            string machine = reader.TextOrNull(3) is { } host ? $", from {host}" : "";
            return string.Create(CultureInfo.InvariantCulture,
                $"{program} (server process {reader.GetInt32(0)}{role}{machine}) has been writing since {reader.GetDateTime(4).ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ElevenCostException)
        {
            // The error that matters is that the ledger is locked, even if its holder is unknown.
            return null;
        }
    }

    /// <summary>
    /// Whether the server can't use its own files. It reports one that it may not open, or that is on a read-only disk, as a lack of privilege, as it does what a role
    /// may not do (errcode_for_file_access in PostgreSQL's elog.c); the paths in its messages are not translated.
    /// </summary>
    private static bool IsOfFiles(PostgresException failure) => failure.SqlState.StartsWith(SystemErrors, StringComparison.Ordinal)
        || (failure.SqlState == PostgresErrorCodes.InsufficientPrivilege && ServerPath().IsMatch(failure.MessageText));

    [GeneratedRegex("[\"'«„](base|global|pg_[a-z]+)/")]
    private static partial Regex ServerPath();

    /// <summary>Closes a connection that opens after all, when it was given up.</summary>
    private static async Task CloseLateAsync(Task<NpgsqlConnection> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening).DisposeAsync();
        }
    }

    private static bool IsTimeout(Exception failure) => failure is TimeoutException or NpgsqlException { InnerException: TimeoutException };

    /// <summary>The cancellation of a statement, which is a request to the server by a connection of its own.</summary>
    private sealed class Cancellation : IDisposable
    {
        private readonly CancellationTokenRegistration _registration;
        private Task _request = Task.CompletedTask;

        // A server that hangs takes the request no sooner than it answers: who cancels does not wait for that.
        public Cancellation(DbCommand command, CancellationToken cancellationToken) =>
            _registration = cancellationToken.Register(() => _request = Task.Run(command.Cancel, CancellationToken.None));

        /// <summary>Waits for a request that is under way, which must not end the next statement of the connection.</summary>
        public void Dispose()
        {
            _registration.Dispose();
            _request.GetAwaiter().GetResult();
        }
    }
}

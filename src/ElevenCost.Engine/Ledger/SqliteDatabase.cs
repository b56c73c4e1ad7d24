using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ElevenCost.Engine.Ledger;

/// <summary>The embedded ledger: one SQLite file under the home, in WAL mode.</summary>
/// <remarks>
/// Source of the pragmas: sqlite.org/wal.html and sqlite.org/pragma.html. <c>synchronous=FULL</c> flushes each commit, so that a day that was
/// reported as stored outlives a power failure; a sync commits some twenty times, which costs little. Readers set it, too: a reader upgrades an earlier
/// ledger, and brings the log into the file if it is the last to close it.
/// </remarks>
internal sealed class SqliteDatabase : LedgerDatabase
{
    private const int Busy = 5;
    private const int Interrupted = 9;
    private const string FilePragmas = "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; ";

    // In KiB. Who reads reads once through: a larger cache would be memory that saves nothing.
    private const string WriterPragmas = "PRAGMA journal_mode = WAL; PRAGMA cache_size = -32768";
    private const string ReaderPragmas = "PRAGMA cache_size = -4096";

    private readonly string? _path;
    private readonly string _connectionString;
    private readonly TimeSpan _patience;
    private readonly SqliteConnection? _anchor;
    private readonly Func<string, string?> _networkFileSystemOf;
    private bool _isOnThisMachine;

    static SqliteDatabase() => Batteries_V2.Init();

    /// <summary>A file; nothing is opened or made yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">How long to wait for another writer.</param>
    /// <param name="networkFileSystemOf">The network file system that a folder is on; null for <see cref="NetworkFileSystem.Of"/>.</param>
    public SqliteDatabase(string path, TimeSpan patience, Func<string, string?>? networkFileSystemOf = null)
        : this(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Cache = SqliteCacheMode.Private }, patience,
            networkFileSystemOf ?? NetworkFileSystem.Of) =>
        _path = path;

    private SqliteDatabase(SqliteConnectionStringBuilder settings, TimeSpan patience, Func<string, string?> networkFileSystemOf)
    {
        _networkFileSystemOf = networkFileSystemOf;
        _patience = patience;
        settings.DefaultTimeout = 1;
        _connectionString = settings.ToString();
        if (settings.Mode == SqliteOpenMode.Memory)
        {
            _anchor = new SqliteConnection(_connectionString);
            _anchor.Open();
        }
    }

    /// <inheritdoc/>
    public override string Location => _path ?? "memory";

    /// <summary>A database in memory, which is gone with it.</summary>
    public static SqliteDatabase InMemory() => new(
        new SqliteConnectionStringBuilder { DataSource = "elevencost-" + Guid.NewGuid().ToString("N"), Mode = SqliteOpenMode.Memory, Cache = SqliteCacheMode.Shared },
        TimeSpan.FromSeconds(30), static _ => null);

    /// <inheritdoc/>
    public override bool IsShared => false;

    /// <inheritdoc/>
    public override string Version(LedgerSession session) => $"SQLite {session.Connection.ServerVersion}";

    /// <inheritdoc/>
    public override long SizeInBytes(LedgerSession session) =>
        _path is null ? 0 : new[] { _path, _path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);

    /// <inheritdoc/>
    public override void Insert(LedgerSession session, string table, IReadOnlyList<string> columns, IntegerRows rows, string onConflict = "")
    {
        if (rows.Count == 0)
        {
            return;
        }

        // Parameters by position through SQLite's own interface: those of ADO.NET are found by name for every row, which takes three times as long.
        sqlite3 handle = ((SqliteConnection)session.Connection).Handle!;
        string sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))}) {onConflict}";
        Check(raw.sqlite3_prepare_v2(handle, sql, out sqlite3_stmt statement), handle);
        using (statement)
        {
            nint pointer = statement.DangerousGetHandle();
            for (int row = 0; row < rows.Count; row++)
            {
                if ((row & 0xFFF) == 0)
                {
                    session.CancellationToken.ThrowIfCancellationRequested();
                }

                ReadOnlySpan<long> cells = rows[row];
                for (int column = 0; column < cells.Length; column++)
                {
                    Check(cells[column] == IntegerRows.Null ? SqliteLibrary.BindNull(pointer, column + 1)
                        : SqliteLibrary.BindInt64(pointer, column + 1, cells[column]), handle);
                }

                int result = raw.sqlite3_step(statement);
                Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result, handle);
                Check(raw.sqlite3_reset(statement), handle);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>SQLite groups by sorting all rows: two million of them by model, group and day took 3.4 s by SQL, and 1.1 s so (2026-11-29).</remarks>
    public override bool TryReadRows(LedgerSession session, IReadOnlyCollection<string> columns, string from, IntegerRowReceiver receive)
    {
        sqlite3 connection = ((SqliteConnection)session.Connection).Handle!;
        using CancellationTokenRegistration stop = session.CancellationToken.Register(() => raw.sqlite3_interrupt(connection));
        using var function = new SqliteRowFunction(connection, columns.Count, receive);
        function.Read(columns, from);
        return true;
    }

    /// <inheritdoc/>
    public override string Translate(string migration) => SchemaMigration.WithExpressions(migration,
            date: day => $"date('0001-01-01', '+' || {day} || ' days')",
            instant: text => text,
            number: name => $"({name}_nano / 1e9)")
        .Replace("{sums}", SchemaMigration.SumDefinitions("integer"), StringComparison.Ordinal)
        .Replace("{big}", "integer", StringComparison.Ordinal)
        .Replace("{clustered}", "WITHOUT ROWID, STRICT", StringComparison.Ordinal)
        .Replace("{plain}", "STRICT", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool HasTable(DbConnection connection, string table)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_anchor is not null)
        {
            _anchor.Dispose();
            return;
        }

        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <inheritdoc/>
    protected override bool Exists()
    {
        if (_path is null)
        {
            return true;
        }

        RequireFile();
        return File.Exists(_path);
    }

    /// <inheritdoc/>
    protected override void Create()
    {
        if (_path is null)
        {
            return;
        }

        RequireFile();
        Home.CreatePrivateFolder(Path.GetDirectoryName(_path)!);
        if (!File.Exists(_path))
        {
            try
            {
                // SQLite gives its own files the rights of the database's.
                using var file = new FileStream(_path, AtomicFile.Private(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw LedgerErrors.NotWritable(_path, e);
            }
        }
    }

    /// <inheritdoc/>
    protected override DbConnection Open(bool isWriter)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using SqliteCommand pragmas = connection.CreateCommand();
            pragmas.CommandText = _path is null ? "PRAGMA foreign_keys = ON" : FilePragmas + (isWriter ? WriterPragmas : ReaderPragmas);
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override DbTransaction Begin(DbConnection connection, bool isWriter, CancellationToken cancellationToken)
    {
        var sqlite = (SqliteConnection)connection;
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: !isWriter);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Busy && Stopwatch.GetElapsedTime(start) < _patience)
            {
                // The provider waits a second by itself and can't be cancelled meanwhile.
            }
        }
    }

    /// <inheritdoc/>
    public override IDisposable OnCancel(DbCommand command, CancellationToken cancellationToken) =>
        cancellationToken.Register(() => raw.sqlite3_interrupt(((SqliteCommand)command).Connection!.Handle!));

    /// <inheritdoc/>
    protected override bool IsInterrupted(Exception failure) => failure is SqliteException { SqliteErrorCode: Interrupted };

    /// <inheritdoc/>
    protected override ElevenCostException? Explain(Exception failure) => failure is not SqliteException e ? null : e.SqliteErrorCode switch
    {
        Busy or raw.SQLITE_LOCKED => LedgerErrors.FileLocked(Location),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => LedgerErrors.Damaged(Location, e),
        raw.SQLITE_FULL or raw.SQLITE_READONLY => LedgerErrors.NotWritable(Location, e),
        // A full disk has no room for the shared memory that even a reader needs (seen 2026-11-29: IOERR_SHMSIZE), one that was remounted read-only fails in any of the others.
        raw.SQLITE_IOERR when e.SqliteExtendedErrorCode is raw.SQLITE_IOERR_SHMSIZE or raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_DIR_FSYNC
            or raw.SQLITE_IOERR_TRUNCATE or raw.SQLITE_IOERR_DELETE => LedgerErrors.NotWritable(Location, e),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_IOERR => LedgerErrors.NotReadable(Location, e),
        _ when e.Message.Contains("integer overflow", StringComparison.Ordinal) => LedgerErrors.SumTooLarge(Location, e),
        _ => LedgerErrors.Failed(Location, e),
    };

    /// <summary>
    /// A folder in the place of the file would fail with words that help nobody; on a network file system the write-ahead log needs shared
    /// memory that machines don't share (sqlite.org/wal.html).
    /// </summary>
    private void RequireFile()
    {
        if (!_isOnThisMachine)
        {
            if (_networkFileSystemOf(Path.GetDirectoryName(_path)!) is { } fileSystem)
            {
                throw LedgerErrors.OnNetworkFileSystem(_path!, fileSystem);
            }

            _isOnThisMachine = true;
        }

        if (Directory.Exists(_path))
        {
            throw LedgerErrors.NotAFile(_path);
        }
    }

    /// <summary>Throws what a result of SQLite's own interface means, unless it is success.</summary>
    /// <exception cref="SqliteException">It is not.</exception>
    public static void Check(int result, sqlite3 handle)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(handle).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(handle));
        }
    }
}

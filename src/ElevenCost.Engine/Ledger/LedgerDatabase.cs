using System.Data.Common;

namespace ElevenCost.Engine.Ledger;

/// <summary>A relational database that holds a ledger: what SQLite and PostgreSQL do differently. Safe for several threads.</summary>
internal abstract class LedgerDatabase : IDisposable
{
    private const int MostAttempts = 5;

    private readonly object _preparing = new();
    private bool _isReady;

    /// <summary>Where the ledger is, in words for messages: a path, or a database and its host. Never a password.</summary>
    public abstract string Location { get; }

    /// <summary>Whether several machines can use it.</summary>
    public abstract bool IsShared { get; }

    /// <summary>The product and its version, such as <c>SQLite 3.53.4</c>.</summary>
    public abstract string Version(LedgerSession session);

    /// <summary>The instant by the clock that all who use the database share.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="time">This machine's clock.</param>
    public DateTime Now(LedgerSession session, TimeProvider time) => ServerTime(session) ?? time.GetUtcNow().UtcDateTime;

    /// <summary>The instant by the clock of the database's server, in UTC; null if there is none, because the database is of this machine.</summary>
    public virtual DateTime? ServerTime(LedgerSession session) => null;

    /// <summary>How many bytes the ledger takes, indexes included.</summary>
    public abstract long SizeInBytes(LedgerSession session);

    /// <summary>Reads in one transaction that sees one state of the ledger throughout.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="absent">The answer where there is no ledger yet.</param>
    /// <param name="cancellationToken">Ends the work, also while the database is busy with a statement.</param>
    /// <exception cref="ElevenCostException">Of category <see cref="FailureCategory.Ledger"/>.</exception>
    public T Read<T>(Func<LedgerSession, T> read, T absent, CancellationToken cancellationToken) => Guard(() =>
    {
        if (!Exists())
        {
            return absent;
        }

        using DbConnection connection = Open(isWriter: false);
        if (!_isReady && SchemaMigration.VersionOf(this, connection) is var version && version < SchemaMigration.Current)
        {
            if (version == 0)
            {
                return absent;
            }

            Prepare(connection, cancellationToken);
        }

        _isReady = true;
        using DbTransaction transaction = Begin(connection, isWriter: false, cancellationToken);
        T result = read(new LedgerSession(this, connection, transaction, cancellationToken));
        transaction.Commit();
        return result;
    }, cancellationToken);

    /// <summary>Writes in one transaction: all of it is stored, or nothing.</summary>
    /// <param name="write">Writes.</param>
    /// <param name="cancellationToken">Ends the work; after the commit began it is too late.</param>
    /// <exception cref="ElevenCostException">Of category <see cref="FailureCategory.Ledger"/>.</exception>
    public T Write<T>(Func<LedgerSession, T> write, CancellationToken cancellationToken) => Guard(() =>
    {
        Create();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return WriteOnce(write, cancellationToken);
            }
            catch (Exception e) when (IsPassing(e) && attempt < MostAttempts)
            {
                // The transaction was rolled back: nothing of it was stored.
            }
        }
    }, cancellationToken);

    /// <summary>As <see cref="Read"/>, on another thread. Once the token is cancelled, it does not wait for a disk or a server that hangs.</summary>
    public Task<T> ReadAsync<T>(Func<LedgerSession, T> read, T absent, CancellationToken cancellationToken) =>
        Task.Run(() => Read(read, absent, cancellationToken), cancellationToken).WaitAsync(cancellationToken);

    /// <summary>
    /// As <see cref="Write"/>, on another thread. Once the token is cancelled, it does not wait for a disk or a server that hangs, nor for another writer. What
    /// is left behind is rolled back, unless its commit had begun.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<LedgerSession, T> write, CancellationToken cancellationToken) =>
        Task.Run(() => Write(write, cancellationToken), cancellationToken).WaitAsync(cancellationToken);

    /// <summary>Inserts rows of integers.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, in the order of the cells.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="onConflict">What follows the values, such as an <c>ON CONFLICT</c>; empty for nothing.</param>
    public abstract void Insert(LedgerSession session, string table, IReadOnlyList<string> columns, IntegerRows rows, string onConflict = "");

    /// <summary>Reads the rows of a query, to be summed here.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="columns">The columns of the query, integers.</param>
    /// <param name="from">What follows its columns.</param>
    /// <param name="receive">Receives the rows.</param>
    /// <returns>False if the database sums better itself, because its rows would have to come over a network.</returns>
    public virtual bool TryReadRows(LedgerSession session, IReadOnlyCollection<string> columns, string from, IntegerRowReceiver receive) => false;

    /// <summary>Lets the transaction use more memory to sum rows, if the database limits it by a setting.</summary>
    /// <param name="session">The transaction.</param>
    public virtual void RaiseMemory(LedgerSession session)
    {
    }

    /// <summary>A migration's text in this database's SQL.</summary>
    public abstract string Translate(string migration);

    /// <summary>Whether a table of the schema is there.</summary>
    public abstract bool HasTable(DbConnection connection, string table);

    /// <summary>Ends a statement once the token is cancelled.</summary>
    public abstract IDisposable OnCancel(DbCommand command, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Whether there is anything to read.</summary>
    protected abstract bool Exists();

    /// <summary>Makes the place that a database is opened in, where that is ours to make.</summary>
    protected abstract void Create();

    /// <summary>Opens a connection.</summary>
    protected abstract DbConnection Open(bool isWriter);

    /// <summary>Begins a transaction: one that writes waits, within a bound, for the one that does.</summary>
    protected abstract DbTransaction Begin(DbConnection connection, bool isWriter, CancellationToken cancellationToken);

    /// <summary>Makes the schema, where it is missing and the database has such.</summary>
    protected virtual void PrepareSchema(DbConnection connection)
    {
    }

    /// <summary>Lets one process at a time change the schema, until its transaction ends; where a transaction that writes does not do so by itself.</summary>
    internal virtual void LockSchema(DbConnection connection, DbTransaction transaction)
    {
    }

    /// <summary>Whether a failure comes from another transaction at the same time, so that the same again may succeed.</summary>
    protected virtual bool IsPassing(Exception failure) => false;

    /// <summary>What a failure of the database is to a user; null for a failure that is none of the database's.</summary>
    protected abstract ElevenCostException? Explain(Exception failure);

    /// <summary>Whether a failure is a statement that was ended by <see cref="OnCancel"/>.</summary>
    protected abstract bool IsInterrupted(Exception failure);

    private T WriteOnce<T>(Func<LedgerSession, T> write, CancellationToken cancellationToken)
    {
        using DbConnection connection = Open(isWriter: true);
        if (!_isReady)
        {
            Prepare(connection, cancellationToken);
            _isReady = true;
        }

        using DbTransaction transaction = Begin(connection, isWriter: true, cancellationToken);
        T result = write(new LedgerSession(this, connection, transaction, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        transaction.Commit();
        return result;
    }

    private void Prepare(DbConnection connection, CancellationToken cancellationToken)
    {
        lock (_preparing)
        {
            PrepareSchema(connection);
            SchemaMigration.Run(this, connection, () => Begin(connection, isWriter: true, cancellationToken), cancellationToken);
        }
    }

    private T Guard<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsInterrupted(e) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (Exception e) when (Explain(e) is { } explained)
        {
            throw explained;
        }
    }
}

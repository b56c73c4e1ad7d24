using System.Data.Common;

namespace ElevenCost.Engine.Ledger;

/// <summary>One transaction on the ledger's database. For one thread.</summary>
/// <param name="database">The database.</param>
/// <param name="connection">The open connection to it.</param>
/// <param name="transaction">The transaction that every statement belongs to.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class LedgerSession(LedgerDatabase database, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
{
    /// <summary>The database.</summary>
    public LedgerDatabase Database => database;

    /// <summary>The open connection.</summary>
    public DbConnection Connection => connection;

    /// <summary>Ends the work.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement, with parameters named <c>@name</c>.</param>
    /// <param name="parameters">Their values; null is SQL's null.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Command(sql, parameters);
        using IDisposable stop = database.OnCancel(command, cancellationToken);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a query and hands each row over.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="row">Reads the row that the reader is on.</param>
    /// <param name="parameters">The parameters.</param>
    public void Query(string sql, Action<DbDataReader> row, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Command(sql, parameters);
        using IDisposable stop = database.OnCancel(command, cancellationToken);
        using DbDataReader reader = command.ExecuteReader();
        for (int count = 0; reader.Read(); count++)
        {
            if ((count & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            row(reader);
        }
    }

    /// <summary>The rows of a query, read one by one.</summary>
    public List<T> List<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var rows = new List<T>();
        Query(sql, reader => rows.Add(read(reader)), parameters);
        return rows;
    }

    /// <summary>The first column of the first row; null if there is none, or it is SQL's null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Command(sql, parameters);
        using IDisposable stop = database.OnCancel(command, cancellationToken);
        object? value = command.ExecuteScalar();
        return value is DBNull ? null : value;
    }

    private DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

using System.Data.Common;

namespace ElevenCost.Bench.Records;

/// <summary>SQL over the rows, through the database's ADO.NET provider.</summary>
internal sealed class SqlContender : IContender
{
    private readonly DbConnection _connection;
    private readonly Func<Question, string> _sqlOf;
    private readonly bool _hasNames;

    /// <param name="open">Opens the connection.</param>
    /// <param name="sqlOf">The SQL of a question.</param>
    /// <param name="hasNames">Whether the groups come as names, as a user gets them, rather than as numbers.</param>
    /// <param name="settings">What to run first; null for nothing.</param>
    public SqlContender(Func<DbConnection> open, Func<Question, string> sqlOf, bool hasNames, string? settings = null)
    {
        (_connection, _sqlOf, _hasNames) = (open(), sqlOf, hasNames);
        if (settings is not null)
        {
            using DbCommand command = _connection.CreateCommand();
            command.CommandText = settings;
            command.ExecuteNonQuery();
        }
    }

    public async Task<Answer> AskAsync(Question question)
    {
        await using DbCommand command = _connection.CreateCommand();
        command.CommandText = _sqlOf(question);
        command.CommandTimeout = 0;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var answer = new Answer();
        int sums = 1 + question.GroupBy.Length;
        long bucket = MadeUsage.Year.Start.DayNumber;
        while (await reader.ReadAsync())
        {
            for (int group = 1; _hasNames && group < sums; group++)
            {
                reader.GetString(group);
            }

            bucket = question.Granularity == Granularity.Total ? bucket : reader.GetInt64(0);
            answer.Add(bucket, reader.GetInt64(sums), reader.GetInt64(sums + 1), reader.GetInt64(sums + 2), reader.GetInt64(sums + 3));
        }

        return answer;
    }

    public void Dispose() => _connection.Dispose();
}

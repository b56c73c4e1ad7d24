using System.Data.Common;

namespace ElevenCost.Bench.Records;

/// <summary>SQL over the rows, through the database's ADO.NET provider.</summary>
/// <param name="connection">An open connection.</param>
/// <param name="sqlOf">The SQL of a question.</param>
/// <param name="hasNames">Whether the groups come as names, as a user gets them, rather than as numbers.</param>
internal sealed class SqlContender(DbConnection connection, Func<Question, string> sqlOf, bool hasNames) : IContender
{
    public async Task<Answer> AskAsync(Question question)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sqlOf(question);
        command.CommandTimeout = 0;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var answer = new Answer();
        int sums = 1 + question.GroupBy.Length;
        long bucket = MadeUsage.Year.Start.DayNumber;
        while (await reader.ReadAsync())
        {
            for (int group = 1; hasNames && group < sums; group++)
            {
                reader.GetString(group);
            }

            bucket = question.Granularity == Granularity.Total ? bucket : reader.GetInt64(0);
            answer.Add(bucket, reader.GetInt64(sums), reader.GetInt64(sums + 1), reader.GetInt64(sums + 2), reader.GetInt64(sums + 3));
        }

        return answer;
    }

    public void Dispose() => connection.Dispose();
}

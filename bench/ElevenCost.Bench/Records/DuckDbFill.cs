using System.Globalization;
using DuckDB.NET.Data;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Bench.Records;

/// <summary>Writes the records into DuckDB: into a database file of its own, and from there into a Parquet file.</summary>
internal static class DuckDbFill
{
    public static void WriteFile(string file, MadeUsage usage)
    {
        using DuckDBConnection connection = Open(file);
        string columns = string.Join(", ", UsageTable.RecordDimensions.Select(dimension => RowsSql.NameOf(dimension) + " VARCHAR"));
        Execute(connection, $"CREATE TABLE usage (day DATE, {columns}, credits BIGINT, requests BIGINT, minutes DECIMAL(18, 9), cost DECIMAL(18, 9))");
        using DuckDBAppender appender = connection.CreateAppender("usage");
        foreach (DateOnly day in MadeUsage.Year.EachDay())
        {
            foreach (MadeRecord record in usage.Of(day))
            {
                IDuckDBAppenderRow row = appender.CreateRow().AppendValue(day);
                foreach (string value in record.Values)
                {
                    row = row.AppendValue(value);
                }

                row.AppendValue(record.Credits).AppendValue(record.Requests).AppendValue(record.Minutes).AppendValue(record.Cost).EndRow();
            }
        }
    }

    /// <summary>DuckDB's own COPY, compressed, in the order of the days.</summary>
    public static void WriteParquet(string file, string parquet)
    {
        using DuckDBConnection connection = Open(file);
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"COPY usage TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)"));
    }

    public static DuckDBConnection Open(string file)
    {
        var connection = new DuckDBConnection($"Data Source={file}");
        connection.Open();
        return connection;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

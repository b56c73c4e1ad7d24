using Microsoft.Data.Sqlite;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A ledger in which everything that others name is named so that it attacks a terminal. The tests of the module take it, too.</summary>
internal static class HostileLedger
{
    /// <summary>Replaces every value of a dimension, and every name of one, by one of <see cref="HostileNames"/>.</summary>
    /// <param name="path">The file of the ledger.</param>
    public static void Rename(string path)
    {
        string[] names = [.. HostileNames.All.Values];
        using var ledger = new SqliteConnection($"Data Source={path};Pooling=false");
        ledger.Open();

        // A key, a user and a voice have names of their own; of the others the value itself is shown.
        Rename(ledger, names, "value_name", "name");
        Rename(ledger, names, "dimension_value", "id", "id <> '' AND dimension NOT IN (SELECT dimension FROM value_name)");
    }

    private static void Rename(SqliteConnection ledger, string[] names, string table, string column, string condition = "1 = 1")
    {
        using SqliteCommand read = ledger.CreateCommand();
        read.CommandText = $"SELECT dimension, {column} FROM {table} WHERE {condition} ORDER BY dimension, {column}";
        var values = new List<(long Dimension, string Value)>();
        using (SqliteDataReader reader = read.ExecuteReader())
        {
            while (reader.Read())
            {
                values.Add((reader.GetInt64(0), reader.GetString(1)));
            }
        }

        Assert.NotEmpty(values);
        foreach (IGrouping<long, (long Dimension, string Value)> dimension in values.Distinct().GroupBy(value => value.Dimension))
        {
            // Each dimension begins elsewhere in the table, so that all of it is seen though a dimension has few values.
            int place = (int)dimension.Key * 5;
            foreach ((_, string value) in dimension)
            {
                using SqliteCommand write = ledger.CreateCommand();
                write.CommandText = $"UPDATE {table} SET {column} = @to WHERE dimension = @dimension AND {column} = @from";
                write.Parameters.AddWithValue("@to", names[place++ % names.Length]);
                write.Parameters.AddWithValue("@from", value);
                write.Parameters.AddWithValue("@dimension", dimension.Key);
                write.ExecuteNonQuery();
            }
        }
    }
}

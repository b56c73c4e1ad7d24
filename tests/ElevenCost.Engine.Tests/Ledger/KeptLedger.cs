using System.Data.Common;
using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Makes a ledger of an earlier schema from the SQL in Kept/.</summary>
internal static class KeptLedger
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "ElevenCost.Engine.Tests", "Ledger", "Kept");

    /// <summary>The embedded ledger of a home.</summary>
    /// <returns>The path of its file.</returns>
    public static string Create(Home home, int schema)
    {
        string path = Path.Combine(home.Path, RelationalLedger.FileName);
        Directory.CreateDirectory(home.Path);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        Execute(connection, SqliteText(schema));
        return path;
    }

    /// <summary>The SQL of the embedded ledger.</summary>
    /// <remarks>Every version has left its ledger in this mode, which the kept SQL does not set.</remarks>
    public static string SqliteText(int schema) => "PRAGMA journal_mode = WAL; " + Read(s_folder, schema);

    /// <summary>A schema in PostgreSQL, which is made.</summary>
    public static void Create(LedgerAddress address, int schema)
    {
        using var connection = new NpgsqlConnection(Settings(address));
        connection.Open();
        Execute(connection, $"CREATE SCHEMA {address.Schema}");
        Execute(connection, Read(Path.Combine(s_folder, "PostgreSQL"), schema));
    }

    /// <summary>The settings of a connection of the tests' own.</summary>
    public static string Settings(LedgerAddress address) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Username = address.User,
        Database = address.Database,
        SearchPath = address.Schema,
        Pooling = false,
    }.ConnectionString;

    public static void Execute(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Read(string folder, int schema) => File.ReadAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{schema:0000}.sql")));
}

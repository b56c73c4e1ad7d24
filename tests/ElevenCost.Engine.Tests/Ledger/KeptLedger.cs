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

    /// <summary>
    /// What the kept ledgers have not, in the SQL of their time and of both databases: a failed day that has its earlier rows, one that never had any, a
    /// final one, and alerts, sent and not.
    /// </summary>
    public static string More(int schema) => """
        UPDATE day SET state = 'final' WHERE day = 739946;
        UPDATE day SET state = 'failed', reason = 'The rows add up to 1961 of 1962 credits.' WHERE day = 739947;
        INSERT INTO day SELECT connection, 739944, 'failed', synced_at, source, NULL, dimensions, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'The server did not answer.', '' FROM day WHERE day = 739946;
        """ + (schema < 4 ? "" : """
        INSERT INTO alert VALUES ('OPS', 'budget all 2026-11 80', 'a1', '2026-11-28T22:10:00.0000000Z', '2026-11-28T22:00:00.0000000Z', '2026-11-28T22:00:05.0000000Z', NULL);
        INSERT INTO alert VALUES ('OPS', 'sync demo 2026-11-28', 'a2', '2026-11-28T22:10:00.0000000Z', '2026-11-28T22:00:00.0000000Z', NULL, '{"title":"Sync failed"}');
        """);

    /// <summary>The file of what a kept ledger with <see cref="More"/> holds, as <see cref="WholeLedgerDigest"/> has it.</summary>
    public static string ApprovedPath(int schema) => Path.Combine(s_folder, string.Create(CultureInfo.InvariantCulture, $"{schema:0000}.approved.txt"));

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

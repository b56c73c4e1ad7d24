using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Ledger;

/// <summary>Brings a database to the schema of this version, a numbered step at a time, each in a transaction of its own.</summary>
internal static partial class SchemaMigration
{
    /// <summary>The schema that this version reads and writes.</summary>
    public const int Current = 4;

    /// <summary>The columns of sums in every rollup.</summary>
    public static IReadOnlyList<string> SumColumns { get; } =
    [
        "row_count", "credits", "requests", "requests_known", "minutes_nano", "minutes_e19", "minutes_e28", "minutes_known",
        "cost_nano", "cost_e19", "cost_e28", "cost_known", "unvalued_credits",
    ];

    /// <summary>The schema of a database; 0 where it has none.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerNewerSchema</c>, <c>LedgerNotOurs</c>.</exception>
    public static int VersionOf(LedgerDatabase database, DbConnection connection)
    {
        if (!database.HasTable(connection, "schema_version"))
        {
            // Asked once more, since another process may have made both between the two questions.
            return database.HasTable(connection, "connection") && !database.HasTable(connection, "schema_version")
                ? throw LedgerErrors.NotOurs(database.Location) : 0;
        }

        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT max(version) FROM schema_version";
        int version = command.ExecuteScalar() is { } found and not DBNull ? Convert.ToInt32(found, CultureInfo.InvariantCulture) : 0;
        return version <= Current ? version : throw LedgerErrors.SchemaNewer(database.Location, version, Current);
    }

    /// <summary>Runs the steps that are missing.</summary>
    /// <exception cref="ElevenCostException">As of <see cref="VersionOf"/>.</exception>
    public static void Run(LedgerDatabase database, DbConnection connection, Func<DbTransaction> begin, CancellationToken cancellationToken)
    {
        while (VersionOf(database, connection) < Current)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DbTransaction transaction = begin();
            database.LockSchema(connection, transaction);

            // Another process may have done it while this one waited.
            int version = VersionOf(database, connection) + 1;
            if (version > Current)
            {
                return;
            }

            if (version == 1)
            {
                Execute(connection, transaction, "CREATE TABLE schema_version (version integer NOT NULL PRIMARY KEY, program text NOT NULL)");
            }

            Execute(connection, transaction, database.Translate(Text(version)));
            Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture,
                $"INSERT INTO schema_version (version, program) VALUES ({version}, '{typeof(SchemaMigration).Assembly.GetName().Version}')"));
            transaction.Commit();
        }
    }

    /// <summary>The text of the columns of sums.</summary>
    public static string SumDefinitions(string big) => string.Join(", ", SumColumns.Select(column => $"{column} {big} NOT NULL"));

    /// <summary>A migration's text with its expressions in a database's SQL.</summary>
    /// <param name="migration">The text, with <c>{date(day)}</c>, <c>{instant(text)}</c> and <c>{number(name)}</c>.</param>
    /// <param name="date">The date of a day's number.</param>
    /// <param name="instant">The instant of an ISO 8601 text.</param>
    /// <param name="number">The number of the three integers that begin with a name.</param>
    public static string WithExpressions(string migration, Func<string, string> date, Func<string, string> instant, Func<string, string> number) =>
        ExpressionPattern().Replace(migration, match => (match.Groups["kind"].Value switch
        {
            "date" => date,
            "instant" => instant,
            _ => number,
        })(match.Groups["of"].Value));

    [GeneratedRegex(@"\{(?<kind>date|instant|number)\((?<of>[a-z_.]+)\)\}")]
    private static partial Regex ExpressionPattern();

    private static void Execute(DbConnection connection, DbTransaction transaction, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private static string Text(int version)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{typeof(SchemaMigration).Namespace}.Migrations.{version:0000}.sql");
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The migration {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.Diagnostics;
using System.Globalization;
using ElevenCost.Engine;
using ElevenCost.Engine.Ledger;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ElevenCost.Bench.Records;

/// <summary>Fills one store, or answers as one contender, in a process of its own, so that its peak memory is its own too.</summary>
internal static class RecordsChild
{
    /// <summary>Asks for the statements that sum a question's usage, instead of for its answer.</summary>
    public const string Statements = "statements";

    /// <summary>Ends a list of statements.</summary>
    public const string End = "end";

    public static async Task<int> RunAsync(string[] work)
    {
        switch (work)
        {
            case ["fill", string store, string count, string seed, .. string[] place]:
                await FillAsync(store, new MadeUsage(Number(count), Number(seed)), place);
                return 0;
            case ["ask", string contender, string count, string seed, string place]:
                using (IContender opened = Open(contender, place))
                {
                    await AnswerAsync(opened, Question.All(new MadeUsage(Number(count), Number(seed))));
                }

                return 0;
            default:
                await Console.Error.WriteLineAsync("Unknown work: " + string.Join(' ', work));
                return 64;
        }
    }

    /// <summary>The ledger of a place: an address, or a folder.</summary>
    public static RelationalLedger OpenLedger(string place) => place.Contains("://", StringComparison.Ordinal)
        ? RelationalLedger.Open(new LedgerSettings { Address = LedgerAddress.Parse(place) }, new Home(Path.GetTempPath()), null)
        : new RelationalLedger(new Home(place));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task FillAsync(string store, MadeUsage usage, string[] place)
    {
        long start = Stopwatch.GetTimestamp();
        switch (store)
        {
            case "duckdb":
                DuckDbFill.WriteFile(place[0], usage);
                break;
            case "parquet":
                DuckDbFill.WriteParquet(place[0], place[1]);
                break;
            default:
                using (RelationalLedger ledger = OpenLedger(place[0]))
                {
                    await LedgerFill.RunAsync(ledger, usage);
                }

                if (store == "postgres")
                {
                    await VacuumAsync(LedgerAddress.Parse(place[0]));
                }

                break;
        }

        Report(start, store);
    }

    /// <summary>What autovacuum would do in the hours after a first sync.</summary>
    private static async Task VacuumAsync(LedgerAddress address)
    {
        await using var connection = new NpgsqlConnection(
            $"Host={address.Host};Port={address.Port};Username={address.User};Database={address.Database};Command Timeout=0;Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = "VACUUM ANALYZE";
        await command.ExecuteNonQueryAsync();
    }

    private static IContender Open(string contender, string place) => contender switch
    {
        // Settings as those of ElevenCost.
        "sqlite-rows" => new SqlContender(() => OpenSqlite(place), RowsSql.Sqlite, hasNames: false, "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096"),
        "duckdb-parquet" => new SqlContender(() => DuckDbFill.Open(":memory:"), question => RowsSql.DuckDb(question, $"'{place}'"), hasNames: true),
        "duckdb-file" => new SqlContender(() => DuckDbFill.Open(place), question => RowsSql.DuckDb(question, "usage"), hasNames: true),
        _ => new LedgerContender(OpenLedger(place)),
    };

    private static SqliteConnection OpenSqlite(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Answers the questions whose numbers come in, until no more come.</summary>
    private static async Task AnswerAsync(IContender contender, Question[] questions)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [Statements, string asked])
            {
                await ListStatementsAsync(contender, questions[Number(asked)]);
                continue;
            }

            Question question = questions[Number(line)];
            long start = Stopwatch.GetTimestamp();
            Answer answer = await contender.AskAsync(question);
            Report(start, answer.ToString());
        }
    }

    /// <summary>The statements on usage that PostgreSQL gets, as the driver reports them; those on days and names are not among them.</summary>
    private static async Task ListStatementsAsync(IContender contender, Question question)
    {
        var statements = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string sql && sql.Contains(" usage_", StringComparison.Ordinal))
                {
                    // With the memory that ElevenCost has for it.
                    string memory = sql.Contains(" usage_row ", StringComparison.Ordinal) ? "'64MB'" : "DEFAULT";
                    statements.Add($"SET work_mem = {memory}; {sql.ReplaceLineEndings(" ")}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await contender.AskAsync(question);
        statements.ForEach(Console.WriteLine);
        Console.WriteLine(End);
    }

    private static void Report(long start, string note)
    {
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(new Measured(seconds, process.PeakWorkingSet64 / 1048576.0, note));
    }
}

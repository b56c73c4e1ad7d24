namespace ElevenCost.Bench.Records;

/// <summary>All contenders, started, each in its process.</summary>
internal sealed class Contenders : IDisposable
{
    private readonly RecordsOptions _options;
    private readonly string _home;
    private readonly ContenderProcess _sqlite;
    private readonly ContenderProcess _sqliteRows;
    private readonly ContenderProcess _parquet;
    private readonly ContenderProcess _duckDbFile;
    private readonly ContenderProcess? _postgres;
    private readonly Psql? _sameSql;
    private readonly Psql? _postgresRows;

    public Contenders(RecordsOptions options, Stores stores)
    {
        _options = options;
        _home = stores.Home;
        _sqlite = new ContenderProcess("ledger", options, stores.Home);
        _sqliteRows = new ContenderProcess("sqlite-rows", options, Path.Combine(stores.Home, Engine.Ledger.RelationalLedger.FileName));
        _parquet = new ContenderProcess("duckdb-parquet", options, stores.Parquet);
        _duckDbFile = new ContenderProcess("duckdb-file", options, stores.DuckDb);
        if (stores.Server is { } server)
        {
            _postgres = new ContenderProcess("ledger", options, server.Address.ToString());
            _sameSql = new Psql(server.StartPsql(server.Address.Schema));
            _postgresRows = new Psql(server.StartPsql(server.Address.Schema));
        }
    }

    /// <summary>The most memory that each has held.</summary>
    public IEnumerable<(string Contender, double Megabytes)> Peaks
    {
        get
        {
            yield return ("ElevenCost, SQLite", _sqlite.PeakMegabytes);
            yield return ("SQL on the rows, SQLite", _sqliteRows.PeakMegabytes);
            yield return ("DuckDB on Parquet", _parquet.PeakMegabytes);
            yield return ("DuckDB on its own file", _duckDbFile.PeakMegabytes);
            if (_postgres is not null)
            {
                yield return ("ElevenCost, PostgreSQL", _postgres.PeakMegabytes);
                yield return ("psql, the same SQL", _sameSql!.PeakMegabytes);
                yield return ("psql, SQL on the rows", _postgresRows!.PeakMegabytes);
            }
        }
    }

    /// <summary>Asks all of them the same, in turn, so that what else the machine does meets all.</summary>
    /// <exception cref="InvalidOperationException">Their answers differ.</exception>
    public async Task<QuestionResult> AskAsync(int number, Question question)
    {
        // The first time is not measured: it warms caches and compares the answers.
        string expected = (await _sqlite.AskAsync(number)).Note;
        var result = new QuestionResult(question, int.Parse(expected.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        Compare(question, "DuckDB on Parquet", expected, (await _parquet.AskAsync(number)).Note);
        Compare(question, "DuckDB on its own file", expected, (await _duckDbFile.AskAsync(number)).Note);
        List<string> statements = [];
        if (_postgres is not null)
        {
            Compare(question, "ElevenCost, PostgreSQL", expected, (await _postgres.AskAsync(number)).Note);
            statements = await _postgres.ReadStatementsAsync(number);
            await CompareAsync(question, expected, _sameSql!, statements);
            Compare(question, "psql, SQL on the rows", expected, (await _postgresRows!.ReadAsync(question)).ToString());
        }

        bool hasRowsLimit = question.Limit == Limit.Rows;
        for (int run = 0; run < _options.Runs; run++)
        {
            result.Sqlite.Add((await _sqlite.AskAsync(number)).Seconds);
            result.Parquet.Add((await _parquet.AskAsync(number)).Seconds);
            result.DuckDbFile.Add((await _duckDbFile.AskAsync(number)).Seconds);
            if (run == 0 || hasRowsLimit)
            {
                Measured rows = await _sqliteRows.AskAsync(number);
                Compare(question, "SQL on the rows, SQLite", expected, rows.Note);
                result.SqliteRows.Add(rows.Seconds);
            }

            if (_postgres is not null)
            {
                result.Postgres.Add((await _postgres.AskAsync(number)).Seconds);
                result.SameSql.Add(await _sameSql!.RunAsync(statements));
                if (run == 0 || hasRowsLimit)
                {
                    result.PostgresRows.Add(await _postgresRows!.RunAsync([RowsSql.Postgres(question)]));
                }
            }
        }

        using var alone = new ContenderProcess("ledger", _options, _home);
        await alone.AskAsync(number);
        result.PeakMegabytes = (await alone.AskAsync(number)).PeakMegabytes;
        return result;
    }

    public void Dispose()
    {
        _sqlite.Dispose();
        _sqliteRows.Dispose();
        _parquet.Dispose();
        _duckDbFile.Dispose();
        _postgres?.Dispose();
        _sameSql?.Dispose();
        _postgresRows?.Dispose();
    }

    /// <summary>The sums of ElevenCost's own statements: they end with the columns of a rollup, and one row may come in several parts.</summary>
    private static async Task CompareAsync(Question question, string expected, Psql psql, List<string> statements)
    {
        long credits = 0;
        long cost = 0;
        await psql.ReadAsync(statements, columns =>
        {
            credits += Psql.Number(columns[^12]);
            cost += Psql.Number(columns[^5]);
        });
        string sums = string.Create(System.Globalization.CultureInfo.InvariantCulture, $" {credits} credits, {cost} billionths");
        if (statements.Count == 0 || !expected.Contains(sums, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{question}: psql, the same SQL in {statements.Count} statements, has{sums}; ElevenCost has {expected}.");
        }
    }

    private static void Compare(Question question, string contender, string expected, string actual)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"{question}: {contender} has {actual}; ElevenCost on SQLite has {expected}.");
        }
    }
}

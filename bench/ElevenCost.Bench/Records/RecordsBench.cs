using System.Globalization;

namespace ElevenCost.Bench.Records;

/// <summary>The mode <c>records</c>: the same questions to ElevenCost and to others over the same records of a year.</summary>
internal static class RecordsBench
{
    public static async Task<int> RunAsync(RecordsOptions options)
    {
        if (options.Markdown is { } page)
        {
            MarkdownPage.Check(page, "records");
        }

        string folder = options.Folder ?? Directory.CreateTempSubdirectory("elevencost-records-").FullName;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            // The server runs as another user if the bench runs as root, and finds its data in here.
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        try
        {
            PostgresServer? server = await PostgresServer.StartAsync(Path.Combine(folder, "postgres"));
            await using (server)
            {
                await MeasureAsync(options, folder, server);
            }
        }
        finally
        {
            if (options.Folder is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(RecordsOptions options, string folder, PostgresServer? server)
    {
        Stores stores = await Stores.FillAsync(options, folder, server);
        Question[] questions = Question.All(new MadeUsage(options.Count, options.Seed));
        using var contenders = new Contenders(options, stores);
        var results = new List<QuestionResult>();
        for (int number = 0; number < questions.Length; number++)
        {
            results.Add(await contenders.AskAsync(number, questions[number]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{number + 1} of {questions.Length}, {questions[number]}: {results[^1].Sqlite}; Parquet {results[^1].Parquet}; rows {results[^1].SqliteRows}; PostgreSQL {results[^1].Postgres}; psql {results[^1].SameSql}"));
        }

        string tables = RecordsTables.Write(options, stores.Fills, await stores.DescribeAsync(), contenders.Peaks, results);
        Console.WriteLine();
        Console.WriteLine(tables);
        if (options.Markdown is { } page)
        {
            await MarkdownPage.WriteAsync(page, "records", tables);
        }
    }
}

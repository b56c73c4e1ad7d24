using System.Globalization;
using System.Text;

namespace ElevenCost.Bench.Records;

/// <summary>What a run came to, as Markdown.</summary>
internal static class RecordsTables
{
    private const double MostOfPsql = 1.2;
    private const double MostMegabytes = 200;

    public static string Write(
        RecordsOptions options, Dictionary<string, Measured> fills, Dictionary<string, (string Product, long Bytes)> stores,
        IEnumerable<(string Contender, double Megabytes)> peaks, List<QuestionResult> results)
    {
        var text = new StringBuilder();
        Line(text, $"{options.Count:N0} records of the year {MadeUsage.Year}, seed {options.Seed}; {string.Join(", ", stores.Values.Select(store => store.Product).Distinct())}.");
        Line(text, $"{Machine.Describe()}. {options.Runs} runs each.");
        Line(text, $"");
        Line(text, $"| SQLite | rows | ElevenCost | DuckDB on Parquet | DuckDB on its own file | SQL on the rows | ratio | limit | peak memory |");
        Line(text, $"|---|---|---|---|---|---|---|---|---|");
        foreach (QuestionResult result in results)
        {
            (Timing other, double most, string limit) = result.Question.Limit switch
            {
                Limit.AheadOfParquet => (result.Parquet, 1, "Parquet"),
                Limit.ThreeTimesParquet => (result.Parquet, 3, "3 × Parquet"),
                _ => (result.SqliteRows, 1, "SQL on the rows"),
            };
            Line(text, $"| {result.Question} | {result.Rows:N0} | {result.Sqlite} | {result.Parquet} | {result.DuckDbFile} | {result.SqliteRows} | {Ratio(result.Sqlite.RatioTo(other), most)} | {limit} | {Memory(result.PeakMegabytes)} |");
        }

        if (results.TrueForAll(result => result.Postgres.IsMeasured))
        {
            Line(text, $"");
            Line(text, $"| PostgreSQL | ElevenCost | SQL on the rows in psql | ratio | limit | ElevenCost's SQL in psql | ratio |");
            Line(text, $"|---|---|---|---|---|---|---|");
            foreach (QuestionResult result in results)
            {
                string ratio = Ratio(result.Postgres.RatioTo(result.PostgresRows), MostOfPsql);
                Line(text, $"| {result.Question} | {result.Postgres} | {result.PostgresRows} | {ratio} | {MostOfPsql} × SQL on the rows | {result.SameSql} | {result.Postgres.RatioTo(result.SameSql):0.00} |");
            }
        }
        else
        {
            Line(text, $"");
            Line(text, $"{PostgresServer.Missing}.");
        }

        Line(text, $"");
        Line(text, $"| process that answered all questions | peak memory |");
        Line(text, $"|---|---|");
        foreach ((string contender, double megabytes) in peaks)
        {
            Line(text, $"| {contender} | {megabytes:0} MB |");
        }

        Line(text, $"");
        Line(text, $"| filling | time | peak memory | size on disk |");
        Line(text, $"|---|---|---|---|");
        foreach ((string name, Measured fill) in fills)
        {
            Line(text, $"| {name} | {fill.Seconds:0} s | {fill.PeakMegabytes:0} MB | {stores[name].Bytes / 1048576} MB |");
        }

        return text.ToString();
    }

    private static string Memory(double megabytes)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{megabytes:0} MB");
        return megabytes > MostMegabytes ? $"**{text}**" : text;
    }

    private static string Ratio(double ratio, double most)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}");
        return ratio > most ? $"**{text}**" : text;
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

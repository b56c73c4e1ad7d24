using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Bench.Records;

/// <summary>
/// The SQL that one would write over the rows of usage: the bucket's first day as a number of days since 0001-01-01, the groups, and the sums of
/// credits, requests, minutes and cost, the latter in billionths. Nothing else: not what makes an answer complete or priced.
/// </summary>
internal static class RowsSql
{
    private static readonly string[] Columns = ["product_no", "model_no", "api_key_no", "voice_no", "user_no", "group_no", "source_no", "region_no"];

    private static readonly string Days = string.Create(CultureInfo.InvariantCulture,
        $"u.connection = 1 AND u.slice = -2 AND u.day BETWEEN {MadeUsage.Year.Start.DayNumber} AND {MadeUsage.Year.End.DayNumber}");

    private const string Sums = "sum(u.credits), sum(u.requests), sum(u.minutes_nano), sum(u.cost_nano)";

    /// <summary>Over the rows of the ledger in SQLite, which has no calendar that is as fast as a table of the buckets.</summary>
    public static string Sqlite(Question question)
    {
        if (question.Granularity is not (Granularity.Week or Granularity.Month))
        {
            return Rows(question, question.Granularity == Granularity.Day ? "u.day" : null);
        }

        IEnumerable<string> buckets = MadeUsage.Year.EachDay().GroupBy(day => BucketOf(day, question.Granularity))
            .Select(days => string.Create(CultureInfo.InvariantCulture, $"({days.Key.DayNumber}, {days.First().DayNumber}, {days.Last().DayNumber})"));
        string groups = string.Join(", ", question.GroupBy.Select(Column).Prepend("b.bucket"));
        return $"WITH b(bucket, first, last) AS (VALUES {string.Join(", ", buckets)}) SELECT {groups}, {Sums} FROM b CROSS JOIN usage_row u "
            + $"WHERE u.connection = 1 AND u.slice = -2 AND u.day BETWEEN b.first AND b.last{Filters(question)} GROUP BY {groups}";
    }

    /// <summary>Over the rows of the ledger in PostgreSQL.</summary>
    public static string Postgres(Question question) => Rows(question, question.Granularity switch
    {
        Granularity.Total => null,
        Granularity.Day => "u.day",
        Granularity granularity => $"date_trunc('{granularity}', DATE '0001-01-01' + u.day)::date - DATE '0001-01-01'",
    });

    /// <summary>Over a table or file with names in its columns, in DuckDB.</summary>
    /// <param name="question">The question.</param>
    /// <param name="from">The table or the file.</param>
    public static string DuckDb(Question question, string from)
    {
        string bucket = question.Granularity switch
        {
            Granularity.Total => "0",
            Granularity.Day => "day - DATE '0001-01-01'",
            Granularity granularity => $"date_trunc('{granularity}', day)::DATE - DATE '0001-01-01'",
        };
        string groups = string.Join(", ", question.GroupBy.Select(NameOf).Prepend(bucket));
        string filters = string.Concat(question.Filters.Select(filter => $" AND {NameOf(filter.Dimension)} = '{filter.Value}'"));
        return $"SELECT {groups}, sum(credits)::BIGINT, sum(requests)::BIGINT, (sum(minutes) * 1000000000)::BIGINT, (sum(cost) * 1000000000)::BIGINT FROM {from} "
            + string.Create(CultureInfo.InvariantCulture, $"WHERE day BETWEEN DATE '{MadeUsage.Year.Start:yyyy-MM-dd}' AND DATE '{MadeUsage.Year.End:yyyy-MM-dd}'")
            + filters + " GROUP BY ALL";
    }

    /// <summary>The column of a dimension in DuckDB's table.</summary>
    public static string NameOf(Dimension dimension) => Column(dimension)["u.".Length..^"_no".Length] + "_id";

    private static string Rows(Question question, string? bucket)
    {
        string[] groups = [.. new[] { bucket }.OfType<string>(), .. question.GroupBy.Select(Column)];
        string columns = string.Join(", ", bucket is null ? ["0", .. groups] : groups);
        return $"SELECT {columns}, {Sums} FROM usage_row u WHERE {Days}{Filters(question)}{(groups.Length == 0 ? "" : " GROUP BY " + string.Join(", ", groups))}";
    }

    private static string Filters(Question question) => string.Concat(question.Filters.Select(filter =>
        $" AND {Column(filter.Dimension)} = (SELECT number FROM dimension_value WHERE connection = 1 AND dimension = {UsageTable.IndexOf(filter.Dimension)} AND id = '{filter.Value}')"));

    private static string Column(Dimension dimension) => "u." + Columns[UsageTable.IndexOf(dimension)];

    private static DateOnly BucketOf(DateOnly day, Granularity granularity) => granularity == Granularity.Month
        ? new DateOnly(day.Year, day.Month, 1) : day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}

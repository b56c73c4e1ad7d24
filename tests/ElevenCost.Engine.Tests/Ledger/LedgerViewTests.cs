using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>The views for SQL, and the questions of docs/sql.md, on every database.</summary>
public sealed partial class LedgerViewTests
{
    private static readonly Row[] Rows =
    [
        new(Day(1), "tts", "eleven_v3", "v1", 1200, 3, "1.5", "0.125"),
        new(Day(1), "stt", "scribe", null, 300, 1, null, "0.0000000012"),
        new(Day(2), "tts", "eleven_v3", "", 40, null, "0.25", "0.000000001"),
        new(Day(5), "tts", "flash", "v1", 900, 2, "3", null),
    ];

    private static readonly string[] Questions = [.. SqlPattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "sql.md"))).Select(match => match.Groups["sql"].Value)];

    [SkippableFact]
    public async Task The_questions_of_the_page_have_the_same_answers_on_both_databases()
    {
        Assert.Equal(5, Questions.Length);
        using LedgerFixture sqlite = Sqlite();
        using LedgerFixture postgres = Postgres();
        await FillAsync(sqlite);
        await FillAsync(postgres);
        foreach (string question in Questions)
        {
            string[] rows = Ask(sqlite, question);
            Assert.NotEmpty(rows);
            Assert.Equal(rows, Ask(postgres, question));
        }
    }

    [Fact]
    public async Task Answers_are_right_on_sqlite()
    {
        using LedgerFixture fixture = Sqlite();
        await AssertRightAsync(fixture);
    }

    [SkippableFact]
    public async Task Answers_are_right_on_postgresql()
    {
        using LedgerFixture fixture = Postgres();
        await AssertRightAsync(fixture);
        Assert.Equal(["0.1250000012000000000000000000"], Ask(fixture, "SELECT CAST(sum(cost) AS text) FROM usage_daily WHERE date = DATE '2026-11-01'"));
    }

    private static async Task AssertRightAsync(LedgerFixture fixture)
    {
        await FillAsync(fixture);
        Assert.Equal(["eleven_v3|1240|0.13|USD", "flash|900|-|USD", "scribe|300|0|USD"], Ask(fixture, Questions[0]));
        Assert.Equal(["2026-11-01|USD|125000001", "2026-11-02|USD|1", "2026-11-05|USD|-"], Ask(fixture, Questions[2]));
        Assert.Equal(["acme|2026-11-03|missing|-", "acme|2026-11-04|missing|-", "acme|2026-11-05|provisional|-"], Ask(fixture, Questions[3]));
        Assert.Equal(["2026-11-01|1200|1500", "2026-11-02|40|40", "2026-11-05|900|900"], Ask(fixture, Questions[4]));
        Assert.Equal(["v1", "-", ""], Ask(fixture, "SELECT voice FROM usage_daily WHERE date < '2026-11-05' ORDER BY credits DESC"));
        Assert.Equal(["-"], Ask(fixture, "SELECT DISTINCT api_key FROM usage_daily"));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_are_the_latest_and_usage_of_slices_counts_once(bool isShared)
    {
        using LedgerFixture fixture = isShared ? Postgres() : Sqlite();
        var builder = new UsageTableBuilder();
        int key = builder.Intern(2, "k1");
        builder.Add(Day(1).DayNumber, UsageTable.TotalSlice, [-1, -1, -1, -1, -1, -1, -1, -1], 10, null, null, null);
        builder.Add(Day(1).DayNumber, 2, [-1, -1, key, -1, -1, -1, -1, -1], 10, null, null, null);
        builder.Add(Day(2).DayNumber, UsageTable.FullRecord, [-1, -1, key, -1, -1, -1, -1, -1], 5, 1, null, null);
        DayEntry slices = Entry(Day(1), []) with { Source = UsageSource.UsageStatistics, Rows = 2, Credits = 10, Requests = null, ConsumedCost = null };
        DayEntry records = Entry(Day(2), []) with { Rows = 1, Credits = 5, Requests = 1 };
        foreach (string name in new[] { "old", "new" })
        {
            await fixture.Ledger.ReplaceDaysAsync(Name, new DayReplacement(Zone, [slices, records], builder.Build(), [],
                NameBook.Empty with { ApiKeys = new Dictionary<string, string> { ["k1"] = name } }), None);
        }

        Assert.Equal(["2026-11-01|-|-|10", "2026-11-02|k1|new|5"], Ask(fixture, "SELECT date, api_key_id, api_key, credits FROM usage_daily ORDER BY date"));
    }

    private static async Task FillAsync(LedgerFixture fixture)
    {
        await fixture.Ledger.ReplaceDaysAsync(Name, Replace([Day(1), Day(2)], Rows[..3]), None);
        await fixture.Ledger.ReplaceDaysAsync(Name, Replace([Day(5)], Rows[3..], DayState.Provisional), None);
    }

    private static string[] Ask(LedgerFixture fixture, string sql) => fixture.Ledger.Database.Read(
        session => session.List(sql, reader => string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader, column)))).ToArray(), [], None);

    private static string Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? "-" : reader.GetValue(column) switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string text => text,
        var number => Convert.ToDecimal(number, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"```sql\n(?<sql>[^`]+)```")]
    private static partial Regex SqlPattern();
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using ElevenCost.Engine.Export;

namespace ElevenCost.Engine.Tests.Export;

public class ExportTests
{
    private static readonly CostRecord Row = new()
    {
        Date = new DateTime(2026, 11, 1),
        EndDate = new DateTime(2026, 11, 1),
        Model = "eleven_flash_v2_5",
        ApiKey = "Büro, \"Köln\"",
        ApiKeyId = "a1",
        Credits = 1234567,
        Minutes = 1.50m,
        Cost = 0.10m,
        Currency = "USD",
        CostBasis = CostBasis.PlanRate,
        Completeness = Completeness.Provisional,
        UnpricedCredits = 0,
    };

    private static readonly CostQuestion Listed = new(Granularity.Total, [], new DateRange(new(2026, 11, 1), new(2026, 11, 30)), false, null)
    {
        Listed = ListedParts.Top | ListedParts.Share | ListedParts.Previous,
    };

    public static TheoryData<string> Cultures => ["", "en-US", "de-DE", "tr-TR", "ar-SA", "th-TH", "fa-IR"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Csv_is_the_same_in_every_culture(string culture) => Assert.Equal(
        "Connection,Date,Product,Model,ApiKey,ApiKeyId,Voice,User,Group,Source,Region,CostCenter,Credits,Minutes,Requests,Cost,Currency,CostBasis,PriceVersion,Completeness,UnpricedCredits,StartedAt,CostPer1000Credits,CostPerMinute,CostPerRequest,Characters,CostPer1000Characters,EndDate\n"
        + ",2026-11-01,,eleven_flash_v2_5,\"Büro, \"\"Köln\"\"\",a1,,,,,,,1234567,1.50,,0.10,USD,PlanRate,,Provisional,0,,0.0000810001,0.0666666667,,,,2026-11-01\n",
        await CsvAsync(culture, ExportColumns.Cost, Row));

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Json_is_the_same_in_every_culture(string culture) => Assert.Equal(
        "[\n  {\"Connection\":null,\"Date\":\"2026-11-01\",\"Product\":null,\"Model\":\"eleven_flash_v2_5\",\"ApiKey\":\"Büro, \\\"Köln\\\"\",\"ApiKeyId\":\"a1\",\"Voice\":null,\"User\":null,\"Group\":null,\"Source\":null,\"Region\":null,\"CostCenter\":null,\"Credits\":1234567,\"Minutes\":1.50,\"Requests\":null,\"Cost\":0.10,\"Currency\":\"USD\",\"CostBasis\":\"PlanRate\",\"PriceVersion\":null,\"Completeness\":\"Provisional\",\"UnpricedCredits\":0,\"StartedAt\":null,\"CostPer1000Credits\":0.0000810001,\"CostPerMinute\":0.0666666667,\"CostPerRequest\":null,\"Characters\":null,\"CostPer1000Characters\":null,\"EndDate\":\"2026-11-01\"}\n]\n",
        await JsonAsync(culture, ExportColumns.Cost, Row));

    [Fact]
    public async Task Nothing_is_an_empty_array_and_a_header_line()
    {
        Assert.Equal("[]\n", await JsonAsync("", ExportColumns.Usage));
        string csv = await CsvAsync("", ExportColumns.Usage);
        Assert.StartsWith("Connection,Date,Product", csv);
        Assert.Equal(csv.Length - 1, csv.IndexOf('\n'));
    }

    [Theory]
    [InlineData("0.0000001")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-12345.67890")]
    [InlineData("0.00")]
    public async Task An_amount_keeps_its_digits(string digits)
    {
        CostRecord row = Row with { Cost = decimal.Parse(digits, CultureInfo.InvariantCulture) };

        Assert.Contains($"\"Cost\":{digits},", await JsonAsync("de-DE", ExportColumns.Cost, row), StringComparison.Ordinal);
        Assert.Contains($",{digits},USD", await CsvAsync("de-DE", ExportColumns.Cost, row), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＠SUM(1)", "'＠SUM(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-prod", "'-prod")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("\uFF0B1", "'\uFF0B1")]
    [InlineData("\uFF0D1", "'\uFF0D1")]
    [InlineData("\uFF20SUM(A1)", "'\uFF20SUM(A1)")]
    [InlineData("a=b", "a=b")]
    [InlineData("line\nbreak", "\"line\nbreak\"")]
    public async Task A_name_is_no_formula_in_csv_and_itself_in_json(string name, string cell)
    {
        CostRecord row = Row with { ApiKey = name };

        Assert.Contains($",eleven_flash_v2_5,{cell},a1,", await CsvAsync("", ExportColumns.Cost, row), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await JsonAsync("", ExportColumns.Cost, row));
        Assert.Equal(name, json.RootElement[0].GetProperty("ApiKey").GetString());
    }

    [Fact]
    public async Task A_negative_number_is_a_number_in_csv() =>
        Assert.Contains(",-5,", await CsvAsync("", ExportColumns.Cost, Row with { Credits = -5 }), StringComparison.Ordinal);

    [Fact]
    public async Task A_control_character_is_escaped_in_json() =>
        Assert.Contains("a\\u001B[2Jb", await JsonAsync("", ExportColumns.Cost, Row with { ApiKey = "a\u001b[2Jb" }), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData(typeof(UsageRecord))]
    [InlineData(typeof(CostRecord))]
    [InlineData(typeof(SyncResult))]
    [InlineData(typeof(CoverageRecord))]
    [InlineData(typeof(Capability))]
    [InlineData(typeof(Connection))]
    [InlineData(typeof(SeriesRecord))]
    [InlineData(typeof(ReconciliationRecord))]
    [InlineData(typeof(ReconciliationSummary))]
    public void Every_property_is_a_column(Type record)
    {
        string[] columns = record.Name switch
        {
            nameof(UsageRecord) => Names(ExportColumns.Usage),
            // What a row is listed with has columns if it was asked for.
            nameof(CostRecord) => Names(ExportColumns.CostOf([Row with { Origin = new CostOrigin(Listed) }])),
            nameof(SyncResult) => Names(ExportColumns.Sync),
            nameof(CoverageRecord) => Names(ExportColumns.Coverage),
            // What a key may do is a table of its own.
            nameof(Connection) => [.. Names(ExportColumns.Connections), nameof(Connection.Capabilities)],
            nameof(SeriesRecord) => Names(SeriesColumns.Series),
            nameof(ReconciliationRecord) => Names(ReconciliationColumns.Reconciliation),
            nameof(ReconciliationSummary) => Names(ReconciliationColumns.Checks),
            _ => Names(ExportColumns.Capabilities),
        };

        Assert.Equal(record.GetProperties().Select(property => property.Name).Order(), columns.Order());

        static string[] Names<T>(IReadOnlyList<ExportColumn<T>> of) => [.. of.Select(column => column.Name)];
    }

    [Fact]
    public async Task A_sync_holds_its_restatements_in_json_and_tells_of_them_in_csv()
    {
        var result = new SyncResult
        {
            Connection = "acme",
            Succeeded = true,
            From = new DateTime(2026, 11, 1),
            To = new DateTime(2026, 11, 2),
            DaysAsked = 2,
            DaysSynced = 2,
            DaysFailed = 0,
            Records = 3,
            Credits = 4,
            Restatements = [new(new DateTime(2026, 11, 1), true, 100, 120, 0.10m, null)],
            Warnings = ["one", "two"],
            StartedAt = new DateTime(2026, 11, 3, 6, 0, 0, DateTimeKind.Utc),
            Duration = TimeSpan.FromSeconds(1.5),
            Requests = 6,
        };

        Assert.Contains(",2026-11-01: 100 -> 120 credits,,one; two,", await CsvAsync("de-DE", ExportColumns.Sync, result), StringComparison.Ordinal);
        string json = await JsonAsync("de-DE", ExportColumns.Sync, result);
        Assert.Contains("[{\"Date\":\"2026-11-01\",\"WasFinal\":true,\"OldCredits\":100,\"NewCredits\":120,\"OldCost\":0.10,\"NewCost\":null}]", json, StringComparison.Ordinal);
        Assert.Contains("\"StartedAt\":\"2026-11-03T06:00:00Z\",\"Duration\":\"00:00:01.5000000\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_handed_on_while_more_come()
    {
        using var stream = new MemoryStream();
        long handedOn = 0;

        await CsvExport.WriteAsync(stream, ExportColumns.Cost, RowsAsync(), default);

        Assert.True(handedOn > 0);

        async IAsyncEnumerable<CostRecord> RowsAsync()
        {
            for (int row = 0; row < 2000; row++)
            {
                await Task.CompletedTask;
                yield return Row;
                handedOn = stream.Length;
            }
        }
    }

    private static Task<string> CsvAsync<T>(string culture, IReadOnlyList<ExportColumn<T>> columns, params T[] rows) =>
        WriteAsync(culture, stream => CsvExport.WriteAsync(stream, columns, ToAsync(rows), default));

    private static Task<string> JsonAsync<T>(string culture, IReadOnlyList<ExportColumn<T>> columns, params T[] rows) =>
        WriteAsync(culture, stream => JsonExport.WriteAsync(stream, columns, ToAsync(rows), default));

    private static async Task<string> WriteAsync(string culture, Func<Stream, Task> write)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            using var stream = new MemoryStream();
            await write(stream);
            return new UTF8Encoding(false, true).GetString(stream.ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static async IAsyncEnumerable<T> ToAsync<T>(IEnumerable<T> rows)
    {
        await Task.CompletedTask;
        foreach (T row in rows)
        {
            yield return row;
        }
    }
}

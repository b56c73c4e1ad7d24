using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Export;

/// <summary>Files of cost: names, digits, bytes, and what stands in their place before and after.</summary>
public sealed partial class CostExportTests : IDisposable
{
    private static readonly CostQuestion Question = new(
        Granularity.Day, [Dimension.Connection, Dimension.Model, Dimension.ApiKey, Dimension.CostCenter], new DateRange(new(2026, 11, 1), new(2026, 11, 30)), false, "Europe/Berlin");

    internal static readonly CostRecord Row = new()
    {
        Connection = "acme",
        Date = new DateTime(2026, 11, 1),
        Model = "eleven_flash_v2_5",
        ApiKey = "prod",
        ApiKeyId = "a1",
        CostCenter = "Sales",
        Credits = 1234567,
        Minutes = 1.50m,
        Requests = 12,
        Cost = 0.1234567891m,
        Currency = "USD",
        CostBasis = CostBasis.PlanRate,
        PriceVersion = "2026-05/creator",
        Completeness = Completeness.Provisional,
        UnpricedCredits = 0,
        Origin = new CostOrigin(Question),
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-export-");

    public static TheoryData<string> Names => [.. Files.Keys];

    public static TheoryData<string, string> NamesAndCultures
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string name in Files.Keys)
            {
                foreach (string culture in new[] { "de-DE", "ar-SA", "th-TH", "tr-TR" })
                {
                    data.Add(name, culture);
                }
            }

            return data;
        }
    }

    private static Dictionary<string, ExportFormat?> Files { get; } = new()
    {
        ["cost.csv"] = null,
        ["cost.json"] = null,
        ["cost.md"] = null,
        ["cost.xlsx"] = null,
        ["cost.parquet"] = null,
        ["cost.prom"] = null,
        ["focus.csv"] = ExportFormat.Focus,
        ["focus.parquet"] = ExportFormat.Focus,
    };

    [Fact]
    public void Columns_of_typed_files_are_those_of_csv_and_json_with_the_same_values()
    {
        CostRecord row = Row with { Product = "p", Voice = "v", User = "u", Group = "g", Source = "s", Region = "r" };
        Assert.Equal(ExportColumns.Cost.Select(column => column.Name), CostColumns.All.Select(column => column.Name));
        Assert.Equal(
            ExportColumns.Cost.Select(column => column.Value(row).ToString()),
            CostColumns.All.Select(column => column.ToExportColumn().Value(row).ToString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_hostile_name_comes_back_from_every_format(string name)
    {
        KeyValuePair<string, string>[] hostile = [.. HostileNames.All];
        string path = await WriteAsync(name, [.. hostile.Select((one, index) => Row with { ApiKey = one.Value, CostCenter = one.Value, ApiKeyId = $"k{index:00}" })]);
        string[] names = [.. hostile.Select(one => one.Value)];
        string[] guarded = [.. names.Select(FormulaGuard.Of)];
        switch (name)
        {
            case "cost.csv":
                Assert.Equal(guarded, ExportedFiles.Csv(path).Select(row => row["ApiKey"]));
                break;
            case "cost.json":
                Assert.Equal(names, ExportedFiles.Json(await File.ReadAllTextAsync(path)).Select(row => row["ApiKey"]));
                break;
            case "cost.xlsx":
                Assert.Equal(names, ExportedFiles.Xlsx(path, "Cost").Select(row => row["ApiKey"]));
                break;
            case "cost.parquet":
                Assert.Equal(names, (await ExportedFiles.ParquetAsync(path)).Select(row => row["ApiKey"]));
                Assert.Equal(names, ExportedFiles.ByDuckDb(path).Select(row => row["ApiKey"]));
                break;
            case "cost.prom":
                Assert.Equal(names, ExportedFiles.Metrics(path).Where(sample => sample.Metric == "elevencost_cost").Select(sample => sample.Labels["api_key"]));
                break;
            case "cost.md":
                AssertHarmless(await File.ReadAllTextAsync(path));
                List<Dictionary<string, string?>> rows = ExportedFiles.Markdown(path);
                Assert.Equal(hostile.Length + 1, rows.Count);
                Assert.Equal(hostile.Select((_, index) => $"k{index:00}"), rows.SkipLast(1).Select(row => row["ApiKeyId"]));
                Assert.Contains(rows, row => row["ApiKey"] == "'=cmd|' /C calc'!A0");
                break;
            case "focus.csv":
                Assert.Equal(guarded, ExportedFiles.Csv(path).Select(row => row["x_ApiKey"]));
                Assert.Equal(names, ExportedFiles.Csv(path).Select(row => ExportedFiles.Json($"[{row["Tags"]}]")[0]["CostCenter"]));
                break;
            default:
                Assert.Equal(names, ExportedFiles.ByDuckDb(path).Select(row => row["x_ApiKey"]));
                break;
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndCultures))]
    public async Task Two_exports_are_the_same_bytes_in_every_culture(string name, string culture)
    {
        byte[] first = await File.ReadAllBytesAsync(await WriteAsync(name, Mixed()));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            // ZIP files hold times of two seconds' resolution.
            await Task.Delay(name == "cost.xlsx" && culture == "de-DE" ? 2100 : 0);
            Assert.Equal(first, await File.ReadAllBytesAsync(await WriteAsync(name, Mixed())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_a_file_that_can_be_read(string name)
    {
        string path = await WriteAsync(name);
        Assert.Equal(0, name switch
        {
            "cost.csv" or "focus.csv" => ExportedFiles.Csv(path).Count,
            "cost.json" => ExportedFiles.Json(await File.ReadAllTextAsync(path)).Count,
            "cost.md" => ExportedFiles.Markdown(path).Count,
            "cost.xlsx" => ExportedFiles.Xlsx(path, "Cost").Count + ExportedFiles.Xlsx(path, "Totals").Count,
            "cost.prom" => ExportedFiles.Metrics(path).Count,
            _ => (await ExportedFiles.ParquetAsync(path)).Count + ExportedFiles.ByDuckDb(path).Count,
        });
    }

    [Fact]
    public async Task Totals_of_a_workbook_and_of_markdown_are_by_basis_and_currency()
    {
        string[] expected =
        [
            "Consumed||-|5|5|2", "Consumed|EUR|1.5|10|0|1", "Consumed|USD|2.75|30|0|2", "PlanRate|USD|0.1234567891|1234567|0|1",
        ];
        string path = await WriteAsync("cost.xlsx", Mixed());
        Assert.Equal(expected, ExportedFiles.Xlsx(path, "Totals").Select(row =>
            $"{row["CostBasis"]}|{row["Currency"]}|{row["Cost"] ?? "-"}|{row["Credits"]}|{row["UnpricedCredits"]}|{row["Rows"]}"));
        List<Dictionary<string, string?>> rows = ExportedFiles.Markdown(await WriteAsync("cost.md", Mixed()));
        Assert.Equal(expected.Select(line => line[..line.LastIndexOf('|')]), rows.Where(row => row["Connection"] == "Total").Select(row =>
            $"{row["CostBasis"]}|{row["Currency"]}|{(row["Cost"] is { } cost ? ExportedFiles.Plain(decimal.Parse(cost, CultureInfo.InvariantCulture)) : "-")}|{row["Credits"]}|{row["UnpricedCredits"]}"));
    }

    [Fact]
    public async Task Columns_without_a_value_are_left_out_of_csv_alone_if_asked()
    {
        string path = Path.Combine(_folder.FullName, "full.csv");
        await using (var export = CostExport.Open(Options(path) with { OmitEmptyColumns = true }))
        {
            await export.AddAsync(Row, default);
            await export.AddAsync(Row with { Voice = "Adam" }, default);
            await export.CompleteAsync(default);
        }

        List<Dictionary<string, string?>> rows = ExportedFiles.Csv(path);
        Assert.Equal(
            ["Connection", "Date", "Model", "ApiKey", "ApiKeyId", "Voice", "CostCenter", "Credits", "Minutes", "Requests", "Cost", "Currency", "CostBasis", "PriceVersion",
                "Completeness", "UnpricedCredits", "CostPer1000Credits", "CostPerMinute", "CostPerRequest"],
            rows[0].Keys);
        Assert.Equal([null, "Adam"], rows.Select(row => string.IsNullOrEmpty(row["Voice"]) ? null : row["Voice"]));
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => CostExport.Open(Options(Path.Combine(_folder.FullName, "full.json")) with { OmitEmptyColumns = true }));
        Assert.Equal("ExportColumnsStay", failure.ErrorId);
    }

    [Theory]
    [InlineData("cost.csv")]
    [InlineData("cost.json")]
    [InlineData("cost.md")]
    [InlineData("cost.xlsx")]
    [InlineData("cost.parquet")]
    public async Task Rows_that_were_listed_have_what_they_were_listed_with(string name)
    {
        CostRecord others = Row with
        {
            Model = null, ApiKey = null, ApiKeyId = null, CostCenter = null, Groups = 7, SharePercent = 12.5m, PreviousCost = 1.25m,
            Origin = new CostOrigin(Question with { Listed = ListedParts.Top | ListedParts.Share }),
        };
        string path = await WriteAsync(name, others);
        Dictionary<string, string?> row = (Path.GetExtension(name) switch
        {
            ".csv" => ExportedFiles.Csv(path),
            ".json" => ExportedFiles.Json(await File.ReadAllTextAsync(path)),
            ".md" => ExportedFiles.Markdown(path),
            ".xlsx" => ExportedFiles.Xlsx(path, "Cost"),
            _ => await ExportedFiles.ParquetAsync(path),
        })[0];
        Assert.Equal("7", row["Groups"]);
        Assert.StartsWith("12.5", row["SharePercent"], StringComparison.Ordinal);
        Assert.DoesNotContain("PreviousCost", row.Keys);

        // What people read says how many there are; what programs read has no name.
        Assert.Equal(Path.GetExtension(name) is ".md" or ".xlsx" ? ("(7 others)", "-", "-") : (null, null, null),
            (Name("Model"), Name("ApiKey"), Name("CostCenter")));
        Assert.Equal("acme", Name("Connection"));

        string? Name(string column) => row[column] is { Length: > 0 } text ? text : null;
    }

    [Fact]
    public async Task Running_sums_are_in_no_total()
    {
        CostRecord running = Row with { Origin = new CostOrigin(Question with { IsCumulative = true }) };
        Assert.Empty(ExportedFiles.Xlsx(await WriteAsync("cost.xlsx", running, running with { Date = new DateTime(2026, 11, 2) }), "Totals"));
    }

    [Fact]
    public async Task A_workbook_is_as_office_open_xml_has_it()
    {
        // LibreOffice is too large for these tests; what it would choke on is in the rules of ECMA-376.
        Dictionary<string, XElement> parts = ExportedFiles.XlsxParts(await WriteAsync("cost.xlsx", Mixed()));
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        XNamespace relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        Assert.Superset(new HashSet<string> { "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml" }, parts.Keys.ToHashSet());
        string[] types = [.. parts["[Content_Types].xml"].Elements().Where(type => type.Name.LocalName == "Override").Select(type => type.Attribute("PartName")!.Value)];
        Dictionary<string, string> targets = parts["xl/_rels/workbook.xml.rels"].Elements().ToDictionary(one => one.Attribute("Id")!.Value, one => one.Attribute("Target")!.Value);
        Assert.Equal(["Cost", "Totals"], parts["xl/workbook.xml"].Descendants(main + "sheet").Select(sheet =>
        {
            string part = targets[sheet.Attribute(relation + "id")!.Value];
            Assert.Contains(part, types);
            Assert.Contains(part.TrimStart('/'), parts.Keys);
            return sheet.Attribute("name")!.Value;
        }));
        XElement cost = parts["xl/worksheets/sheet1.xml"];

        // CT_Worksheet is a sequence: other orders are what makes Excel repair a file.
        string[] order = ["sheetViews", "cols", "sheetData", "autoFilter"];
        Assert.Equal(order, cost.Elements().Select(element => element.Name.LocalName));
        XElement pane = Assert.Single(cost.Descendants(main + "pane"));
        Assert.Equal(("1", "A2", "frozen"), (pane.Attribute("ySplit")!.Value, pane.Attribute("topLeftCell")!.Value, pane.Attribute("state")!.Value));
        XElement[] rows = [.. cost.Descendants(main + "row")];
        Assert.Equal(Enumerable.Range(1, rows.Length).Select(number => number.ToString(CultureInfo.InvariantCulture)), rows.Select(row => row.Attribute("r")!.Value));
        int columns = rows[0].Elements().Count();
        Assert.Equal($"A1:{(columns > 26 ? "A" : "")}{(char)('A' + ((columns - 1) % 26))}1048576", cost.Element(main + "autoFilter")!.Attribute("ref")!.Value);
        int styles = parts["xl/styles.xml"].Element(main + "cellXfs")!.Elements().Count();
        Assert.All(cost.Descendants(main + "c"), cell =>
        {
            Assert.InRange(int.Parse(cell.Attribute("s")?.Value ?? "0", CultureInfo.InvariantCulture), 0, styles - 1);
            Assert.Contains(cell.Attribute("t")?.Value, new[] { null, "inlineStr" });
        });
    }

    [Theory]
    [InlineData("0.0000000001")]
    [InlineData("7.9228162514264337593543950335")]
    [InlineData("-12345.67890")]
    [InlineData("9999999999.9999999999")]
    [InlineData("0.00")]
    public async Task Parquet_keeps_every_digit(string digits)
    {
        decimal cost = decimal.Parse(digits, CultureInfo.InvariantCulture);
        string path = await WriteAsync("cost.parquet", Row with { Cost = cost }, Row with { Cost = null });
        string?[] expected = [ExportedFiles.Plain(cost), null];
        Assert.Equal(expected, (await ExportedFiles.ParquetAsync(path)).Select(row => row["Cost"]));
        Assert.Equal(expected, ExportedFiles.ByDuckDb(path).Select(row => row["Cost"]));

        // Statistics that are wrong would hide the row from a filter.
        Assert.Single(ExportedFiles.ByDuckDb(path, $"\"Cost\" = {digits}::DECIMAL(38, 28)"));
    }

    [Fact]
    public async Task A_figure_that_parquet_cannot_hold_is_an_error() =>
        Assert.Equal("ExportTooLarge", await FailAsync("cost.parquet", Row with { Cost = 10_000_000_000m }));

    [Fact]
    public async Task A_file_that_exists_stays_unless_it_is_to_be_replaced()
    {
        string path = Path.Combine(_folder.FullName, "cost.csv");
        await File.WriteAllTextAsync(path, "mine");
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => CostExport.Open(new CostExportOptions { Path = path }));
        Assert.Equal("ExportFileExists", failure.ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        await WriteAsync("cost.csv", Row);
        Assert.StartsWith("Connection,", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        AssertNothingElse("cost.csv");
    }

    [Fact]
    public async Task A_file_that_appears_meanwhile_stays()
    {
        string path = Path.Combine(_folder.FullName, "cost.csv");
        await using (var export = CostExport.Open(new CostExportOptions { Path = path }))
        {
            await export.AddAsync(Row, default);
            await File.WriteAllTextAsync(path, "theirs");
            Assert.Equal("ExportFileExists", (await Assert.ThrowsAsync<ElevenCostException>(() => export.CompleteAsync(default))).ErrorId);
        }

        Assert.Equal("theirs", await File.ReadAllTextAsync(path));
        AssertNothingElse("cost.csv");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_export_that_ends_early_leaves_the_old_file_alone(string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, "mine");
        await using (var export = CostExport.Open(Options(path)))
        {
            await export.AddAsync(Row, default);
        }

        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        AssertNothingElse(name);
    }

    [SkippableFact]
    public async Task A_folder_that_cannot_be_written_to_is_an_error()
    {
        Assert.Equal("ExportNotWritable", Assert.Throws<ElevenCostException>(() => CostExport.Open(new CostExportOptions { Path = Path.Combine(_folder.FullName, "none", "cost.csv") })).ErrorId);
        Skip.IfNot(OperatingSystem.IsLinux(), "The folder that nobody can write to is Linux' /proc.");
        Assert.Equal("ExportNotWritable", Assert.Throws<ElevenCostException>(() => CostExport.Open(new CostExportOptions { Path = "/proc/cost.csv" })).ErrorId);
        await Task.CompletedTask;
    }

    [SkippableFact]
    public void A_device_is_never_replaced()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no devices in folders.");
        Assert.Equal("ExportPathNotAFile", Assert.Throws<ElevenCostException>(() => CostExport.Open(Options("/dev/null") with { Format = ExportFormat.Csv })).ErrorId);
        Assert.Equal("ExportPathNotAFile", Assert.Throws<ElevenCostException>(() => CostExport.Open(Options(_folder.FullName) with { Format = ExportFormat.Csv })).ErrorId);
    }

    [SkippableFact]
    public async Task A_link_stays_one_and_a_file_keeps_who_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip.If(true, "Windows permits links to administrators alone, and has no modes of files.");
            return;
        }

        string target = Path.Combine(_folder.FullName, "target.csv");
        await File.WriteAllTextAsync(target, "old");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string link = Path.Combine(_folder.FullName, "cost.csv");
        File.CreateSymbolicLink(link, target);
        await WriteAsync("cost.csv", Row);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.StartsWith("Connection,", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
    }

    [Theory]
    [InlineData("cost.txt", null)]
    [InlineData("cost", null)]
    [InlineData("focus.xlsx", ExportFormat.Focus)]
    public void A_format_must_be_known(string name, ExportFormat? format) => Assert.Equal("ExportFormatNotKnown",
        Assert.Throws<ElevenCostException>(() => CostExport.Open(new CostExportOptions { Path = Path.Combine(_folder.FullName, name), Format = format })).ErrorId);

    [Theory]
    [InlineData("cost.md")]
    [InlineData("cost.xlsx")]
    public async Task Rows_that_a_table_has_no_column_for_are_an_error_and_never_lost(string name)
    {
        CostRecord other = Row with { Origin = new CostOrigin(Question with { GroupBy = [Dimension.Voice] }), Voice = "v1" };
        Assert.Equal("ExportRowsDiffer", await FailAsync(name, Row, other));
    }

    [Fact]
    public async Task Two_rows_are_never_the_same_metric() => Assert.Equal("ExportRowsNotUnique", await FailAsync("cost.prom", Row, Row with { Credits = 1 }));

    [Fact]
    public async Task A_metric_of_the_whole_range_has_no_date()
    {
        string path = await WriteAsync("cost.prom", Row with { Origin = new CostOrigin(Question with { Granularity = Granularity.Total }) });
        Assert.All(ExportedFiles.Metrics(path), sample => Assert.DoesNotContain("date", sample.Labels.Keys));
        Assert.Equal(["elevencost_cost", "elevencost_credits", "elevencost_requests", "elevencost_audio_seconds", "elevencost_unpriced_credits", "elevencost_completeness"],
            ExportedFiles.Metrics(path).Select(sample => sample.Metric));
        Assert.Equal(90m, decimal.Parse(ExportedFiles.Metrics(path)[3].Value, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("cost.csv")]
    [InlineData("cost.xlsx")]
    [InlineData("focus.parquet")]
    public async Task Each_cost_center_gets_a_file_of_its_own(string name)
    {
        string[] centers = [.. HostileNames.All.Values, "Acme", "ACME", "acme", "a/b", "a\\b", "..", "Sales", "unnamed", "!", "\u682a"];
        string path = Path.Combine(_folder.FullName, name);
        IReadOnlyList<string> files;
        await using (var export = CostExport.Open(Options(path) with { SplitByCostCenter = true }))
        {
            foreach (int day in new[] { 1, 2 })
            {
                foreach (string center in centers)
                {
                    await export.AddAsync(Row with { CostCenter = center, Date = new DateTime(2026, 11, day) }, default);
                }
            }

            files = await export.CompleteAsync(default);
        }

        Assert.Equal(centers.Length, files.Count);
        Assert.Equal(files.Count, files.Select(file => file.ToUpperInvariant()).Distinct().Count());
        Assert.Equal(files.Select(Path.GetFileName).Order(), _folder.EnumerateFiles().Select(file => file.Name).Order());
        Assert.All(files, file => Assert.Matches(SafeNamePattern(), Path.GetFileName(file)));
        Assert.Contains(files, file => Path.GetFileNameWithoutExtension(file).EndsWith("-Sales", StringComparison.Ordinal));
        var found = new List<string?>();
        foreach (string file in files)
        {
            List<Dictionary<string, string?>> rows = name == "cost.csv" ? ExportedFiles.Csv(file) : name == "cost.xlsx" ? ExportedFiles.Xlsx(file, "Cost") : ExportedFiles.ByDuckDb(file);
            Assert.Equal(2, rows.Count);
            found.Add(Assert.Single(rows.Select(row => name == "focus.parquet" ? ExportedFiles.Json($"[{row["Tags"]}]")[0]["CostCenter"] : row["CostCenter"]).Distinct()));
        }

        Assert.Equal(centers.Select(center => name == "cost.csv" ? FormulaGuard.Of(center) : center).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_without_a_cost_center_fits_into_no_file()
    {
        await using var export = CostExport.Open(Options(Path.Combine(_folder.FullName, "cost.csv")) with { SplitByCostCenter = true });
        Assert.Equal("ExportCostCenterMissing", (await Assert.ThrowsAsync<ElevenCostException>(() => export.AddAsync(Row with { CostCenter = null }, default).AsTask())).ErrorId);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static CostRecord[] Mixed() =>
    [
        Row,
        Row with { CostBasis = CostBasis.Consumed, Cost = 1.25m, Credits = 10 },
        Row with { CostBasis = CostBasis.Consumed, Cost = 1.50m, Credits = 20, Model = "other" },
        Row with { CostBasis = CostBasis.Consumed, Cost = 1.5m, Credits = 10, Currency = "EUR" },
        Row with { CostBasis = CostBasis.Consumed, Cost = null, Credits = 3, UnpricedCredits = 3, Currency = null, Requests = null },
        Row with { CostBasis = CostBasis.Consumed, Cost = null, Credits = 2, UnpricedCredits = 2, Currency = null, Minutes = null, Model = "other" },
    ];

    internal static CostExportOptions Options(string path) => new() { Path = path, Format = Files.GetValueOrDefault(Path.GetFileName(path)), Overwrite = true };

    private static void AssertHarmless(string markdown)
    {
        Assert.DoesNotContain(markdown.Replace("\n", "").EnumerateRunes(), rune => Rune.IsControl(rune) || rune.Value is 0x202e or 0x2066 or 0x2028 or 0x200b);
        Assert.DoesNotContain("http://", markdown, StringComparison.Ordinal);
        Assert.DoesNotMatch(UnescapedMarkupPattern(), markdown.Replace("**", ""));
    }

    private async Task<string> WriteAsync(string name, params CostRecord[] rows)
    {
        string path = Path.Combine(_folder.FullName, name);
        await using var export = CostExport.Open(Options(path));
        foreach (CostRecord row in rows)
        {
            await export.AddAsync(row, default);
        }

        Assert.Single(await export.CompleteAsync(default));
        return path;
    }

    private async Task<string> FailAsync(string name, params CostRecord[] rows)
    {
        string id = (await Assert.ThrowsAsync<ElevenCostException>(() => WriteAsync(name, rows))).ErrorId;
        Assert.Empty(_folder.EnumerateFiles());
        return id;
    }

    private void AssertNothingElse(string name) => Assert.Equal([name], _folder.EnumerateFileSystemInfos().Select(file => file.Name));

    [GeneratedRegex(@"^(cost|focus)-[\p{L}\p{Nd}_.-]+\.(csv|xlsx|parquet)$")]
    private static partial Regex SafeNamePattern();

    [GeneratedRegex(@"(?<!\\)[<>\[\]`*_&](?!#\d\d;)")]
    private static partial Regex UnescapedMarkupPattern();
}

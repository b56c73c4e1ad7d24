using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Report;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Report;

/// <summary>The figures and the HTML of reports. How a browser shows them is tested in ElevenCost.Report.Tests.</summary>
public sealed partial class ReportPageTests
{
    private const string NotBuilt = "The engine was built without the report: Node.js was missing.";

    [SkippableFact]
    public async Task The_policy_allows_this_script_and_this_style_alone()
    {
        Skip.IfNot(ReportPage.IsBuilt, NotBuilt);
        string page = Encoding.UTF8.GetString(ReportPage.Of(await ReportSample.ReadAsync(ReportSample.Usage())));
        string policy = Regex.Match(page, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        string script = Assert.Single(Regex.Matches(page, "<script>(.*?)</script>", RegexOptions.Singleline)).Groups[1].Value;
        string style = Assert.Single(Regex.Matches(page, "<style>(.*?)</style>", RegexOptions.Singleline)).Groups[1].Value;
        Assert.Equal($"default-src 'none'; script-src '{HashOf(script)}'; style-src '{HashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'", policy);

        // Beside script, style and data nothing refers to anything, and no element has a handler or a style of its own.
        string markup = page.Replace(script, "", StringComparison.Ordinal).Replace(style, "", StringComparison.Ordinal).Replace(DataOf(page), "", StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\son\w+\s*=|\sstyle\s*=|\ssrc\s*=|url\(|@import", markup);
        Assert.Equal(["data:"], Regex.Matches(markup, @"href=""([a-z]+:)").Select(match => match.Groups[1].Value));
        Assert.DoesNotMatch(@"url\(\s*['""]?(?!#)|@import", style);

        static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [SkippableFact]
    public async Task Two_reports_of_one_ledger_and_instant_are_the_same_bytes()
    {
        Skip.IfNot(ReportPage.IsBuilt, NotBuilt);
        UsageSample usage = ReportSample.Usage(seen: ReportSample.Subscribed());
        Assert.Equal(ReportPage.Of(await ReportSample.ReadAsync(usage)), ReportPage.Of(await ReportSample.ReadAsync(usage)));
    }

    [SkippableFact]
    public async Task A_hostile_name_stays_a_name()
    {
        Skip.IfNot(ReportPage.IsBuilt, NotBuilt);
        string[] names = [.. HostileNames.All.Values, "</script><script>alert(1)</script>", "<!--<script>", "]]>", "\\u003c"];
        CostReport report = await ReportSample.ReadAsync(ReportSample.Usage(names, seen: ReportSample.Subscribed("</script><script>alert(1)</script>")));
        Assert.Contains(report.Plans!.Rows, row => row.Plan.Contains("alert", StringComparison.Ordinal));
        report = report with { Options = report.Options with { Title = "</title><script>alert(1)</script>" } };
        string page = Encoding.UTF8.GetString(ReportPage.Of(report));
        Assert.DoesNotContain('<', DataOf(page));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "</script", RegexOptions.IgnoreCase));
        using JsonDocument data = JsonDocument.Parse(DataOf(page));
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), Rows(data, "ApiKey").Select(row => row.GetProperty("n").GetString()!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, "0.0000137")]
    [InlineData(CostBasis.PlanRate, "0.0000137")]
    [InlineData(null, "123.0000000001370000000003")]
    public async Task Every_sum_and_every_day_is_that_of_the_cost(CostBasis? basis, string unit)
    {
        UsageSample usage = ReportSample.Usage(unit: decimal.Parse(unit, CultureInfo.InvariantCulture));
        CostReport report = await ReportSample.ReadAsync(usage, basis);
        using JsonDocument data = JsonDocument.Parse(ReportJson.Of(report));
        JsonElement root = data.RootElement;
        int decimals = root.GetProperty("decimals").GetInt32();
        Assert.Equal(unit.Length > 10, root.GetProperty("wide").GetBoolean());
        CostTotal total = Assert.Single((await AskAsync(Granularity.Total)).Totals);
        Assert.Equal((total.Cost, total.Credits), AmountsOf(root.GetProperty("totals")[0]));
        foreach (Dimension dimension in (Dimension[])[Dimension.Model, Dimension.ApiKey, Dimension.Product])
        {
            CostResult whole = await AskAsync(Granularity.Total, dimension);
            Assert.Equal(
                whole.Rows.ToDictionary(row => LabelOf(row, dimension), row => (row.Cost, row.Credits)),
                Rows(data, dimension.ToString()).ToDictionary(row => row.GetProperty("n").GetString()!, AmountsOf));
            CostResult daily = await AskAsync(Granularity.Day, dimension);
            var shown = Rows(data, dimension.ToString()).SelectMany(row =>
                DaysOf(row, decimals, ReportSample.Range.Start).Select(day => (row.GetProperty("n").GetString()!, day.Date, day.Credits, day.Cost)));
            Assert.Equal(
                daily.Rows.Select(row => (LabelOf(row, dimension), DateOnly.FromDateTime(row.Date), row.Credits, row.Cost!.Value)).Order(),
                shown.Order());
        }

        Task<CostResult> AskAsync(Granularity granularity, params Dimension[] by) =>
            usage.QueryAsync(new CostQuery { Range = ReportSample.Range, Granularity = granularity, GroupBy = by, Basis = report.Total.Basis });

        static string LabelOf(CostRecord row, Dimension dimension) => (dimension switch { Dimension.Model => row.Model, Dimension.ApiKey => row.ApiKey, _ => row.Product })!;
    }

    [Fact]
    public async Task Days_that_are_missing_or_may_change_are_marked()
    {
        using JsonDocument data = JsonDocument.Parse(ReportJson.Of(await ReportSample.ReadAsync(ReportSample.Usage())));
        string days = data.RootElement.GetProperty("days").GetString()!;
        Assert.Equal(ReportSample.Range.Days, days.Length);
        Assert.Equal(ReportSample.Missing.DayNumber - ReportSample.Range.Start.DayNumber, days.IndexOf('x'));
        Assert.Equal("pp", days[^2..]);
        Assert.Equal("Partial", data.RootElement.GetProperty("completeness").GetString());
        Assert.Contains('m', data.RootElement.GetProperty("coverage")[0].GetProperty("days").GetString()!);
    }

    [Fact]
    public async Task Dimensions_without_a_known_value_are_left_out()
    {
        CostReport report = await ReportSample.ReadAsync(ReportSample.Usage());
        Assert.DoesNotContain(report.Dimensions, one => one.Dimension is Dimension.CostCenter or Dimension.Connection);
        Assert.Equal([Dimension.Model, Dimension.ApiKey, Dimension.Product], report.Dimensions.Take(3).Select(one => one.Dimension));
    }

    [SkippableFact]
    public async Task A_year_of_2000_keys_fits_and_what_has_no_days_is_one_row()
    {
        Skip.IfNot(ReportPage.IsBuilt, NotBuilt);
        CostReport report = await ReportSample.LargeAsync(2000);
        byte[] page = ReportPage.Of(report);
        Assert.InRange(page.Length, 1_000_000, 3_000_000);
        using JsonDocument data = JsonDocument.Parse(DataOf(Encoding.UTF8.GetString(page)));
        JsonElement[] rows = [.. Rows(data, "ApiKey")];
        JsonElement rest = Assert.Single(DimensionOf(data, "ApiKey").GetProperty("rest").EnumerateArray());
        Assert.Equal(2000, rows.Length);
        Assert.Equal(2000, rows.Count(row => row.TryGetProperty("d", out _)) + rest.GetProperty("count").GetInt32());

        // Nothing is lost: the days of the rows and of the rest are the days of the total.
        int decimals = data.RootElement.GetProperty("decimals").GetInt32();
        Assert.Equal(
            DaysOf(data.RootElement.GetProperty("totals")[0], decimals),
            rows.Append(rest).Where(row => row.TryGetProperty("d", out _)).SelectMany(row => DaysOf(row, decimals)).GroupBy(day => day.Date).OrderBy(day => day.Key)
                .Select(day => (day.Key, day.Sum(one => one.Credits), day.Sum(one => one.Cost))));
    }

    [SkippableFact]
    public async Task A_file_is_written_whole_or_not_at_all()
    {
        Skip.IfNot(ReportPage.IsBuilt, NotBuilt);
        CostReport report = await ReportSample.ReadAsync(ReportSample.Usage());
        string folder = Directory.CreateTempSubdirectory("elevencost-report-").FullName;
        try
        {
            string path = Path.Combine(folder, "cost.html");
            await WriteAsync(path, replace: false);
            Assert.Equal(ReportPage.Of(report), await File.ReadAllBytesAsync(path));
            await File.WriteAllTextAsync(path, "mine");
            Assert.Equal("ExportFileExists", (await Assert.ThrowsAsync<ElevenCostException>(() => WriteAsync(path, replace: false))).ErrorId);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(path, replace: true, new CancellationToken(true)));
            Assert.Equal("mine", await File.ReadAllTextAsync(path));
            await WriteAsync(path, replace: true);
            Assert.Equal(ReportPage.Of(report), await File.ReadAllBytesAsync(path));
            Assert.Equal("ExportNotWritable", (await Assert.ThrowsAsync<ElevenCostException>(() => WriteAsync(Path.Combine(folder, "no", "cost.html"), replace: true))).ErrorId);
            Assert.Equal("ExportPathNotAFile", (await Assert.ThrowsAsync<ElevenCostException>(() => WriteAsync(folder, replace: true))).ErrorId);
            Assert.Equal(["cost.html"], Directory.GetFiles(folder).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task WriteAsync(string path, bool replace, CancellationToken cancellationToken = default)
        {
            using var file = ReportFile.Begin(path, replace);
            await file.WriteAsync(report, cancellationToken);
        }
    }

    [Fact]
    public async Task The_credits_left_are_those_that_the_last_sync_saw()
    {
        UsageSample usage = ReportSample.Usage();
        usage.Ledger.Snapshots.Add(new Engine.Ledger.SubscriptionSnapshot
        {
            At = new DateTime(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc), Tier = "creator", CreditsUsed = 90_000, CreditLimit = 121_000,
            NextResetAt = new DateTime(2026, 12, 5, 0, 0, 0, DateTimeKind.Utc),
        });
        Quota quota = Assert.Single((await ReportSample.ReadAsync(usage)).Quotas);
        Assert.Equal((31_000, false), (quota.CreditsLeft, quota.IsLive));
    }

    private static JsonElement.ArrayEnumerator Rows(JsonDocument data, string dimension) => DimensionOf(data, dimension).GetProperty("rows").EnumerateArray();

    private static JsonElement DimensionOf(JsonDocument data, string dimension) =>
        data.RootElement.GetProperty("dimensions").EnumerateArray().Single(one => one.GetProperty("id").GetString() == dimension);

    private static (decimal? Cost, long Credits) AmountsOf(JsonElement row) =>
        (decimal.Parse(row.GetProperty("m").GetString()!, CultureInfo.InvariantCulture), row.GetProperty("k").GetInt64());

    /// <summary>The days as the page reads them.</summary>
    private static IEnumerable<(DateOnly Date, long Credits, decimal Cost)> DaysOf(JsonElement row, int decimals, DateOnly start = default)
    {
        int at = -1;
        foreach (string cell in row.GetProperty("d").GetString()!.Split(' '))
        {
            string[] gap = cell.Split(':');
            at += gap.Length == 1 ? 1 : (int)Base36(gap[0]);
            string[] figures = gap[^1].Split(',');
            yield return (start.AddDays(at), (long)Base36(figures[0]), figures.Length == 1 ? 0 : Amount(Base36(figures[1]), decimals));
        }
    }

    private static decimal Amount(BigInteger units, int decimals) => decimal.Parse($"{units}e-{decimals}", NumberStyles.Float, CultureInfo.InvariantCulture);

    private static BigInteger Base36(string text)
    {
        BigInteger value = text.TrimStart('-').Aggregate(BigInteger.Zero, (sum, digit) => (sum * 36) + "0123456789abcdefghijklmnopqrstuvwxyz".IndexOf(digit, StringComparison.Ordinal));
        return text.StartsWith('-') ? -value : value;
    }

    private static string DataOf(string page) => DataPattern().Match(page).Groups[1].Value;

    [GeneratedRegex("""<script type="application/json" id="data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex DataPattern();
}

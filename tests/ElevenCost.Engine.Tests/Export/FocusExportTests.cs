using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Export;

/// <summary>
/// FOCUS: every record of an export against the column rules of the specification, as focus-1.2-rules.json has them. What is checked there is
/// what can be: static rules of the columns that are written, under the features that we say to support.
/// </summary>
public sealed partial class FocusExportTests : IDisposable
{
    private static readonly JsonElement Rules = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "ElevenCost.Engine.Tests", "Export", "focus-1.2-rules.json"))).RootElement;

    private readonly CommandLineRun _run = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-focus-");

    [Theory]
    [InlineData("focus.csv", "1.2", "month-to-date", "day", "UTC")]
    [InlineData("focus.parquet", "1.2", "month-to-date", "day", "Europe/Berlin")]
    [InlineData("focus.csv", "1.4", "last-month", "day", "America/New_York")]
    [InlineData("focus.parquet", "1.4", "month-to-date", "month", "Asia/Kathmandu")]
    public async Task Every_record_is_as_focus_has_it(string name, string version, string timeframe, string granularity, string zone)
    {
        List<Dictionary<string, string?>> records = await ExportAsync(name, zone, "--focus-version", version, "--timeframe", timeframe, "--granularity", granularity, "--group-by", "product,model,region,cost-center");
        Assert.NotEmpty(records);
        string[] present = [.. Rules.GetProperty("present").EnumerateArray().Concat(Rules.GetProperty("recommended").EnumerateArray()).Select(column => column.GetString()!)];
        Assert.Superset(present.Select(column => Named(column, version)).ToHashSet(), records[0].Keys.ToHashSet());
        Assert.All(records[0].Keys, column => Assert.Matches(ColumnPattern(), column));
        if (version == "1.4")
        {
            Assert.DoesNotContain("ProviderName", records[0].Keys);
            Assert.DoesNotContain("PublisherName", records[0].Keys);
        }

        foreach (JsonElement rule in Rules.GetProperty("rules").EnumerateArray())
        {
            foreach (Dictionary<string, string?> record in records)
            {
                bool applies = rule.GetProperty("if").EnumerateArray().All(condition => Holds(condition, record, records, version));
                Assert.True(!applies || Holds(rule.GetProperty("requires"), record, records, version), $"{rule.GetProperty("id")}: {JsonSerializer.Serialize(record)}");
            }
        }

        // What the model leaves to a reader: periods are UTC, half-open, and lie in one another.
        Assert.All(records, record =>
        {
            DateTime[] times = [.. new[] { "BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodEnd" }.Select(column => Instant(record[column]!))];
            Assert.Equal(times.Order(), times);
            Assert.True(times[1] < times[2]);
            TimeZoneInfo place = TimeZoneInfo.FindSystemTimeZoneById(zone);
            Assert.All(times, time => Assert.Equal(TimeSpan.Zero, TimeZoneInfo.ConvertTimeFromUtc(time, place).TimeOfDay));
        });
        Assert.Equal(records.Count, records.Select(record => record["x_RecordId"]).Distinct().Count());
    }

    [Fact]
    public async Task The_rules_find_what_is_wrong()
    {
        List<Dictionary<string, string?>> records = await ExportAsync("focus.csv", "UTC", "--last", "3d");
        foreach ((string column, string? wrong) in new (string, string?)[] { ("BilledCost", null), ("BilledCost", "1,5"), ("ChargeCategory", "Use"), ("BillingCurrency", "usd"), ("ChargePeriodEnd", "2026-11-01"), ("ConsumedUnit", null), ("Tags", "Sales"), ("RegionName", "eu") })
        {
            var record = new Dictionary<string, string?>(records[0]) { [column] = wrong };
            Assert.Contains(Rules.GetProperty("rules").EnumerateArray(), rule =>
                rule.GetProperty("if").EnumerateArray().All(condition => Holds(condition, record, [record], "1.2")) && !Holds(rule.GetProperty("requires"), record, [record], "1.2"));
        }
    }

    [Fact]
    public async Task Charges_add_up_to_the_cost_and_credits_are_a_virtual_currency()
    {
        List<Dictionary<string, string?>> records = await ExportAsync("focus.parquet", "Europe/Berlin", "--timeframe", "last-month", "--basis", "plan-rate");
        Assert.Equal(0, await _run.RunAsync("cost", "--timeframe", "last-month", "--basis", "plan-rate", "--granularity", "total", "--output", "json"));
        Dictionary<string, string?> total = Assert.Single(ExportedFiles.Json(_run.Output));
        foreach (string cost in new[] { "BilledCost", "ListCost", "ContractedCost", "EffectiveCost" })
        {
            Assert.Equal(decimal.Parse(total["Cost"]!, CultureInfo.InvariantCulture), records.Sum(record => decimal.Parse(record[cost]!, CultureInfo.InvariantCulture)));
        }

        foreach (string quantity in new[] { "PricingQuantity", "ConsumedQuantity", "PricingCurrencyEffectiveCost" })
        {
            Assert.Equal(decimal.Parse(total["Credits"]!, CultureInfo.InvariantCulture), records.Sum(record => decimal.Parse(record[quantity]!, CultureInfo.InvariantCulture)));
        }

        Assert.All(records, record => Assert.Equal(("Credits", "USD", "PlanRate"), (record["PricingCurrency"], record["BillingCurrency"], record["x_CostBasis"])));
    }

    [Fact]
    public async Task Record_ids_stay_when_prices_days_and_names_change()
    {
        static HashSet<string?> Ids(IEnumerable<Dictionary<string, string?>> records) => [.. records.Select(record => record["x_RecordId"])];
        HashSet<string?> before = Ids(await ExportAsync("focus.csv", "UTC", "--from", "2026-11-01", "--to", "2026-11-10", "--basis", "plan-rate"));
        Assert.Equal(0, await _run.RunAsync("price", "set", "creator", "--monthly-price", "7.77", "--monthly-credits", "121000", "--from", "2020-01-01"));
        HashSet<string?> after = Ids(await ExportAsync("focus.parquet", null, "--from", "2026-11-01", "--to", "2026-11-12", "--basis", "plan-rate"));
        Assert.Subset(after, before);
        Assert.True(after.Count > before.Count);
    }

    [Fact]
    public async Task What_has_no_cost_is_left_out_and_told()
    {
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync", "--days", "3"));
        string path = Path.Combine(_folder.FullName, "focus.csv");
        var question = new CostQuestion(Granularity.Day, [], new DateRange(new(2026, 11, 1), new(2026, 11, 1)), false, "UTC");
        await using var export = CostExport.Open(new CostExportOptions { Path = path, Format = ExportFormat.Focus });
        await export.AddAsync(new CostRecord { Connection = "a", Date = new DateTime(2026, 11, 1), Credits = 1500, CostBasis = CostBasis.Consumed, Completeness = Completeness.Final, UnpricedCredits = 1500, Origin = new CostOrigin(question) }, default);
        await export.CompleteAsync(default);
        Assert.Contains("1 rows with 1,500 credits", Assert.Single(export.Warnings).Message, StringComparison.Ordinal);
        Assert.Empty(ExportedFiles.Csv(path));
    }

    [Fact]
    public async Task Credits_without_a_cost_that_exceed_64_bits_fail_the_export_and_are_no_wrong_figure()
    {
        var question = new CostQuestion(Granularity.Day, [], new DateRange(new(2026, 11, 1), new(2026, 11, 1)), false, "UTC");
        await using var export = CostExport.Open(new CostExportOptions { Path = Path.Combine(_folder.FullName, "focus.csv"), Format = ExportFormat.Focus });
        var row = new CostRecord
        {
            Connection = "a", Date = new DateTime(2026, 11, 1), Credits = long.MaxValue, CostBasis = CostBasis.Consumed, Completeness = Completeness.Final,
            UnpricedCredits = long.MaxValue, Origin = new CostOrigin(question),
        };
        await export.AddAsync(row, default);
        await Assert.ThrowsAsync<OverflowException>(async () => await export.AddAsync(row with { Credits = 1 }, default));
    }

    [Theory]
    [InlineData(Granularity.Week, false, "UTC", "a")]
    [InlineData(Granularity.Total, false, "UTC", "a")]
    [InlineData(Granularity.Day, true, "UTC", "a")]
    [InlineData(Granularity.Day, false, null, "a")]
    [InlineData(Granularity.Day, false, "UTC", null)]
    public async Task A_row_that_is_no_charge_is_an_error(Granularity granularity, bool isCumulative, string? zone, string? connection)
    {
        var question = new CostQuestion(granularity, [], new DateRange(new(2026, 11, 1), new(2026, 11, 9)), isCumulative, zone);
        await using var export = CostExport.Open(new CostExportOptions { Path = Path.Combine(_folder.FullName, "focus.csv"), Format = ExportFormat.Focus });
        var row = new CostRecord { Connection = connection, Date = new DateTime(2026, 11, 1), Credits = 1, Cost = 1, Currency = "USD", CostBasis = CostBasis.Consumed, Completeness = Completeness.Final, UnpricedCredits = 0 };
        foreach (CostRecord one in new[] { row with { Origin = new CostOrigin(question) }, row })
        {
            Assert.Equal("FocusRowNotValid", (await Assert.ThrowsAsync<ElevenCostException>(() => export.AddAsync(one, default).AsTask())).ErrorId);
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Named(string column, string version) => (column, version) switch
    {
        ("ProviderName", "1.4") => "ServiceProviderName",
        ("PublisherName", "1.4") => "HostProviderName",
        _ => column,
    };

    private static DateTime Instant(string text) => DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static bool IsNumber(string text) => NumberPattern().IsMatch(text);

    private static bool Holds(JsonElement check, Dictionary<string, string?> record, List<Dictionary<string, string?>> all, string version)
    {
        JsonProperty only = check.EnumerateObject().Single();
        JsonElement[] arguments = [.. only.Value.EnumerateArray()];
        if (only.Name is "and" or "or")
        {
            return only.Name == "and" ? arguments.All(one => Holds(one, record, all, version)) : arguments.Any(one => Holds(one, record, all, version));
        }

        string? Of(int argument) => record.GetValueOrDefault(Named(arguments[argument].GetString()!, version));
        string? value = Of(0);
        string? expected = arguments.Length < 2 || arguments[1].ValueKind == JsonValueKind.Null ? null : arguments[1].ToString();
        return only.Name switch
        {
            "CheckValue" => value == expected,
            "CheckNotValue" => value != expected,
            "CheckSameValue" => value == Of(1),
            "CheckNotSameValue" => value != Of(1),
            "CheckGreaterOrEqualThanValue" => value is null || decimal.Parse(value, CultureInfo.InvariantCulture) >= decimal.Parse(expected!, CultureInfo.InvariantCulture),
            "CheckDistinctCount" => all.Where(one => one[arguments[0].GetString()!] == value).Select(one => one[arguments[1].GetString()!]).Distinct().Count() == arguments[2].GetInt32(),
            "TypeDecimal" or "FormatNumeric" or "CheckDecimalValue" => value is null || IsNumber(value),
            "TypeDateTime" or "FormatDateTime" => value is null || TimePattern().IsMatch(value),
            "CheckNationalCurrency" => value is null || CodePattern().IsMatch(value),
            "FormatCurrency" => value is null || CodePattern().IsMatch(value) || UnitPattern().IsMatch(value),
            "FormatUnit" => value is null || UnitPattern().IsMatch(value),
            "FormatKeyValue" => value is null || IsKeyValue(value),
            "TypeString" or "FormatString" => value is null || value.Trim().Length > 0,
            _ => throw new InvalidOperationException($"The rules have a check that this test does not know: {only.Name}."),
        };
    }

    private static bool IsKeyValue(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject().All(tag => tag.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<List<Dictionary<string, string?>>> ExportAsync(string name, string? zone, params string[] more)
    {
        if (zone is not null)
        {
            Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo", "--time-zone", zone));
            Assert.Equal(0, await _run.RunAsync("sync"));
        }

        string path = Path.Combine(_folder.FullName, name);
        Assert.True(await _run.RunAsync(["export", path, "--format", "focus", .. more]) == 0, _run.Error);
        return name.EndsWith(".csv", StringComparison.Ordinal) ? ExportedFiles.Csv(path) : ExportedFiles.ByDuckDb(path);
    }

    [GeneratedRegex("^(x_)?[A-Z][A-Za-z]+$")]
    private static partial Regex ColumnPattern();

    [GeneratedRegex(@"^-?\d+(\.\d+)?$")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    private static partial Regex TimePattern();

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex CodePattern();

    [GeneratedRegex("^[A-Z][A-Za-z]*s$")]
    private static partial Regex UnitPattern();
}

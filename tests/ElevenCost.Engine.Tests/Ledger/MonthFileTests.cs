using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ElevenCost.Engine.Ledger;
using FsCheck;
using FsCheck.Fluent;

using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class MonthFileTests : IDisposable
{
    private readonly LedgerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_is_written_is_read_to_the_last_digit()
    {
        Row[] rows =
        [
            new(Day(1), "Grüße \"日本\" 🎉\n\\", "", null, long.MaxValue, null, "0.5", "1.2345678901234567890123456789"),
            new(Day(1), "", "m", "v", 0, 0, null, "0.00"),
            new(Day(1), null, null, "v", -5, long.MinValue, "-0.10", "-79228162514264337593543950335"),
            new(Day(30), "TTS", "m", "", 1, 1, "12345678901234567.89", "0.0000000000000000000000000001"),
            new(Day(30), null, null, null, 7, 1, "100", null, UsageTable.TotalSlice),
            new(Day(30), null, "m", null, 7, 1, "9999999999999999999", "18446744073709551615", 1),
        ];
        SeriesPoint[] series =
        [
            new(Day(1), "tts_characters", "model", "b", 1.50m), new(Day(1), "tts_characters", "model", "a", 2m),
            new(Day(1), "concurrency", "none", "", -3m),
        ];
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace([Day(1), Day(2), Day(30)], rows, series: series), None);

        UsageMonth month = Assert.Single(await Months(_fixture.Open()));
        Assert.Equal(Sorted(rows), Sorted(Rows(month.Table)));
        Assert.Equal([series[2], series[1], series[0]], month.Series);
        Assert.Equal([Day(1), Day(2), Day(30)], month.Days.Select(day => day.Date));
        foreach (DayEntry read in month.Days)
        {
            Assert.True(DayChange.IsSame(Entry(read.Date, rows), read), read.ToString());
        }

        Assert.Equal(month.Days.Select(day => day.ToString()), (await _fixture.Open().ReadDaysAsync(Name, null, None)).Select(day => day.ToString()));
        Assert.Empty(_fixture.Warnings);
    }

    [Fact]
    public async Task The_header_keeps_every_property_of_a_day()
    {
        var entry = new DayEntry
        {
            Date = Day(3),
            State = DayState.Provisional,
            SyncedAt = new DateTime(2026, 11, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(1234567),
            Source = UsageSource.UsageStatistics,
            Currency = null,
            Dimensions = [Dimension.Region, Dimension.ApiKey],
            Rows = 0,
            Credits = 12,
            Requests = null,
            Minutes = 1.230m,
            ConsumedCost = 0.1m,
            Reason = "a \"reason\"",
        };
        await _fixture.Ledger.ReplaceDaysAsync(Name, new DayReplacement(Zone, [entry], Table([]), [], NameBook.Empty), None);
        DayEntry read = Assert.Single(await _fixture.Open().ReadDaysAsync(Name, null, None));
        Assert.True(DayChange.IsSame(entry with { Dimensions = [Dimension.ApiKey, Dimension.Region] }, read), read.ToString());
        Assert.Equal(DateTimeKind.Utc, read.SyncedAt.Kind);
    }

    [Fact]
    public async Task The_file_is_json_that_others_can_read_and_its_checksum_is_that_of_the_bytes_before()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(
            new Row(Day(2), "TTS", "m", null, 20, 2, "0.25", "0.0022"), new Row(Day(1), "STT", "m", null, 10, 1, "0.25", null)), None);
        byte[] bytes = await File.ReadAllBytesAsync(_fixture.MonthPath);
        using var json = JsonDocument.Parse(bytes);
        JsonElement columns = json.RootElement.GetProperty("columns");
        Assert.Equal("[1,2]", columns.GetProperty("day").GetRawText());
        Assert.Equal("[0,1]", columns.GetProperty("product").GetRawText());
        Assert.Equal("null", columns.GetProperty("voice").GetRawText());
        Assert.Equal("[null,0.0022]", columns.GetProperty("consumedCost").GetRawText());
        Assert.Equal("""["STT","TTS"]""", json.RootElement.GetProperty("dictionaries").GetProperty("product").GetRawText());
        Assert.Equal("""["record"]""", json.RootElement.GetProperty("dictionaries").GetProperty("breakdown").GetRawText());
        Assert.Equal(["schema", "connection", "month", "timeZone", "days", "dictionaries", "columns", "series", "checksum"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        string hash = Convert.ToHexString(SHA256.HashData(bytes.AsSpan(..^87))).ToLowerInvariant();
        Assert.Equal("sha256:" + hash, json.RootElement.GetProperty("checksum").GetString());
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task The_culture_does_not_change_the_bytes(string culture)
    {
        DayReplacement replacement = Replace([Day(1)], [new Row(Day(1), "TITLE", "i", null, -1234567, 1, "-1234.5", "0.1")],
            series: [new SeriesPoint(Day(1), "I", "i", "ı", -1.5m)]);
        await _fixture.Ledger.ReplaceDaysAsync(Name, replacement, None);
        byte[] expected = await File.ReadAllBytesAsync(_fixture.MonthPath);
        File.Delete(_fixture.MonthPath);

        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            using var ledger = new FileLedger(_fixture.Home, TimeProvider.System);
            await ledger.ReplaceDaysAsync("ACME", replacement, None);
            Assert.Equal(expected, await File.ReadAllBytesAsync(_fixture.MonthPath));
            Assert.Single(Rows(Assert.Single(await Months(_fixture.Open())).Table));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Any_rows_come_back_and_their_order_does_not_change_the_bytes()
    {
        Gen<string?> word = Gen.Elements<string?>(null, "", "a", "B", "é", "\u0000", "z z", "🎉");
        Gen<decimal?> number = Gen.OneOf(
            Gen.Constant((decimal?)null),
            Gen.Choose(-100, 100).Select(value => (decimal?)new decimal(value) / 100m),
            ArbMap.Default.GeneratorFor<decimal>().Select(value => (decimal?)value));
        Gen<Row> row =
            from day in Gen.Choose(1, 4)
            from product in word
            from model in word
            from voice in word
            from credits in Gen.Choose(0, 3)
            from minutes in number
            from cost in number
            from breakdown in Gen.Choose(-2, 7)
            select new Row(Day(day), product, model, voice, credits, credits == 0 ? null : credits,
                Row.Digits(minutes), Row.Digits(cost), (sbyte)breakdown);
        Gen<(Row[] Rows, int Seed)> cases = from rows in row.ArrayOf() from seed in Gen.Choose(0, 1000) select (rows, seed);
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            using var one = new LedgerFixture();
            using var other = new LedgerFixture();
            DateOnly[] days = [Day(1), Day(2), Day(3), Day(4)];
            Row[] shuffled = [.. test.Rows];
            new Random(test.Seed).Shuffle(shuffled);

            // One at once; the other a day at a time, in another order, over what was there before.
            one.Ledger.ReplaceDaysAsync(Name, Replace(days, test.Rows), None).GetAwaiter().GetResult();
            other.Ledger.ReplaceDaysAsync(Name, Replace([Day(2)], [Usage(Day(2), "gone", 1, "0")]), None).GetAwaiter().GetResult();
            new Random(test.Seed).Shuffle(days);
            foreach (DateOnly day in days)
            {
                Row[] rows = [.. shuffled.Where(candidate => candidate.Date == day)];
                FileLedger ledger = test.Seed % 2 == 0 ? other.Ledger : other.Open();
                ledger.ReplaceDaysAsync(Name, Replace([day], rows), None).GetAwaiter().GetResult();
            }

            Assert.Equal(Sorted(test.Rows), Sorted(one.ReadRows().GetAwaiter().GetResult()));
            Assert.Equal(File.ReadAllText(one.MonthPath), File.ReadAllText(other.MonthPath));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Rows_that_differ_in_measures_alone_have_one_order_too()
    {
        Row[] rows =
        [
            new(Day(1), "a", "m", null, 1, 1, "1", "1.0"), new(Day(1), "a", "m", null, 1, 1, "1", "1.00"),
            new(Day(1), "a", "m", null, 1, 1, null, "1"), new(Day(1), "a", "m", null, 1, null, "1", "1"),
            new(Day(1), "a", "m", null, 2, 1, "1", "1"), new(Day(1), "a", "m", null, 1, 1, "1", null),
        ];
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(rows), None);
        string expected = await File.ReadAllTextAsync(_fixture.MonthPath);
        for (int shift = 1; shift < rows.Length; shift++)
        {
            File.Delete(_fixture.MonthPath);
            await _fixture.Ledger.ReplaceDaysAsync(Name, Replace([.. rows[shift..], .. rows[..shift]]), None);
            Assert.Equal(expected, await File.ReadAllTextAsync(_fixture.MonthPath));
        }
    }

    [Fact]
    public async Task A_month_of_330_000_rows_is_written_and_read()
    {
        UsageTable table = LargeMonth.Table(330_000);
        DayEntry[] days = LargeMonth.Days(table);
        await _fixture.Ledger.ReplaceDaysAsync(Name, new DayReplacement(Zone, days, table, [], NameBook.Empty), None);
        UsageMonth month = Assert.Single(await Months(_fixture.Open()));
        Assert.Equal(330_000, month.Table.Count);
        Assert.Equal(table.Credits.Sum(), month.Table.Credits.Sum());
        Assert.Equal(table.ConsumedCost.Sum(), month.Table.ConsumedCost.Sum());
        Assert.Equal(330_000, (await _fixture.Open().ReadDaysAsync(Name, November, None)).Sum(day => day.Rows));
    }
}

using System.Text;
using ElevenCost.Engine.Ledger;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class DamagedFileTests : IDisposable
{
    private static readonly Row[] Kept = [Usage(Day(1), "STT", 10, "0.1"), Usage(Day(2), "TTS", 20, "0.2")];

    private readonly LedgerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <summary>Ways for a file to be damaged; those of the last group have a checksum that matches.</summary>
    public static TheoryData<string> Kinds { get; } =
    [
        "empty", "not json", "cut in the header", "cut in the columns", "last byte missing", "a byte more", "one bit", "zeros",
        "checksum of another file", "carriage returns",
        "schema 0", "other month", "other connection", "column too short", "column too long", "index too high", "negative index",
        "day outside", "days out of order", "more rows than said", "fewer rows than said", "huge row count", "overflowing row count",
        "state unknown", "dictionary out of order", "property missing", "number is no number", "null credits", "trailing object",
    ];

    private void Damage(string kind)
    {
        string path = _fixture.MonthPath;
        byte[] bytes = File.ReadAllBytes(path);
        string text = Encoding.UTF8.GetString(bytes);
        switch (kind)
        {
            case "empty": File.WriteAllBytes(path, []); break;
            case "not json": File.WriteAllText(path, "hello"); break;
            case "cut in the header": File.WriteAllBytes(path, bytes[..60]); break;
            case "cut in the columns": File.WriteAllBytes(path, bytes[..^200]); break;
            case "last byte missing": File.WriteAllBytes(path, bytes[..^1]); break;
            case "a byte more": File.WriteAllBytes(path, [.. bytes, 10]); break;
            case "one bit": bytes[^150] ^= 1; File.WriteAllBytes(path, bytes); break;
            case "zeros": File.WriteAllBytes(path, new byte[bytes.Length]); break;
            case "checksum of another file": File.WriteAllText(path, text.Replace("\"checksum\":\"sha256:", "\"checksum\":\"sha256:00", StringComparison.Ordinal).Remove(text.Length - 4, 2)); break;
            case "carriage returns": File.WriteAllText(path, text.Replace("\n", "\r\n", StringComparison.Ordinal)); break;
            case "schema 0": Change("\"schema\":1", "\"schema\":0"); break;
            case "other month": Change("\"month\":\"2026-11\"", "\"month\":\"2026-10\""); break;
            case "other connection": Change("\"connection\":\"acme\"", "\"connection\":\"acm\""); break;
            case "column too short": Change("\"credits\":[10,20]", "\"credits\":[10]"); break;
            case "column too long": Change("\"credits\":[10,20]", "\"credits\":[10,20,30]"); break;
            case "index too high": Change("\"product\":[0,1]", "\"product\":[0,2]"); break;
            case "negative index": Change("\"product\":[0,1]", "\"product\":[0,-1]"); break;
            case "day outside": Change("\"day\":[1,2]", "\"day\":[1,31]"); break;
            case "days out of order": Change("\"day\":[1,2]", "\"day\":[2,1]"); break;
            case "more rows than said": Change("\"rows\":1,\"credits\":20", "\"rows\":0,\"credits\":20"); break;
            case "fewer rows than said": Change("\"rows\":1,\"credits\":20", "\"rows\":2,\"credits\":20"); break;
            case "huge row count": Change("\"rows\":1,\"credits\":20", "\"rows\":2000000000,\"credits\":20"); break;
            case "overflowing row count": Change("\"rows\":1,\"credits\":20", "\"rows\":2147483647,\"credits\":20"); break;
            case "state unknown": Change("\"state\":\"final\"", "\"state\":\"missing\""); break;
            case "dictionary out of order": Change("[\"STT\",\"TTS\"]", "[\"TTS\",\"STT\"]"); break;
            case "property missing": Change("\"timeZone\":\"Europe/Berlin\",\n", ""); break;
            case "number is no number": Change("\"consumedCost\":[0.1,0.2]", "\"consumedCost\":[0.1,x]"); break;
            case "null credits": Change("\"credits\":[10,20]", "\"credits\":[10,null]"); break;
            case "trailing object": _fixture.Rewrite(body => body + "\"more\":{},\n"); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }

        Assert.NotEqual(bytes.Length == 0 ? [1] : Encoding.UTF8.GetBytes(text), File.ReadAllBytes(path));
    }

    private void Change(string from, string to) => _fixture.Rewrite(body =>
    {
        Assert.Contains(from, body, StringComparison.Ordinal);
        return body.Replace(from, to, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reader_counts_it_as_missing_and_tells_once(string kind)
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Kept), None);
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1, 12), "TTS", 1)), None);
        Damage(kind);
        byte[] damaged = await File.ReadAllBytesAsync(_fixture.MonthPath);
        for (int time = 0; time < 2; time++)
        {
            UsageMonth month = Assert.Single(await Months(_fixture.Ledger));
            Assert.Equal(Day(1, 12), month.First);
        }

        Warning warning = Assert.Single(_fixture.Warnings);
        Assert.Equal("LedgerFileDamaged", warning.Id);
        Assert.Contains(_fixture.MonthPath, warning.Message, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(_fixture.MonthPath));
        Assert.Empty(_fixture.SetAside);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_writer_sets_it_aside_with_the_same_bytes(string kind)
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Kept), None);
        Damage(kind);
        byte[] damaged = await File.ReadAllBytesAsync(_fixture.MonthPath);
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(3), "TTS", 30)), None);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(Assert.Single(_fixture.SetAside)));
        Assert.Equal(Sorted([Usage(Day(3), "TTS", 30)]), Sorted(await _fixture.ReadRows()));
        Assert.Equal("LedgerFileSetAside", Assert.Single(_fixture.Warnings).Id);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("not json")]
    [InlineData("cut in the header")]
    [InlineData("cut in the columns")]
    [InlineData("a byte more")]
    [InlineData("schema 0")]
    [InlineData("other month")]
    [InlineData("other connection")]
    public async Task Reading_days_does_not_trust_it_either(string kind)
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Kept), None);
        Damage(kind);
        Assert.Empty(await _fixture.Open().ReadDaysAsync(Name, null, None));
        Assert.Equal("LedgerFileDamaged", Assert.Single(_fixture.Warnings).Id);
    }

    [Fact]
    public async Task What_was_set_aside_before_is_never_overwritten()
    {
        for (int time = 0; time < 3; time++)
        {
            await File.WriteAllTextAsync(CreateFolder(_fixture.MonthPath), $"damage {time}");
            await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Kept), None);
        }

        string[] contents = await Task.WhenAll(_fixture.SetAside.Select(path => File.ReadAllTextAsync(path)));
        Assert.Equal(["damage 0", "damage 1", "damage 2"], contents.Order(StringComparer.Ordinal));
        Assert.Equal(3, _fixture.Warnings.Count);
    }

    [Fact]
    public async Task Every_damaged_file_is_set_aside_where_a_sync_asks_for_it()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Kept), None);
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1, 12), "TTS", 1)), None);
        Assert.Empty(await _fixture.Ledger.SetAsideDamagedAsync(Name, None));
        Damage("one bit");
        Assert.Equal([Day(1)], await _fixture.Ledger.SetAsideDamagedAsync(Name, None));
        Assert.Single(_fixture.SetAside);
        Assert.Equal([Day(1, 12)], (await _fixture.Ledger.ReadDaysAsync(Name, null, None)).Select(day => day.Date));
        Assert.Empty(await _fixture.Ledger.SetAsideDamagedAsync(Name, None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newer_schema_is_refused_and_left_alone(bool sameShape)
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Kept), None);
        if (sameShape)
        {
            Change("\"schema\":1", "\"schema\":2");
        }
        else
        {
            await File.WriteAllTextAsync(_fixture.MonthPath, """{ "schema": 12, "data": "in a way that we do not know" }""");
        }

        byte[] before = await File.ReadAllBytesAsync(_fixture.MonthPath);
        Func<Task>[] all =
        [
            () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(3), "a", 1)), None),
            () => _fixture.Ledger.ReadDaysAsync(Name, null, None),
            () => Months(_fixture.Ledger),
            () => _fixture.Ledger.SetAsideDamagedAsync(Name, None),
        ];
        foreach (Func<Task> one in all)
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(one);
            Assert.Equal(("LedgerNewerSchema", FailureCategory.Ledger), (e.ErrorId, e.Category));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(_fixture.MonthPath));
        Assert.Empty(_fixture.SetAside);
    }

    [Fact]
    public async Task Damaged_names_are_none_for_readers_and_set_aside_by_writers()
    {
        string path = CreateFolder(Path.Combine(_fixture.Folder, "names.json"));
        await File.WriteAllTextAsync(path, "{\"schema\":1,");
        Assert.Empty((await _fixture.Ledger.ReadNamesAsync(Name, None)).ApiKeys);
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Kept), None);
        Assert.Equal("{\"schema\":1,", await File.ReadAllTextAsync(Assert.Single(_fixture.SetAside)));
        Assert.Equal(["LedgerFileDamaged", "LedgerFileSetAside"], _fixture.Warnings.Select(warning => warning.Id));
    }

    private static string CreateFolder(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}

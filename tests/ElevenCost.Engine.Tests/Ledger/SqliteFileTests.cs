using ElevenCost.Engine.Ledger;
using Microsoft.Data.Sqlite;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>What only the embedded ledger has: a file, its folder, its rights, its damages.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly LedgerFixture _fixture = Sqlite();

    public void Dispose() => _fixture.Dispose();

    private string FilePath => Path.Combine(_fixture.Home!.Path, RelationalLedger.FileName);

    [Fact]
    public async Task The_files_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (string path in Directory.GetFiles(_fixture.Home!.Path))
        {
            Assert.Equal(file, File.GetUnixFileMode(path));
        }

        Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(_fixture.Home.Path));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_named()
    {
        Directory.CreateDirectory(FilePath);
        await Fails("LedgerNotReadable", () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None));
        await Fails("LedgerNotReadable", () => _fixture.Ledger.ReadDaysAsync(Name, null, None));
    }

    [Theory]
    [InlineData("hello, I am no database at all, and longer than a header of one hundred bytes so that nobody takes me for an empty file")]
    [InlineData("SQLite format 3\0 but then something else entirely, for longer than the hundred bytes that a header has, and so on and on")]
    public async Task A_file_that_is_no_database_is_left_alone(string text)
    {
        Directory.CreateDirectory(_fixture.Home!.Path);
        await File.WriteAllTextAsync(FilePath, text);
        await Fails("LedgerDamaged", () => _fixture.Ledger.ReadDaysAsync(Name, null, None));
        await Fails("LedgerDamaged", () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None));
        Assert.Equal(text, await File.ReadAllTextAsync(FilePath));
    }

    [Fact]
    public async Task A_damaged_page_is_named_and_nothing_is_overwritten()
    {
        UsageTable table = LargeMonth.Table(20_000);
        await _fixture.Ledger.ReplaceDaysAsync(Name, new DayReplacement(Zone, LargeMonth.Days(table), table, [], NameBook.Empty), None);
        _fixture.Ledger.Dispose();
        byte[] bytes = await File.ReadAllBytesAsync(FilePath);
        bytes.AsSpan(4096, bytes.Length - 8192).Fill(0xA5);
        await File.WriteAllBytesAsync(FilePath, bytes);
        await Fails("LedgerDamaged", async () => await Months(_fixture.Open()));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(FilePath));
    }

    [Fact]
    public async Task A_newer_schema_is_rejected_and_left_untouched()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        _fixture.Ledger.Dispose();
        Execute("INSERT INTO schema_version (version, program) VALUES (99, 'later')");
        byte[] before = await File.ReadAllBytesAsync(FilePath);
        await Fails("LedgerNewerSchema", () => _fixture.Open().ReadDaysAsync(Name, null, None));
        await Fails("LedgerNewerSchema", () => _fixture.Open().ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None));
        Assert.Equal(before, await File.ReadAllBytesAsync(FilePath));
    }

    [Fact]
    public async Task A_database_of_another_program_is_rejected()
    {
        Directory.CreateDirectory(_fixture.Home!.Path);
        Execute("CREATE TABLE connection (id integer)");
        await Fails("LedgerNotOurs", () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None));
    }

    [Fact]
    public async Task A_writer_that_does_not_end_is_waited_for_within_a_bound_and_readers_do_not_wait()
    {
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        await using var other = new SqliteConnection($"Data Source={FilePath};Pooling=false");
        await other.OpenAsync();
        await using (await other.BeginTransactionAsync(None))
        {
            ElevenCostException failure = await Fails(
                "LedgerLocked", () => _fixture.Open(TimeSpan.FromMilliseconds(900)).ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None));
            Assert.Contains("SQLite does not record which one", failure.Message, StringComparison.Ordinal);
            Assert.Contains("have the file open", failure.Remedy, StringComparison.Ordinal);
            Assert.Single(await Months(_fixture.Open()));
        }

        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None);
        Assert.Equal(2, (await _fixture.ReadRows()).Count);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task<ElevenCostException> Fails(string id, Func<Task> action)
    {
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(action);
        Assert.Equal((id, FailureCategory.Ledger), (e.ErrorId, e.Category));
        Assert.Contains(FilePath, e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Remedy);
        return e;
    }
}

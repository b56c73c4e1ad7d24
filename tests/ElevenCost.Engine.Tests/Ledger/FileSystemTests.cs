using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class FileSystemTests : IDisposable
{
    private readonly LedgerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Files_and_folders_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        await File.WriteAllTextAsync(_fixture.MonthPath, "damaged");
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace([Day(1)], [Usage(Day(1), "a", 1)],
            names: new Engine.Ledger.NameBook(new Dictionary<string, string> { ["k"] = "n" }, new Dictionary<string, string>())), None);
        await _fixture.Ledger.AppendSnapshotAsync(Name, new Engine.Ledger.SubscriptionSnapshot
        {
            At = DateTime.UnixEpoch,
            Tier = "free",
            CreditsUsed = 0,
            CreditLimit = 0,
        }, None);
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string[] names = [".lock", "2026-11.json", "names.json", "subscription.jsonl"];
        foreach (string name in names)
        {
            Assert.Equal(file, File.GetUnixFileMode(Path.Combine(_fixture.Folder, name)));
        }

        string[] folders = [_fixture.Home.Path, _fixture.Folder, Path.Combine(_fixture.Folder, ".damaged")];
        foreach (string folder in folders)
        {
            Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Theory]
    [InlineData(".lock")]
    [InlineData("2026-11.json")]
    [InlineData("names.json")]
    public async Task A_path_that_is_a_folder_is_told_by_name(string name)
    {
        string path = Path.Combine(_fixture.Folder, name);
        Directory.CreateDirectory(path);
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
            () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None));
        Assert.Equal(FailureCategory.Ledger, e.Category);
        Assert.Contains(e.ErrorId, new[] { "LedgerNotReadable", "LedgerNotWritable" });
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Remedy);
        Assert.Empty(Directory.GetFiles(_fixture.Folder, "*.tmp"));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_told_by_name()
    {
        Directory.CreateDirectory(_fixture.Home.Path);
        await File.WriteAllTextAsync(_fixture.Folder, "");
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
            () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None));
        Assert.Equal(FailureCategory.Ledger, e.Category);
        Assert.Contains(_fixture.Folder, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_folder_is_told_by_name()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return; // Permissions do not bind root.
        }

        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(1), "a", 1)), None);
        UnixFileMode before = File.GetUnixFileMode(_fixture.Folder);
        File.SetUnixFileMode(_fixture.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
                () => _fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(2), "a", 1)), None));
            Assert.Equal("LedgerNotWritable", e.ErrorId);
            Assert.Single(await _fixture.ReadRows());
        }
        finally
        {
            File.SetUnixFileMode(_fixture.Folder, before);
        }
    }
}

using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>SQLite's write-ahead log is unsafe where several machines write: such folders are recognised and rejected.</summary>
public sealed class NetworkFileSystemTests
{
    private static readonly string[] Mounts =
    [
        "26 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw",
        "30 26 0:40 / /home/team rw,relatime shared:2 - nfs4 files:/team rw",
        "31 30 0:41 / /home/team/local rw - tmpfs tmpfs rw",
        @"32 26 0:42 / /mnt/my\040share rw - cifs //files/share rw",
        "33 26 0:43 / /mnt/ssh rw - fuse.sshfs me@files: rw",
        "34 26 0:44 / /mnt/crypt rw - fuse.gocryptfs /x rw",
        "35 26 0:45 / /mnt/twice rw - nfs files:/a rw",
        "36 35 254:2 / /mnt/twice rw - ext4 /dev/vdb1 rw",
        "garbage",
    ];

    [Theory]
    [InlineData("/home/me/.local/share/ElevenCost", null)]
    [InlineData("/home/team", "nfs4")]
    [InlineData("/home/team/finops", "nfs4")]
    [InlineData("/home/teammate", null)]
    [InlineData("/home/team/local/x", null)]
    [InlineData("/mnt/my share/x", "cifs")]
    [InlineData("/mnt/ssh/x", "fuse.sshfs")]
    [InlineData("/mnt/crypt/x", null)]
    [InlineData("/mnt/twice/x", null)]
    public void Linux_mounts_tell(string folder, string? expected) => Assert.Equal(expected, NetworkFileSystem.OnLinux(folder, Mounts));

    [Theory]
    [InlineData(@"C:\Users\me", null)]
    [InlineData(@"Z:\finops", "network drive")]
    [InlineData(@"\\files\finops", "network share")]
    [InlineData(@"\\?\UNC\files\finops", "network share")]
    [InlineData(@"\\?\C:\Users\me", null)]
    public void Windows_paths_and_drives_tell(string folder, string? expected) =>
        Assert.Equal(expected, NetworkFileSystem.OnWindows(folder, drive => drive == @"Z:\"));

    [Fact]
    public async Task Such_a_ledger_is_neither_read_nor_made()
    {
        string folder = Path.Combine(Path.GetTempPath(), "elevencost-net-" + Guid.NewGuid().ToString("N"));
        using var database = new SqliteDatabase(Path.Combine(folder, "ledger.db"), TimeSpan.FromSeconds(1), _ => "nfs4");
        using var ledger = new RelationalLedger(database);
        ElevenCostException read = await Assert.ThrowsAsync<ElevenCostException>(() => ledger.ReadDaysAsync("acme", null, default));
        ElevenCostException write = await Assert.ThrowsAsync<ElevenCostException>(() => ledger.ReplaceDaysAsync("acme", LedgerFixture.Replace(), default));
        Assert.Equal(("LedgerOnNetworkFileSystem", "LedgerOnNetworkFileSystem"), (read.ErrorId, write.ErrorId));
        Assert.Contains("nfs4", read.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL", read.Remedy, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void The_folder_of_the_tests_is_on_this_machine() => Assert.Null(NetworkFileSystem.Of(Path.Combine(Path.GetTempPath(), "not", "there")));
}

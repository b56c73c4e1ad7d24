using ElevenCost.Engine.Connections;

namespace ElevenCost.Engine.Tests.Connections;

public sealed class KeyReaderTests : IDisposable
{
    private const string Key = "sk_0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly TemporaryHome _home = new();
    private readonly List<Warning> _warnings = [];

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(Key)]
    [InlineData(Key + "\n")]
    [InlineData("  " + Key + " \r\n")]
    [InlineData("\uFEFF" + Key)]
    [InlineData("key-of-another-form")]
    public async Task A_file_gives_its_key(string text)
    {
        Assert.Equal(text.Trim('\uFEFF', ' ', '\r', '\n'), await ReadFileAsync(text));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("", "KeyNotFound")]
    [InlineData(" \n ", "KeyNotFound")]
    [InlineData("other lines\nof sk 012", "KeyFileNotReadable")]
    [InlineData(Key + "\nsk_012", "KeyFileNotReadable")]
    [InlineData("ELEVENLABS_API_KEY=\nOTHER=012", "KeyFileNotReadable")]
    [InlineData("ELEVENLABS_API_KEY=", "KeyFileNotReadable")]
    [InlineData("{ \"key\": \"sk_012\" }", "KeyFileNotReadable")]
    [InlineData("<html>012</html>", "KeyFileNotReadable")]
    [InlineData("sk_012 345", "KeyNotValid")]
    [InlineData("sk_012\u0007345", "KeyNotValid")]
    [InlineData("sk_012ü345", "KeyNotValid")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF", "KeyNotValid")]
    public async Task What_is_no_key_is_refused_without_telling_it(string text, string errorId)
    {
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => ReadFileAsync(text));

        Assert.Equal((errorId, FailureCategory.Permission), (e.ErrorId, e.Category));
        Assert.DoesNotContain("012", e.Message + e.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"" + Key + "\"")]
    [InlineData("'" + Key + "'\n")]
    [InlineData("\u201C" + Key + "\u201D")]
    [InlineData("ELEVENLABS_API_KEY=" + Key)]
    [InlineData("export ELEVENLABS_API_KEY=\"" + Key + "\"\n")]
    [InlineData("$env:ELEVENLABS_API_KEY = '" + Key + "'")]
    [InlineData("set XI_API_KEY=" + Key + "\r\n")]
    [InlineData("# keys\n\nOPENAI_API_KEY=sk_other\nELEVENLABS_API_KEY=" + Key + "\nREGION=eu\n")]
    [InlineData("REGION=eu\r\nVOICE_KEY=" + Key + "\r\n")]
    [InlineData(Key + "\n" + Key + "\n")]
    public async Task A_key_is_found_in_what_people_save_it_as(string text)
    {
        foreach (System.Text.Encoding encoding in new[]
        {
            new System.Text.UTF8Encoding(false), System.Text.Encoding.UTF8, System.Text.Encoding.Unicode, System.Text.Encoding.BigEndianUnicode,
            new System.Text.UnicodeEncoding(false, byteOrderMark: false), new System.Text.UnicodeEncoding(true, byteOrderMark: false),
        })
        {
            string path = _home.Write("key", "");
            await File.WriteAllBytesAsync(path, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            Assert.Equal(Key, await Reader().ReadAsync(Of(KeySource.File, path), default));
        }

        using var input = new StringReader("\uFEFF" + text);
        Assert.Equal(Key, await Reader(input).ReadAsync(Of(KeySource.StandardInput), default));
        Assert.Equal(Key, await Reader(value: text).ReadAsync(Of(KeySource.Environment), default));
    }

    [Fact]
    public async Task A_key_id_gets_a_hint() =>
        Assert.Contains("ID", (await Assert.ThrowsAsync<ElevenCostException>(() => ReadFileAsync(new string('a', 64)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_large_file_is_not_read() =>
        Assert.Equal("KeyFileNotReadable", (await Assert.ThrowsAsync<ElevenCostException>(() => ReadFileAsync(new string('a', 4097)))).ErrorId);

    [Fact]
    public async Task A_missing_file_and_a_folder_are_named()
    {
        foreach (string path in new[] { Path.Combine(_home.Home.Path, "none"), Path.GetTempPath() })
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => Reader().ReadAsync(Of(KeySource.File, path), default));
            Assert.Equal("KeyFileNotReadable", e.ErrorId);
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_warned_of()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = _home.Write("key", Key);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal(Key, await Reader().ReadAsync(Of(KeySource.File, path), default));
        Assert.Equal("KeyFileReadableByOthers", Assert.Single(_warnings).Id);
    }

    [Theory]
    [InlineData(Key, null)]
    [InlineData(" " + Key + "\n", null)]
    [InlineData(null, "KeyNotFound")]
    [InlineData("  ", "KeyNotFound")]
    [InlineData("a b", "KeyNotValid")]
    public async Task The_environment_gives_a_key(string? value, string? errorId)
    {
        Exception? e = await Record.ExceptionAsync(async () => Assert.Equal(Key, await Reader(value: value).ReadAsync(Of(KeySource.Environment), default)));

        Assert.Equal(errorId, (e as ElevenCostException)?.ErrorId);
        Assert.Equal(errorId is null, e is null);
    }

    [Theory]
    [InlineData(Key + "\n", null)]
    [InlineData("", "KeyNotFound")]
    [InlineData(null, "KeyNotFound")]
    [InlineData("a\nb", "KeyNotValid")]
    public async Task Standard_input_gives_a_key_unless_it_is_a_terminal(string? text, string? errorId)
    {
        using StringReader? input = text is null ? null : new StringReader(text);

        Exception? e = await Record.ExceptionAsync(async () => Assert.Equal(Key, await Reader(input).ReadAsync(Of(KeySource.StandardInput), default)));

        Assert.Equal(errorId, (e as ElevenCostException)?.ErrorId);
        Assert.Equal(errorId is null, e is null);
    }

    [Fact]
    public async Task The_demo_has_no_key_and_a_vault_is_for_PowerShell()
    {
        Assert.Null(await Reader().ReadAsync(Of(KeySource.Demo), default));
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => Reader().ReadAsync(Of(KeySource.Vault), default));
        Assert.Equal("KeySourceNotSupported", e.ErrorId);
        Assert.Contains("PowerShell module", e.Remedy, StringComparison.Ordinal);
    }

    private static Connection Of(KeySource source, string? path = null) => ConnectionStoreTests.Some("acme") with { KeySource = source, KeyPath = path };

    private KeyReader Reader(TextReader? input = null, string? value = null) =>
        new(input, name => name == "ELEVENLABS_API_KEY" ? value : null, _warnings.Add);

    private Task<string?> ReadFileAsync(string text) => Reader().ReadAsync(Of(KeySource.File, _home.Write("key", text)), default);
}

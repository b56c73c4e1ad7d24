using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Connections;

public sealed class ConnectionStoreTests : IDisposable
{
    private readonly TemporaryHome _home = new();

    private ConnectionStore Store => new(_home.Home);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_is_kept_comes_back()
    {
        Connection connection = Some("acme") with
        {
            BaseUri = Regions.BaseUriOf("eu"),
            TimeZone = "Europe/Berlin",
            Scope = ConnectionScope.Account,
            KeySource = KeySource.File,
            KeyPath = "/secrets/\"späte\" key",
            Dimensions = [Dimension.Model, Dimension.ApiKey],
            Capabilities = [new("acme", "Key", false, true, "no", "do", "ApiKeyInvalid", new DateTime(2026, 11, 21, 6, 0, 0, 123, DateTimeKind.Utc))],
            IsDefault = true,
        };

        Assert.False(await Store.PutAsync(connection, default));

        Connection read = Assert.Single(Store.ReadAll());
        Assert.Equal(connection.Dimensions, read.Dimensions);
        Assert.Equal(connection.Capabilities, read.Capabilities);
        Assert.Equal(connection, read with { Dimensions = connection.Dimensions, Capabilities = connection.Capabilities });
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Store.FilePath));
        }
    }

    [Theory]
    [InlineData("\"amount\": \"50.00\"", "\"amount\": \"60.00\"", "balance")]
    [InlineData("\"asOf\": \"2026-11-20\"", "\"asOf\": \"2026-11-10\"", "balance")]
    [InlineData("\"billing\": \"PayAsYouGo\"", "\"billing\": \"UsageBased\"", "billing")]
    [InlineData("\"from\": \"2026-11-05\"", "\"from\": \"2026-10-05\"", "billing")]
    [InlineData("Europe/Berlin", "Europe/London", "timeZone")]
    [InlineData("\"scope\": \"Workspace\"", "\"scope\": \"Account\"", "scope")]
    [InlineData("\"Voice\",", "", "dimensions")]
    [InlineData("https://api.elevenlabs.io", "https://api.us.elevenlabs.io", "baseUri")]
    [InlineData("\"name\": \"acme\"", "\"name\": \"acne\"", "name")]
    public async Task A_setting_that_was_edited_is_named_until_it_is_confirmed(string written, string edited, string field)
    {
        await Store.PutAsync(Some("other"), default);
        await Store.PutAsync(Some("acme") with
        {
            TimeZone = "Europe/Berlin", Dimensions = [Dimension.Model, Dimension.Voice, Dimension.ApiKey],
            Billing = [new BillingTerm(BillingChoice.PayAsYouGo, new DateTime(2026, 11, 5))],
            Balance = 50.00m, BalanceCurrency = "USD", BalanceAsOf = new DateTime(2026, 11, 20),
        }, default);
        Assert.Empty(Warnings());
        string text = await File.ReadAllTextAsync(Store.FilePath);
        int place = text.LastIndexOf(written, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Store.FilePath, text[..place] + edited + text[(place + written.Length)..]);

        string name = field == "name" ? "acne" : "acme";
        Assert.Equal($"ConnectionEdited: Settings of the connection '{name}' were edited in '{Store.FilePath}' outside ElevenCost: {field}.", Sentence(Assert.Single(Warnings())));
        await Store.SetDefaultAsync("other", default);
        await Store.ChangeAsync("other", other => other with { Scope = ConnectionScope.Account }, default);
        Assert.Single(Warnings());
        await Store.ChangeAsync(name, connection => new ConnectionSettings().ApplyTo(connection, null, new DateOnly(2026, 11, 21)), default);
        Assert.Empty(Warnings());
        Assert.Contains(edited, await File.ReadAllTextAsync(Store.FilePath), StringComparison.Ordinal);
        Assert.Equal("SettingMissing", (await Assert.ThrowsAsync<ElevenCostException>(
            () => Store.ChangeAsync(name, connection => new ConnectionSettings().ApplyTo(connection, null, new DateOnly(2026, 11, 21)), default))).ErrorId);

        static string Sentence(Warning warning) => $"{warning.Id}: {warning.Message[..(warning.Message.IndexOf(". They can", StringComparison.Ordinal) + 1)]}";
    }

    [Fact]
    public async Task A_file_of_a_version_that_wrote_no_checksum_is_believed_and_gets_one_with_the_next_change()
    {
        await Put("one", "two");
        string text = await File.ReadAllTextAsync(Store.FilePath);
        string without = System.Text.RegularExpressions.Regex.Replace(text, "\\s*\"checksum\": \\{[^}]*\\},", "");
        Assert.NotEqual(text, without);
        await File.WriteAllTextAsync(Store.FilePath, without);
        Assert.Empty(Warnings());
        await Store.SetDefaultAsync("one", default);
        Assert.Equal(text, await File.ReadAllTextAsync(Store.FilePath));
    }

    private List<Warning> Warnings()
    {
        var warnings = new List<Warning>();
        var store = new ConnectionStore(_home.Home, null, warnings.Add);
        store.ReadAll();
        store.ReadAll();
        return warnings;
    }

    [Fact]
    public async Task The_first_is_the_default_until_another_is_made_so_or_it_goes()
    {
        await Put("one", "two", "three");
        Assert.Equal("one", Assert.Single(Store.Resolve([])).Name);

        await Store.SetDefaultAsync("TWO", default);
        Assert.Equal("two", Assert.Single(Store.Resolve([])).Name);

        await Store.RemoveAsync("two", default);
        Assert.Equal("one", Assert.Single(Store.Resolve([])).Name);
        Assert.Equal(["one", "three"], Store.ReadAll().Select(connection => connection.Name));
    }

    [Fact]
    public async Task A_replaced_connection_keeps_its_place_and_whether_it_is_the_default()
    {
        await Put("one", "two");

        Assert.True(await Store.PutAsync(Some("ONE") with { TimeZone = "Asia/Tokyo" }, default));

        Assert.Equal(["ONE", "two"], Store.ReadAll().Select(connection => connection.Name));
        Assert.Equal("Asia/Tokyo", Assert.Single(Store.Resolve([])).TimeZone);
    }

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("ACME-*", "acme-eu,acme-us")]
    [InlineData("*", "acme,acme-eu,acme-us,other")]
    [InlineData("other;acme*", "acme,acme-eu,acme-us,other")]
    [InlineData("acme;ACME", "acme")]
    public async Task Patterns_name_connections(string patterns, string expected)
    {
        await Put("acme", "acme-eu", "acme-us", "other");

        Assert.Equal(expected.Split(','), Store.Resolve(patterns.Split(';')).Select(connection => connection.Name));
    }

    [Fact]
    public async Task A_pattern_that_names_none_is_told_with_what_there_is()
    {
        await Put("acme", "other");

        ElevenCostException e = Assert.Throws<ElevenCostException>(() => Store.Resolve(["acme", "nope*"]));

        Assert.Equal(("ConnectionNotFound", FailureCategory.Configuration), (e.ErrorId, e.Category));
        Assert.Contains("'nope*'", e.Message, StringComparison.Ordinal);
        Assert.Contains("acme, other", e.Message, StringComparison.Ordinal);
        Assert.Contains("elevencost connect", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_connection_the_remedy_is_to_make_one() =>
        Assert.Contains("elevencost connect", Assert.Throws<ElevenCostException>(() => Store.Resolve([])).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("ä")]
    [InlineData("con")]
    [InlineData("NUL.x")]
    [InlineData("com1")]
    [InlineData("connections.json")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_cannot_be_a_folder_cannot_be_a_name(string name)
    {
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => Store.PutAsync(Some(name), default));

        Assert.Equal("ConnectionNameNotValid", e.ErrorId);
        Assert.False(File.Exists(Store.FilePath));
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("", "line 1")]
    [InlineData("[]", "line 1")]
    [InlineData("{\n  \"schema\": 2, \"connections\": []}", "line 2, \"schema\"")]
    [InlineData("{\n  \"connections\": []}", "\"schema\": it is missing")]
    [InlineData("{\n  \"schema\": 1,\n  \"conections\": []}", "line 3, \"conections\"")]
    [InlineData("{\n  \"schema\": 1,\n  \"connections\": {}}", "line 3")]
    [InlineData("{\"schema\": 1, \"connections\": []}\n\nx", "line 3")]
    [InlineData("{\"schema\": 1, \"connections\": []} {}", "line 1")]
    public void A_file_that_is_not_valid_is_refused_by_its_line(string text, string where)
    {
        string path = _home.Write("connections.json", text);

        ElevenCostException e = Assert.Throws<ElevenCostException>(() => Store.ReadAll());

        Assert.Equal(("ConnectionFileNotValid", FailureCategory.Configuration), (e.ErrorId, e.Category));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(where, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"name\": \"acme\"", "\"name\": 1", "\"name\": it is not a text")]
    [InlineData("\"name\": \"acme\"", "\"name\": \"../x\"", "\"name\"")]
    [InlineData("\"name\": \"acme\"", "\"name\": \"acme\", \"name\": \"b\"", "\"name\": it is given twice")]
    [InlineData("https://api.elevenlabs.io/", "http://evil.example/", "\"baseUri\": it is not HTTPS")]
    [InlineData("\"Workspace\"", "\"workspaces\"", "\"scope\": 'workspaces' is none of Workspace, Account")]
    [InlineData("\"Workspace\"", "\"1\"", "\"scope\"")]
    [InlineData("\"Environment\"", "\"File\"", "\"keyPath\": it is missing")]
    [InlineData("\"Region\"", "\"Regin\"", "\"dimensions\"")]
    [InlineData("\"isDefault\": true", "\"isDefault\": \"yes\"", "\"isDefault\"")]
    [InlineData("T06:00:00Z\",\n      \"isDefault", "T06:00:00\",\n      \"isDefault", "\"createdAt\": it is not an instant in UTC")]
    public async Task A_field_that_is_not_valid_is_named(string good, string bad, string where)
    {
        await Put("acme");
        string text = await File.ReadAllTextAsync(Store.FilePath);
        Assert.Contains(good, text, StringComparison.Ordinal);
        _home.Write("connections.json", text.Replace(good, bad));

        ElevenCostException e = Assert.Throws<ElevenCostException>(() => Store.ReadAll());

        Assert.Equal("ConnectionFileNotValid", e.ErrorId);
        Assert.Contains(where, e.Message, StringComparison.Ordinal);
        Assert.Matches("line [0-9]+", e.Message);
    }

    [Fact]
    public async Task A_file_that_is_not_valid_is_never_written_over()
    {
        string path = _home.Write("connections.json", "{ mine");

        await Assert.ThrowsAsync<ElevenCostException>(() => Store.PutAsync(Some("acme"), default));

        Assert.Equal("{ mine", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Writers_at_the_same_time_lose_nothing()
    {
        string[] names = [.. Enumerable.Range(0, 24).Select(number => $"c{number}")];

        await Task.WhenAll(names.Select(name => Task.Run(() => Store.PutAsync(Some(name), default))));

        Assert.Equal(names.Order(), Store.ReadAll().Select(connection => connection.Name).Order());
        Assert.Single(Store.ReadAll(), connection => connection.IsDefault);
        Assert.Equal([".lock", "connections.json"], Directory.GetFiles(_home.Home.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("https://api.example.com", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080/", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://api.example.com", false)]
    [InlineData("https://u:secret@api.example.com", false)]
    [InlineData("https://api.example.com/?x=1", false)]
    [InlineData("https://api.example.com/#x", false)]
    [InlineData("ftp://api.example.com", false)]
    [InlineData("api.example.com", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("", false)]
    public void A_base_address_keeps_the_key_secret(string text, bool valid)
    {
        Exception? e = Record.Exception(() => BaseAddress.Parse(text));

        Assert.Equal(valid ? null : "BaseUriNotValid", (e as ElevenCostException)?.ErrorId);
        Assert.DoesNotContain("secret", e?.Message ?? "", StringComparison.Ordinal);
    }

    internal static Connection Some(string name) => new()
    {
        Name = name,
        BaseUri = Regions.BaseUriOf("global"),
        TimeZone = "UTC",
        Scope = ConnectionScope.Workspace,
        KeySource = KeySource.Environment,
        Dimensions = UsageTable.RecordDimensions,
        CreatedAt = new DateTime(2026, 11, 21, 6, 0, 0, DateTimeKind.Utc),
    };

    private async Task Put(params string[] names)
    {
        foreach (string name in names)
        {
            await Store.PutAsync(Some(name), default);
        }
    }
}

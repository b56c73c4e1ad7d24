using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Connections;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Which ledger a home uses, and the commands that say so.</summary>
public sealed class LedgerSettingsTests : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_environment_is_before_the_home_and_the_embedded_ledger_is_the_last()
    {
        Assert.Null(Read().Address);
        var shared = new LedgerSettings { Address = LedgerAddress.Parse("postgresql://me@db.example.com/finops"), SecretName = "ledger", Vault = "team" };
        await shared.WriteAsync(_home.Home, TimeProvider.System, default);
        string path = Path.Combine(_home.Home.Path, LedgerSettings.FileName);
        Assert.Equal(shared with { ChosenBy = path }, Read());
        Assert.Equal("other.example.com", LedgerSettings.Read(_home.Home, name => name == LedgerSettings.Variable ? "postgresql://me@other.example.com/finops" : null).Address!.Host);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        await LedgerSettings.Embedded.WriteAsync(_home.Home, TimeProvider.System, default);
        Assert.Equal(LedgerSettings.Embedded, Read());
    }

    [Theory]
    [InlineData("{", "LedgerSettingsNotValid")]
    [InlineData("null", "LedgerSettingsNotValid")]
    [InlineData("""{"schema":2,"address":"postgresql://a@b/c"}""", "LedgerSettingsNotValid")]
    [InlineData("""{"schema":1}""", "LedgerSettingsNotValid")]
    [InlineData("""{"schema":1,"address":"postgresql://a@b/c","password":"hunter2"}""", "LedgerSettingsNotValid")]
    [InlineData("""{"schema":1,"address":"postgresql://a:hunter2@b/c"}""", "LedgerAddressInvalid")]
    public void Settings_that_are_not_valid_are_rejected_and_no_password_is_repeated(string content, string id)
    {
        Home.CreatePrivateFolder(_home.Home.Path);
        File.WriteAllText(Path.Combine(_home.Home.Path, LedgerSettings.FileName), content);
        ElevenCostException failure = Assert.Throws<ElevenCostException>(Read);
        Assert.Equal(id, failure.ErrorId);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_command_line_shows_chooses_and_copies_the_ledger()
    {
        PostgresServer? server = PostgresServer.Find();
        Skip.If(server is null, PostgresServer.Missing);
        string address = $"postgresql://postgres@127.0.0.1:{server!.Port}/postgres?schema=t_{Guid.NewGuid():N}";
        using var run = new CommandLineRun();
        Assert.Equal(0, await run.RunAsync("connect", "try", "--demo"));
        Assert.Equal(0, await run.RunAsync("sync", "--connection", "try", "--days", "5"));
        Assert.Equal(0, await run.RunAsync("cost", "--connection", "try", "--last", "5d", "--output", "csv"));
        string cost = run.Output;
        Assert.Equal(0, await run.RunAsync("ledger", "--output", "json"));
        Assert.Contains("\"Kind\":\"Embedded\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"Days\":5", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("ledger", "copy", "--to", address, "--output", "json"));
        Assert.Contains("\"IsEqual\":true", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("ledger", "use", address));
        Assert.Contains("PostgreSQL", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("ledger"));
        Assert.Contains("shared", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("cost", "--connection", "try", "--last", "5d", "--output", "csv"));
        Assert.Equal(cost, run.Output);

        // The demo that leaves nothing behind leaves nothing in a team's ledger.
        run.Variables["ELEVENCOST_LEDGER"] = address;
        Assert.Equal(0, await run.RunAsync("demo"));
        Assert.Equal(0, await run.RunAsync("ledger", "use", "embedded"));
        Assert.Contains("ELEVENCOST_LEDGER is set and overrides", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("ledger", "--output", "json"));
        Assert.Contains("\"Connections\":1", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"ChosenBy\":\"ELEVENCOST_LEDGER\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_reached_is_not_chosen()
    {
        using var run = new CommandLineRun();
        Assert.Equal(74, await run.RunAsync("ledger", "use", "postgresql://me@127.0.0.1:1/finops"));
        Assert.Contains("cannot be reached", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Home.Path, LedgerSettings.FileName)));
        Assert.Equal(78, await run.RunAsync("ledger", "use", "mysql://me@127.0.0.1/finops"));
        Assert.Equal(78, await run.RunAsync("ledger", "use", "postgresql://me:hunter2@127.0.0.1/finops"));
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
        Assert.Equal(64, await run.RunAsync("ledger", "copy", "--to", "embedded"));
    }

    private LedgerSettings Read() => LedgerSettings.Read(_home.Home, _ => null);
}

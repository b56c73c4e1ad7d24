using System.Diagnostics;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Tests.Alerts;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Keys in places where no key belongs, and files that are none.</summary>
public sealed class MistakenInputTests
{
    private const string Key = "sk_feedfacefeedfacefeedfacefeedfacefeedfacefeedface";
    private const string OldKey = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("connect", Key)]
    [InlineData("connect", Key, "--demo")]
    [InlineData("connect", OldKey, "--demo")]
    [InlineData("connect", "acme", Key)]
    [InlineData("connect", "acme", "--api-key", Key)]
    [InlineData("connect", "acme", "--api-key", OldKey)]
    [InlineData("connect", "acme", "--api-key=" + Key)]
    [InlineData("connect", "acme", "--api-key-file", Key)]
    [InlineData("connect", "acme", "--demo", "--time-zone", Key)]
    [InlineData("connect", "acme", "--region", Key)]
    [InlineData("connect", "acme", "--base-uri", "https://" + Key)]
    [InlineData("connect", "acme", "--scope", Key)]
    [InlineData(Key)]
    [InlineData("sync", "--connection", Key)]
    [InlineData("sync", Key)]
    [InlineData("sync", "--days", Key)]
    [InlineData("cost", "--api-key", Key, "--connection", "try")]
    [InlineData("cost", "--model", Key, "--connection", "try")]
    [InlineData("cost", "--group-by", Key)]
    [InlineData("disconnect", Key)]
    [InlineData("test", "--connection", Key)]
    [InlineData("price", "set", Key)]
    [InlineData("cost-center", "remove", Key)]
    [InlineData("cost-center", "import", Key)]
    public async Task A_key_that_was_given_where_none_belongs_is_echoed_nowhere(params string[] arguments)
    {
        using var cli = new CliProcess { SharesProcess = true };
        Assert.Equal(0, (await cli.RunAsync("connect", "try", "--demo")).ExitCode);
        CliOutcome outcome = await cli.RunAsync(arguments);
        string secret = arguments.Any(argument => argument.Contains(OldKey, StringComparison.Ordinal)) ? OldKey : Key[3..];
        Assert.DoesNotContain(secret, outcome.All, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, cli.AllText(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual("", outcome.Error.Trim());
    }

    [Fact]
    public async Task A_name_that_looks_like_a_key_says_what_to_do()
    {
        using var cli = new CliProcess { SharesProcess = true };
        CliOutcome outcome = await cli.RunAsync("connect", Key);
        Assert.Equal(64, outcome.ExitCode);
        Assert.Contains("looks like an API key", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--api-key-file", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("rotate the key", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Files());
        outcome = await cli.RunAsync("connect", "acme", "--api-key", Key);
        Assert.Equal(64, outcome.ExitCode);
        Assert.Contains("does not accept an API key as an argument", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("sync")]
    [InlineData("connections")]
    [InlineData("connect", "acme", "--demo")]
    [InlineData("price", "list")]
    public async Task A_home_that_is_a_file_is_named(params string[] arguments)
    {
        using var cli = new CliProcess { SharesProcess = true };
        foreach (string below in new[] { "", "/deeper/still" })
        {
            await File.WriteAllTextAsync(cli.Home, "in the way");
            cli.Environment["ELEVENCOST_HOME"] = cli.Home + below;
            CliOutcome outcome = await cli.RunAsync(arguments);
            Assert.True(outcome.ExitCode == 78, outcome.All);
            Assert.Contains($"'{cli.Home}' is a file", outcome.Error, StringComparison.Ordinal);
            Assert.Equal("in the way", await File.ReadAllTextAsync(cli.Home));
            File.Delete(cli.Home);
        }
    }

    [Theory]
    [InlineData("connections.json", "connections", 78)]
    [InlineData("connections.json", "cost", 78)]
    [InlineData("ledger.json", "cost", 74)]
    [InlineData("ledger.json", "sync", 74)]
    [InlineData("ledger.json", "ledger", 74)]
    [InlineData("schedule/schedule.json", "schedule list", 78)]
    [InlineData("schedule/schedule.json", "run --scheduled", 78)]
    [InlineData("environment", "run --environment-file {home}/environment", 78)]
    public async Task A_named_pipe_in_place_of_a_file_is_named_at_once(string file, string command, int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            // There are no named pipes among Windows' files.
            return;
        }

        using var cli = new CliProcess { SharesProcess = true };
        Assert.Equal(0, (await cli.RunAsync("connect", "try", "--demo")).ExitCode);
        string path = Path.Combine(cli.Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        await MakePipeAsync(path);
        var clock = Stopwatch.StartNew();
        CliOutcome outcome = await cli.RunAsync(command.Replace("{home}", cli.Home, StringComparison.Ordinal).Split(' '));
        Assert.True(outcome.ExitCode == exitCode, outcome.All);
        Assert.Contains(path, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("a pipe or a device", outcome.Error, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        File.Delete(path);
    }

    [Fact]
    public async Task A_key_may_come_by_a_pipe()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5 }, TimeProvider.System);
        using var cli = new CliProcess { SharesProcess = true };
        await MakePipeAsync(cli.KeyFile);
        Task<CliOutcome> connect = cli.RunAsync("connect", "acme", "--api-key-file", cli.KeyFile, "--base-uri", server.BaseUri.ToString());
        await Task.Run(() => File.WriteAllText(cli.KeyFile, server.ApiKey));
        CliOutcome outcome = await connect;
        Assert.True(outcome.ExitCode == 0, outcome.All);
    }

    [Fact]
    public async Task Rules_may_come_by_a_pipe_that_is_not_waited_for_without_end()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var cli = new CliProcess { SharesProcess = true };
        string pipe = cli.KeyFile;
        await MakePipeAsync(pipe);
        Task<CliOutcome> import = cli.RunAsync("cost-center", "import", pipe);
        await Task.Run(() => File.WriteAllText(pipe, "Name,Shares,Model\nall,Acme,*\n"));
        CliOutcome outcome = await import;
        Assert.True(outcome.ExitCode == 0, outcome.All);

        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        Task<string> reading = CostCenterCsv.ReadFileAsync(pipe, time, default);
        time.Advance(TimeSpan.FromSeconds(61));
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => reading);
        Assert.Equal(("CostCenterCsvNotReadable", FailureCategory.Usage), (failure.ErrorId, failure.Category));
        Assert.Contains($"'{pipe}' cannot be read: it is a pipe or a device that did not end within 60 seconds.", failure.Message, StringComparison.Ordinal);

        // Lets the thread that was left behind end.
        await File.WriteAllTextAsync(pipe, "");
    }

    [Fact]
    public async Task A_log_of_runs_that_is_a_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "sync.log");
        await MakePipeAsync(path);
        await Task.Run(() => new JobLog(path, TimeProvider.System).Write("info", "text")).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task MakePipeAsync(string path)
    {
        using Process make = Process.Start("mkfifo", [path]);
        await make.WaitForExitAsync();
        Assert.Equal(0, make.ExitCode);
    }
}

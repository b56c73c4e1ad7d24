using ElevenCost.Engine.Jobs;
using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Tests.Alerts;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>The log, the environment file, and the exit codes of a job.</summary>
public sealed class JobFileTests
{
    private const string Key = "sk_0123456789abcdef0123456789abcdef";

    [Fact]
    public void The_log_rotates_masks_keys_and_keeps_a_line_a_line()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "sync.log");
        var log = new JobLog(path, new FixedClock(SimulatedConnection.Now));
        log.Write("error", $"one\ntwo {Key}");
        Assert.Equal("2026-11-20T09:30:00Z error one two (key)\n", File.ReadAllText(path));
        string large = new('x', 300_000);
        for (int i = 0; i < 20; i++)
        {
            log.Write("info", large);
        }

        string[] files = [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["sync.log", "sync.log.1", "sync.log.2", "sync.log.3"], files);
        Assert.All(files, file => Assert.InRange(new FileInfo(Path.Combine(folder.Path, file)).Length, 1, 1_400_000));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        // Without the folder there is no schedule, and nothing to log.
        new JobLog(Path.Combine(folder.Path, "none", "sync.log"), new FixedClock(SimulatedConnection.Now)).Write("info", "x");
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "none")));
    }

    [Fact]
    public void An_environment_file_has_a_variable_a_line()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "variables");
        File.WriteAllText(path, "# comment\n\n A=1\nB_2=\"x = y\"\r\nC='q'\nD=\n");
        var warnings = new List<Warning>();
        IReadOnlyDictionary<string, string> read = EnvironmentFile.Read(path, warnings.Add);
        Assert.Equal(["A=1", "B_2=x = y", "C=q", "D="], read.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(OperatingSystem.IsWindows() ? [] : ["EnvironmentFileReadableByOthers"], warnings.Select(warning => warning.Id));
        File.WriteAllText(path, $"A=1\nexport {Key}\n");
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => EnvironmentFile.Read(path, warnings.Add));
        Assert.Equal("EnvironmentFileNotReadable", failure.ErrorId);
        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("export", failure.Message, StringComparison.Ordinal);
        Assert.Contains("there is no such file", Assert.Throws<ElevenCostException>(() => EnvironmentFile.Read(path + "2", warnings.Add)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jobs_exit_codes_are_those_of_the_commands() =>
        Assert.All(Enum.GetValues<FailureCategory>(), category => Assert.Equal(ElevenCost.Cli.ExitCode.Of(category), JobExitCode.Of(category)));

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\u2019b", "'a\u2019\u2019b'")]
    [InlineData("$x \"y\"", "'$x \"y\"'")]
    public void A_text_is_a_string_of_powershell(string text, string literal) => Assert.Equal(literal, JobCommand.PowerShellLiteral(text));
}

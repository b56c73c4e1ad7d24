using System.Diagnostics;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Streams that are closed or full: a documented exit code, no abort, no dump of the memory that holds the key.</summary>
public sealed class StandardStreamTests
{
    [Theory]
    [InlineData("nonsense 2>&-", 64)]
    [InlineData("nonsense 2>/dev/full", 64)]
    [InlineData("cost 2>&-", 78)]
    [InlineData("cost 2>/dev/full", 78)]
    [InlineData("cost 0<&- 1>&- 2>&-", 78)]
    [InlineData("sync 2>&-", 78)]
    [InlineData("--help >&-", 74)]
    [InlineData("--help >/dev/full", 74)]
    [InlineData("--version >&-", 74)]
    [InlineData("connections >&-", 74)]
    [InlineData("connections >/dev/full", 74)]
    [InlineData("connections >/dev/full 2>&-", 74)]
    [InlineData("connections >&- 2>/dev/full", 74)]
    [InlineData("connections 0<&-", 0)]
    [InlineData("connections 2>&-", 0)]
    public async Task A_stream_that_is_closed_or_full_has_a_documented_exit_code(string command, int exitCode)
    {
        using var shell = new Shell();
        if (command.StartsWith("connections", StringComparison.Ordinal))
        {
            Assert.Equal(0, (await shell.RunAsync("connect try --demo")).ExitCode);
        }

        CliOutcome outcome = await shell.RunAsync(command);
        Assert.True(outcome.ExitCode == exitCode, $"{outcome.ExitCode}: {outcome.All}");
        if (exitCode == 74 && !command.Contains("2>", StringComparison.Ordinal))
        {
            Assert.Contains("the output cannot be written", outcome.Error, StringComparison.Ordinal);
        }

        Assert.Empty(shell.Dumps());
    }

    [Fact]
    public async Task What_is_said_on_a_closed_stream_gets_into_no_file()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 10 }, TimeProvider.System);
        using var shell = new Shell();
        shell.WriteKey(server.ApiKey);
        Assert.Equal(0, (await shell.RunAsync($"connect acme --api-key-file '{shell.KeyFile}' --base-uri {server.BaseUri} >/dev/null")).ExitCode);
        server.Faults.Add("date:-864000");
        Assert.Equal(74, (await shell.RunAsync("sync --days 3 1>&- 2>&-")).ExitCode);
        Assert.Equal(0, (await shell.RunAsync("sync --days 3 2>&-")).ExitCode);
        Assert.DoesNotContain("warning:", shell.HomeText(), StringComparison.Ordinal);
        CliOutcome coverage = await shell.RunAsync("coverage --last 30d --output csv");
        Assert.Contains("Provisional", coverage.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_process_asks_the_system_not_to_dump_it()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 10 }, TimeProvider.System);
        using var shell = new Shell();
        shell.WriteKey(server.ApiKey);
        Assert.Equal(0, (await shell.RunAsync($"connect acme --api-key-file '{shell.KeyFile}' --base-uri {server.BaseUri}")).ExitCode);
        server.ClearRequests();
        server.Faults.Add("hang");
        CliOutcome outcome = await shell.RunAsync("sync", async process =>
        {
            while (server.Requests.Count == 0)
            {
                await Task.Delay(20);
            }

            if (OperatingSystem.IsLinux())
            {
                Assert.Matches("Max core file size +0 +0 +bytes", await File.ReadAllTextAsync($"/proc/{process.Id}/limits"));
            }

            // A signal that .NET does not handle and whose default is a dump.
            using Process kill = Process.Start("kill", ["-XCPU", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        });
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Empty(shell.Dumps());
    }

    /// <summary>The command line as a shell starts it: with redirections, and with dumps allowed.</summary>
    private sealed class Shell : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-test-");

        public string KeyFile => Path.Combine(_folder.FullName, "key");

        public void WriteKey(string key)
        {
            File.WriteAllText(KeyFile, key);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        /// <summary>Core dumps, by the names that systems give them.</summary>
        public IEnumerable<string> Dumps() => Directory.EnumerateFiles(_folder.FullName, "*core*");

        public string HomeText() => string.Concat(Directory.EnumerateFiles(Path.Combine(_folder.FullName, "home"), "*", SearchOption.AllDirectories).Select(File.ReadAllText));

        public async Task<CliOutcome> RunAsync(string command, Func<Process, Task>? whileRunning = null)
        {
            string program = Environment.GetEnvironmentVariable("ELEVENCOST_TEST_PROGRAM") is { } named
                ? $"'{named}'"
                : $"dotnet '{Path.Combine(AppContext.BaseDirectory, "ElevenCost.Cli.dll")}'";
            var start = new ProcessStartInfo("sh")
            {
                ArgumentList = { "-c", $"ulimit -c unlimited 2>/dev/null; exec {program} {command}" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = _folder.FullName,
            };
            start.Environment["ELEVENCOST_HOME"] = Path.Combine(_folder.FullName, "home");
            start.Environment.Remove("ELEVENLABS_API_KEY");
            start.Environment.Remove("ELEVENCOST_SILENCE_SECONDS");
            using var process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (whileRunning is not null)
            {
                await whileRunning(process);
            }

            using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            await process.WaitForExitAsync(timeout.Token);
            return new CliOutcome(process.ExitCode, await output, await error);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}

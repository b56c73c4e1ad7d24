using System.Diagnostics;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>The command line as a user of whom the system knows nothing: without a home, and without the rights to one.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const string User = "54321";
    private const string Stranger = "54322";

    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-test-").FullName;

    private string Home => Path.Combine(_folder, "home");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task The_process_closes_its_memory_and_environment_to_others_of_its_user()
    {
        await PrepareAsync();
        string key = Path.Combine(_folder, "key");
        await SucceedAsync("mkfifo", "-m", "666", key);
        using Process process = Start(StartAs(["connect", "acme", "--api-key-file", key]));
        try
        {
            // Opening it succeeds as soon as the program reads its key.
            using FileStream pipe = await Task.Run(() => new FileStream(key, FileMode.Open, FileAccess.Write)).WaitAsync(TimeSpan.FromMinutes(1));
            CliOutcome owner = await RunAsync(new ProcessStartInfo("stat", ["-c", "%u", $"/proc/{process.Id}/environ", $"/proc/{process.Id}/mem"]));
            Assert.Equal("0\n0\n", owner.Output);
        }
        finally
        {
            process.Kill();
        }
    }

    [SkippableTheory]
    [InlineData("connections")]
    [InlineData("cost")]
    [InlineData("connect", "try", "--demo")]
    public async Task A_user_without_a_folder_is_told_to_name_a_home(params string[] command)
    {
        await PrepareAsync();
        ProcessStartInfo start = StartAs(command);
        start.Environment.Remove("ELEVENCOST_HOME");
        CliOutcome outcome = await RunAsync(start);
        Assert.True(outcome.ExitCode == 78, outcome.All);
        Assert.Contains("There is no folder for local application data.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Set ELEVENCOST_HOME", outcome.Error, StringComparison.Ordinal);

        start.Environment["ELEVENCOST_HOME"] = "~/home";
        outcome = await RunAsync(start);
        Assert.True(outcome.ExitCode == 78, outcome.All);
        Assert.Contains("the folder for ~ is unknown", outcome.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_home_that_cannot_be_written_is_named()
    {
        await PrepareAsync(withUsage: true);
        await SucceedAsync("chmod", "0500", Home);
        await AssertNamedAsync(74, "ledger.db", "cost", "--last", "3d");
        await AssertNamedAsync(74, "ledger.db", "sync", "--quiet", "--days", "3");
        await AssertNamedAsync(74, "ledger.db", "budget", "set", "team", "--amount", "5");
        await AssertNamedAsync(74, "connections.json", "connect", "other", "--demo");
    }

    [SkippableFact]
    public async Task A_ledger_of_another_user_is_named()
    {
        await PrepareAsync(withUsage: true);
        await SucceedAsync("chown", Stranger, Path.Combine(Home, "ledger.db"));
        foreach (string mode in new[] { "0400", "0444" })
        {
            await SucceedAsync("chmod", mode, Path.Combine(Home, "ledger.db"));
            await AssertNamedAsync(74, "ledger.db", "sync", "--quiet", "--days", "3");
            await AssertNamedAsync(74, "ledger.db", "budget", "set", "team", "--amount", "5");
            if (mode == "0400")
            {
                await AssertNamedAsync(74, "ledger.db", "cost", "--last", "3d");
            }
        }
    }

    [SkippableFact]
    public async Task A_home_of_another_user_is_named()
    {
        await PrepareAsync(withUsage: true);
        await SucceedAsync("chown", "-R", Stranger, Home);
        await SucceedAsync("chmod", "0500", Home);
        await AssertNamedAsync(78, "connections.json", "connections");
        await AssertNamedAsync(78, "connections.json", "cost", "--last", "3d");
        await AssertNamedAsync(78, "connections.json", "sync", "--quiet", "--days", "3");
        await AssertNamedAsync(74, "ledger.json", "budget", "set", "team", "--amount", "5");
        await AssertNamedAsync(74, "ledger.json", "connect", "other", "--demo");
    }

    private async Task AssertNamedAsync(int exitCode, string file, params string[] command)
    {
        CliOutcome outcome = await RunAsync(StartAs(command));
        string what = $"{string.Join(' ', command)}: {outcome.ExitCode} {outcome.All}";
        Assert.True(outcome.ExitCode == exitCode, what);
        Assert.True(outcome.Error.Contains(Path.Combine(Home, file), StringComparison.Ordinal), what);
        Assert.DoesNotContain("   at ", outcome.All, StringComparison.Ordinal);
    }

    /// <summary>Makes a home of the user, and a copy of the program that the user can run: the folder of the tests may be closed to others.</summary>
    private async Task PrepareAsync(bool withUsage = false)
    {
        Skip.If(!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess, "Only root of a Linux can run a program as another user.");
        string program = Path.Combine(_folder, "program");
        Directory.CreateDirectory(program);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "ElevenCost.Cli.*json")))
        {
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        }

        await SucceedAsync("cp", "-R", Path.Combine(AppContext.BaseDirectory, "runtimes"), program);
        Directory.CreateDirectory(Home);
        await SucceedAsync("chown", User, Home);
        await SucceedAsync("chmod", "-R", "a+rX", _folder);
        await SucceedAsync("chmod", "0700", Home);
        CliOutcome version = await RunAsync(StartAs(["--version"]));
        Skip.If(version.ExitCode != 0, "Other users cannot run dotnet here.");
        if (withUsage)
        {
            Assert.Equal(0, (await RunAsync(StartAs(["connect", "try", "--demo"]))).ExitCode);
            Assert.Equal(0, (await RunAsync(StartAs(["sync", "--quiet", "--days", "3"]))).ExitCode);
        }
    }

    private ProcessStartInfo StartAs(string[] command)
    {
        var start = new ProcessStartInfo("setpriv",
            ["--reuid", User, "--regid", User, "--clear-groups", "dotnet", Path.Combine(_folder, "program", "ElevenCost.Cli.dll"), .. command])
        {
            WorkingDirectory = _folder,
        };
        start.Environment["ELEVENCOST_HOME"] = Home;
        foreach (string name in new[] { "HOME", "XDG_DATA_HOME", "ELEVENLABS_API_KEY", "ELEVENCOST_SILENCE_SECONDS" })
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static async Task SucceedAsync(string program, params string[] arguments)
    {
        CliOutcome outcome = await RunAsync(new ProcessStartInfo(program, arguments));
        Assert.True(outcome.ExitCode == 0, outcome.All);
    }

    private static async Task<CliOutcome> RunAsync(ProcessStartInfo start)
    {
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return new CliOutcome(process.ExitCode, await output, await error);
    }

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }
}

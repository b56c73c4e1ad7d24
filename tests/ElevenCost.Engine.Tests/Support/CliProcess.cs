using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using ElevenCost.Engine.Tests.Cli;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>What a run of <c>elevencost</c> left behind.</summary>
internal sealed record CliOutcome(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;
}

/// <summary>Runs the built command line as a user's shell would: a process, arguments, an environment, a home of its own.</summary>
internal sealed partial class CliProcess : IDisposable
{
    /// <summary>Names another build of the command line to test, such as one published with its runtime.</summary>
    private const string ProgramVariable = "ELEVENCOST_TEST_PROGRAM";

    private static readonly TimeSpan s_timeLimit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-test-");

    public string Home => Path.Combine(_folder.FullName, "home");

    public string KeyFile => Path.Combine(_folder.FullName, "key");

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>
    /// Runs the commands in the process of the tests, which saves the start of one for each: for tests of what commands say and write. If the test sets a
    /// variable, meddles with the process or names another build of the program, it is a process all the same.
    /// </summary>
    public bool SharesProcess { get; init; }

    public void WriteKey(string key)
    {
        File.WriteAllText(KeyFile, key + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Connects to a simulator, and fails the test where that fails.</summary>
    public async Task ConnectAsync(Uri uri, string key, string name = "acme", params string[] more)
    {
        WriteKey(key);
        CliOutcome outcome = await RunAsync(["connect", name, "--api-key-file", KeyFile, "--base-uri", uri.ToString(), .. more]);
        Assert.True(outcome.ExitCode == 0, outcome.All);
    }

    public async Task<CliOutcome> RunAsync(params string[] arguments) => await RunAsync(null, arguments);

    /// <summary>Runs to the end; <paramref name="whileRunning"/> may meddle with the process meanwhile.</summary>
    public async Task<CliOutcome> RunAsync(Func<Process, Task>? whileRunning, string[] arguments, string input = "")
    {
        if (SharesProcess && whileRunning is null && Environment.Count == 0 && System.Environment.GetEnvironmentVariable(ProgramVariable) is null)
        {
            using var limit = new CancellationTokenSource(s_timeLimit);
            return await CommandLineRun.RunAsync(arguments, () => new Home(Home), TimeProvider.System, input, cancellationToken: limit.Token);
        }

        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        if (whileRunning is not null)
        {
            await whileRunning(process);
        }

        using var timeout = new CancellationTokenSource(s_timeLimit);
        await process.WaitForExitAsync(timeout.Token);
        return new CliOutcome(process.ExitCode, await output, await error);
    }

    /// <summary>Every file of the home with its bytes, by path; what a test compares to see that nothing was touched.</summary>
    public SortedDictionary<string, string> Files(Func<string, bool>? which = null)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Directory.Exists(Home))
        {
            foreach (string path in Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories).Where(path => which?.Invoke(path) ?? true))
            {
                files.Add(Path.GetRelativePath(Home, path), Convert.ToHexString(File.ReadAllBytes(path)));
            }
        }

        return files;
    }

    /// <summary>The text of every file under the home.</summary>
    public string AllText() => Directory.Exists(Home)
        ? string.Concat(Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories).Select(path => path + "\n" + Encoding.UTF8.GetString(File.ReadAllBytes(path))))
        : "";

    /// <summary>Sends the signal that Ctrl+C sends.</summary>
    public static void Interrupt(Process process) => Assert.Equal(0, Kill(process.Id, 2));

    /// <summary>Asks the process to end, as service managers do.</summary>
    public static void Terminate(Process process) => Assert.Equal(0, Kill(process.Id, 15));

    /// <summary>Suspends the process, as Ctrl+Z does.</summary>
    public static void Suspend(Process process) => Assert.Equal(0, Kill(process.Id, OperatingSystem.IsMacOS() ? 17 : 19));

    /// <summary>Lets a stopped process go on.</summary>
    public static void Resume(Process process) => Assert.Equal(0, Kill(process.Id, OperatingSystem.IsMacOS() ? 19 : 18));

    /// <summary>Starts the process; who calls it reads what it writes.</summary>
    public Process Start(string[] arguments)
    {
        string? program = System.Environment.GetEnvironmentVariable(ProgramVariable);
        var start = new ProcessStartInfo(program ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (program is null)
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ElevenCost.Cli.dll"));
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ELEVENCOST_HOME"] = Home;
        start.Environment.Remove("ELEVENLABS_API_KEY");
        start.Environment.Remove("ELEVENCOST_SILENCE_SECONDS");
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}

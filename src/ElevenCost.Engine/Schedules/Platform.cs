using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ElevenCost.Engine.Schedules;

/// <summary>What a program printed, and how it ended.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The standard output.</param>
/// <param name="Error">The standard error.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>What schedulers need of the machine and the user.</summary>
/// <param name="time">The clock.</param>
/// <param name="environment">The value of an environment variable.</param>
internal class Platform(TimeProvider time, Func<string, string?> environment)
{
    private static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Whether it is Windows.</summary>
    public virtual bool IsWindows => OperatingSystem.IsWindows();

    /// <summary>Whether it is macOS.</summary>
    public virtual bool IsMacOS => OperatingSystem.IsMacOS();

    /// <summary>The user's folder.</summary>
    public virtual string UserFolder => System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile, System.Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>The user's name.</summary>
    public virtual string UserName => System.Environment.UserName;

    /// <summary>The user's name with the domain; of Windows alone.</summary>
    public virtual string AccountName => $@"{System.Environment.UserDomainName}\{UserName}";

    /// <summary>The user's number; of Unix alone.</summary>
    public virtual string UserId => NativeMethods.UserId().ToString(CultureInfo.InvariantCulture);

    /// <summary>Identifies the user on this machine.</summary>
    public virtual string MachineAndUser => $"{System.Environment.MachineName}/{UserName}";

    /// <summary>The value of an environment variable; null if it is not set or empty.</summary>
    public string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

    /// <summary>The absolute path of a program that PATH finds; null if it finds none.</summary>
    public virtual string? FindProgram(string name)
    {
        foreach (string folder in (Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, IsWindows ? name + ".exe" : name);
            if (Path.IsPathFullyQualified(path) && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>A command of a program that PATH finds; of its bare name if it finds none, so that running it says so.</summary>
    public JobCommand Command(string program, params string[] arguments) => new(FindProgram(program) ?? program, arguments);

    /// <summary>Runs a program to its end, 30 seconds at most.</summary>
    /// <exception cref="ElevenCostException"><c>SchedulerFailed</c>: it can't be started, or does not end.</exception>
    public virtual Task<ProgramResult> RunAsync(JobCommand command, string? input, CancellationToken cancellationToken) =>
        RunAsync(command, input, null, ProgramPatience, cancellationToken);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program.</param>
    /// <param name="input">What is written to its standard input; null for nothing.</param>
    /// <param name="variables">All of its environment; null for that of this process.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ElevenCostException"><c>SchedulerFailed</c>: it can't be started, or does not end in time.</exception>
    public static async Task<ProgramResult> RunAsync(
        JobCommand command, string? input, IReadOnlyDictionary<string, string>? variables, TimeSpan patience, CancellationToken cancellationToken)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        if (variables is not null)
        {
            start.Environment.Clear();
            foreach ((string name, string value) in variables)
            {
                start.Environment[name] = value;
            }
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        using Process process = Start(command, start);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteAsync(process, input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw ScheduleErrors.Failed(command.ToString(), string.Create(CultureInfo.InvariantCulture, $"it did not exit within {patience.TotalSeconds:0} seconds and was stopped."), e);
        }
    }

    private static Process Start(JobCommand command, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw ScheduleErrors.Failed(command.ToString(), e.Message, e);
        }
    }

    private static async Task WriteAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it: its exit code says whether that is a failure.
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "getuid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern uint UserId();
    }
}

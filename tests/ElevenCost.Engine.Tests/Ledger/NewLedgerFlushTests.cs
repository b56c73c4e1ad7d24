using System.Diagnostics;
using System.Text.RegularExpressions;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A new ledger outlives a power failure with the folders that lead to it: each new name is flushed in the folder above it.</summary>
public sealed partial class NewLedgerFlushTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-flush-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task The_folders_above_a_new_ledger_are_flushed()
    {
        Skip.If(!OperatingSystem.IsLinux() || !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, "strace"))),
            "There is no strace.");
        string parent = Path.Combine(_folder, "parent");
        string home = Path.Combine(parent, "home");
        string trace = Path.Combine(_folder, "trace");
        var start = new ProcessStartInfo("strace",
            ["-f", "-qq", "-y", "-e", "trace=fsync,fdatasync", "-o", trace,
                "dotnet", Path.Combine(AppContext.BaseDirectory, "ElevenCost.Cli.dll"), "price", "set", "pro", "--monthly-price", "99", "--monthly-credits", "600000"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Home.Variable] = home;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Skip.If(error.Contains("PTRACE", StringComparison.Ordinal), "strace may not trace here.");
        Assert.True(process.ExitCode == 0, await output + error);

        string[] flushed = [.. FlushPattern().Matches(await File.ReadAllTextAsync(trace)).Select(match => match.Groups["path"].Value)];
        Assert.Contains(Path.Combine(home, RelationalLedger.FileName) + "-wal", flushed);
        Assert.Contains(home, flushed);
        Assert.Contains(parent, flushed);
        Assert.Contains(_folder, flushed);
    }

    [GeneratedRegex(@"f(data)?sync\(\d+<(?<path>[^>]+)>")]
    private static partial Regex FlushPattern();
}

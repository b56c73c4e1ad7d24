using System.Diagnostics;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>Signals to end that come while the process is in a call that does not.</summary>
public sealed class InterruptionTests
{
    /// <summary>More than the 10 seconds that a command has to end, and than a busy machine needs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_process_that_is_stuck_ends_after_the_first_signal_and_at_once_after_the_second(int signals)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has no signals that one process could send to another.
            return;
        }

        using var cli = new CliProcess();
        Assert.Equal(0, (await cli.RunAsync("connect", "try", "--demo")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("sync", "--quiet", "--days", "60")).ExitCode);

        // Writing to a pipe that nobody reads waits as soon as the pipe is full.
        using Process process = cli.Start(["usage", "--last", "60d", "--granularity", "day", "--group-by", "model,api-key,voice,user", "--output", "json"]);
        char[] begun = new char[1];
        Assert.Equal(1, await process.StandardOutput.ReadAsync(begun));
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.False(process.HasExited);
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < signals; i++)
        {
            CliProcess.Terminate(process);

            // Two pending signals of a kind are one.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill();
        }

        Assert.Equal(130, process.ExitCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, signals == 1 ? s_patience : TimeSpan.FromSeconds(8));
    }
}

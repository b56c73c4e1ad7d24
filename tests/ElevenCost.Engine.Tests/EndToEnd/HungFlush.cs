using System.Runtime.InteropServices;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>A process that syncs on a disk on which a flush never returns, for <see cref="SlowDiskTests"/>.</summary>
internal static class HungFlush
{
    /// <summary>Printed once the flush is under way.</summary>
    public const string Hangs = "hangs";

    // Some of the days are stored by then.
    private const int FlushThatHangs = 8;

    /// <summary>Syncs as the program does.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string home)
    {
        using var interrupt = new CancellationTokenSource();
        using PosixSignalRegistration signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupt.Cancel();
        });
        int flushes = 0;
        using IDisposable disk = TestVfs.Begin(new FaultyDisk(home)
        {
            Fault = action =>
            {
                if (action == DiskAction.Sync && Interlocked.Increment(ref flushes) >= FlushThatHangs)
                {
                    Console.Out.WriteLine(Hangs);
                    Thread.Sleep(Timeout.Infinite);
                }

                return 0;
            },
        });
        CliOutcome outcome = await CommandLineRun.RunAsync(["sync", "--quiet", "--force"], () => new Home(home), TimeProvider.System, cancellationToken: interrupt.Token);
        await Console.Error.WriteLineAsync(outcome.All);
        return outcome.ExitCode;
    }
}

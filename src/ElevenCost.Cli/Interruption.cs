using System.Runtime.InteropServices;

namespace ElevenCost.Cli;

/// <summary>
/// Ctrl+C and SIGTERM. The first cancels the command, and ends the process if the command does not end; the second ends the process at once. The exit
/// code is <see cref="ExitCode.Cancelled"/> either way.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long a command may take to end after the first signal.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _received;

    /// <summary>Handles the signals from now on.</summary>
    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Leaves signals to the system.</summary>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1)
        {
            Exit();
        }

        // A thread of its own, before anything that could wait: all of the pool's may be in the calls that do not end.
        new Thread(ExitLate) { IsBackground = true }.Start();
        _source.Cancel();
    }

    private static void ExitLate()
    {
        Thread.Sleep(Patience);
        Exit();
    }

    /// <summary>Ends the process without what libraries do at its end, such as closing files, which could wait, too. The ledger survives that as it survives a kill.</summary>
    private static void Exit()
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(ExitCode.Cancelled);
        }

        NativeMethods.Exit(ExitCode.Cancelled);
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "_exit")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern void Exit(int code);
    }
}

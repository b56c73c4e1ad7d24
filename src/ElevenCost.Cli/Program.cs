using System.Runtime.InteropServices;
using ElevenCost.Cli;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;

CoreDumps.Forbid();
StandardStreams streams = StandardStreams.Find();
using var cancellation = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return await CommandLine.RunAsync(args, new CommandContext(Screen.FromProcess(streams), TimeProvider.System, Home.Resolve), cancellation.Token);

void Cancel(PosixSignalContext signal)
{
    // The first one lets the command clean up; the second is the system's to handle: it kills.
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ElevenLabs.Simulator;

/// <summary>The simulator as a program.</summary>
public static class SimulatorProgram
{
    private const int ExitUsage = 64;

    /// <summary>Runs until SIGTERM, Ctrl+C or, on request, the end of standard input.</summary>
    public static async Task<int> Main(string[] args)
    {
        CommandLine line;
        try
        {
            line = CommandLine.Parse(args);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            await Console.Error.WriteLineAsync(CommandLine.Usage);
            return ExitUsage;
        }

        try
        {
            return await RunAsync(line);
        }
        catch (SocketException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<int> RunAsync(CommandLine line)
    {
        TimeProvider time = line.Time is DateTimeOffset at ? new FixedTime(at) : TimeProvider.System;
        await using SimulatorServer server = await SimulatorServer.StartAsync(line.Options, time, line.Port);
        foreach (string fault in line.Faults)
        {
            server.Faults.Add(fault);
        }

        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }

        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await Console.Out.WriteLineAsync($"listening on {server.BaseUri} key {server.ApiKey}");
        if (line.ExitWithStdin)
        {
            _ = Task.Run(async () =>
            {
                while (await Console.In.ReadLineAsync() is not null)
                {
                }

                stop.TrySetResult();
            });
        }

        await stop.Task;
        return 0;
    }
}

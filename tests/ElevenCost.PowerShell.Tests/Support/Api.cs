using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>Starts simulators.</summary>
internal static class Api
{
    /// <summary>The ElevenLabs API of a workspace, with deviations as the simulator's README has them.</summary>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, DateTimeOffset? now = null, params string[] faults)
    {
        SimulatorServer server = await SimulatorServer.StartAsync(options, now is { } instant ? new FixedTime(instant) : TimeProvider.System);
        Misbehave(server, faults);
        return server;
    }

    /// <summary>Begins to deviate so, and no longer as before.</summary>
    public static void Misbehave(SimulatorServer server, params string[] faults)
    {
        server.Faults.Clear();
        foreach (string fault in faults)
        {
            server.Faults.Add(fault);
        }
    }
}

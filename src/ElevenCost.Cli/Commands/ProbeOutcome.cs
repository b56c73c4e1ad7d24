using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli.Commands;

/// <summary>What a probe of a key finds, and what that comes to.</summary>
internal static class ProbeOutcome
{
    /// <summary>Probes what a key may do, and shows how far that is.</summary>
    public static async Task<IReadOnlyList<Capability>> FindAsync(CommandContext context, Connection connection, IElevenLabsApi api, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectionProbe.RunAsync(connection, api, context.Time, new ProgressLine(context.Screen, context.Time), cancellationToken);
        }
        finally
        {
            context.Screen.ClearTransient();
        }
    }

    /// <summary>What a command ends with: the key's failure, else whether anything that is needed fails.</summary>
    public static int ExitCodeOf(IReadOnlyList<Capability> capabilities) =>
        ConnectionProbe.KeyFailure(capabilities) is { ErrorCategory: { } category } ? ExitCode.Of(category)
        : capabilities.Any(capability => capability is { Required: true, Passed: false }) ? ExitCode.CheckFailed
        : ExitCode.Done;
}

using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli.Commands;

/// <summary>Tests the permissions of a key.</summary>
internal static class KeyProbe
{
    /// <summary>Tests each permission, and shows progress on the standard error.</summary>
    public static async Task<IReadOnlyList<Capability>> RunAsync(CommandContext context, Connection connection, IElevenLabsApi api, CancellationToken cancellationToken)
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
}

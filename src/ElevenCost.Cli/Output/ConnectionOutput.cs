using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes connections.</summary>
internal static class ConnectionOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        long? count = await Rows.WriteAsync(screen, format, ResultTables.Connections, ExportColumns.Connections, connections.AsAsync(), cancellationToken);
        if (count == 0)
        {
            screen.Tell("There is no connection yet. Make one: elevencost connect NAME");
        }

        if (format != OutputFormat.Table)
        {
            return;
        }

        foreach (Connection ill in connections.Where(connection => connection.Health is not (ConnectionHealth.Healthy or ConnectionHealth.NeverSynced)))
        {
            screen.Tell($"note: {ill.Name}: {ill.HealthMessage}");
        }
    }
}

using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes connections.</summary>
internal static class ConnectionOutput
{
    private static readonly TableColumn[] Columns =
    [
        new("Name", CanShorten: true), new("Default"), new("Plan"), new("Health"), new("Last sync (UTC)"), new("Time zone", CanShorten: true),
        new("Key"), new("Address", CanShorten: true),
    ];

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ExportColumns.Connections, connections.AsAsync(), cancellationToken);
            return;
        }

        if (connections.Count == 0)
        {
            screen.Tell("There is no connection yet. Make one: elevencost connect NAME");
            return;
        }

        await new TextTable(Columns, screen.Width).WriteAsync(
            screen.Output,
            null,
            connections.Select(connection => new[]
            {
                connection.Name, connection.IsDefault ? "yes" : "", connection.Plan ?? "-", Words.Of(connection.Health ?? ConnectionHealth.NeverSynced),
                Figures.Minute(connection.LastSyncAt), connection.TimeZone, Words.Of(connection.KeySource),
                connection.KeySource == KeySource.Demo ? "" : connection.BaseUri.Host,
            }).AsAsync(),
            () => [],
            cancellationToken);
        foreach (Connection ill in connections.Where(connection => connection.Health is not (ConnectionHealth.Healthy or ConnectionHealth.NeverSynced)))
        {
            screen.Tell($"note: {ill.Name}: {ill.HealthMessage}");
        }
    }
}

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

    private static readonly TableColumn[] SettingColumns =
        [new("Name", CanShorten: true), new("Billing", CanShorten: true), new("Balance", IsNumber: true), new("Cur"), new("As of")];

    /// <summary>Writes what the user told of an account.</summary>
    public static async Task WriteSettingsAsync(Screen screen, OutputFormat format, Connection connection, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ExportColumns.Connections, new[] { connection }.AsAsync(), cancellationToken);
            return;
        }

        string billing = connection.Billing.Count == 0 ? "auto" : string.Join("; ", connection.Billing.Select(term =>
            Words.Of(term.Billing) + (term.From is { } from ? $" from {Figures.Day(from)}" : "")));
        await new TextTable(SettingColumns, screen.Width).WriteAsync(
            screen.Output,
            null,
            new[]
            {
                new[]
                {
                    connection.Name, billing, connection.Balance is null ? "-" : Figures.Money(connection.Balance), connection.BalanceCurrency ?? "",
                    connection.BalanceAsOf is { } day ? Figures.Day(day) : "-",
                },
            }.AsAsync(),
            () => [],
            cancellationToken);
    }

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

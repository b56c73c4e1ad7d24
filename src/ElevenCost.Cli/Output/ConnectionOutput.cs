using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes connections.</summary>
internal static class ConnectionOutput
{
    private static readonly ResultTable Settings = new(
    [
        new("Name"), new("Billing"), new("Balance", ColumnStyle.Cost), new("BalanceCurrency", ColumnStyle.Word) { Unknown = "" }, new("BalanceAsOf", ColumnStyle.Day),
        new("Scope", ColumnStyle.Word),
    ]);

    /// <summary>Writes the settings of a connection: billing, prepaid balance and scope.</summary>
    public static async Task WriteSettingsAsync(Screen screen, OutputFormat format, Connection connection, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ExportColumns.Connections, new[] { connection }.AsAsync(), cancellationToken);
            return;
        }

        string billing = connection.Billing.Count == 0 ? "auto" : string.Join("; ", connection.Billing.Select(term =>
            Words.Of(term.Billing) + (term.From is { } from ? $" from {Figures.Day(from)}" : "")));
        var settings = new SettingsRow(connection.Name, billing, connection.Balance, connection.BalanceCurrency, connection.BalanceAsOf, connection.Scope);
        await Rows.TableAsync(screen, Settings, new[] { settings }.AsAsync(), cancellationToken);
    }

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        long? count = await Rows.WriteAsync(screen, format, ResultTables.Connections, ExportColumns.Connections, connections.AsAsync(), cancellationToken);
        if (count == 0)
        {
            screen.WriteMessage("There is no connection yet. Create one: elevencost connect NAME");
        }

        if (format != OutputFormat.Table)
        {
            return;
        }

        foreach (Connection ill in connections.Where(connection => connection.Health is not (ConnectionHealth.Healthy or ConnectionHealth.NeverSynced)))
        {
            screen.WriteMessage($"note: {ill.Name}: {ill.HealthMessage}");
        }
    }

    private sealed record SettingsRow(string Name, string Billing, decimal? Balance, string? BalanceCurrency, DateTime? BalanceAsOf, ConnectionScope Scope);
}

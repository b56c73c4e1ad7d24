using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes where alerts go and what was sent.</summary>
internal static class AlertOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<AlertTarget> targets, CancellationToken cancellationToken)
    {
        if (await Rows.WriteAsync(screen, format, ResultTables.Alerts, AlertColumns.Targets, targets.AsAsync(), cancellationToken) == 0)
        {
            screen.WriteMessage("There is no alert.");
        }
    }

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<AlertDelivery> deliveries, CancellationToken cancellationToken)
    {
        if (await Rows.WriteAsync(screen, format, ResultTables.AlertDeliveries, AlertColumns.Deliveries, deliveries.AsAsync(), cancellationToken) == 0)
        {
            screen.WriteMessage("Nothing is due.");
        }

        foreach (AlertDelivery due in format == OutputFormat.Table ? deliveries.Where(delivery => delivery.State == AlertDeliveryState.Due) : [])
        {
            screen.WriteMessage($"{due.Target}: {due.Title}");
            foreach (string line in due.Text.Split('\n'))
            {
                screen.WriteMessage($"  {line}");
            }
        }

        // A target that fails, fails for each of its alerts alike.
        foreach ((string error, string? remedy) in deliveries.Where(delivery => delivery.Error is not null).Select(delivery => (delivery.Error!, delivery.Remedy)).Distinct())
        {
            Failures.Report(screen, error, remedy);
        }
    }
}

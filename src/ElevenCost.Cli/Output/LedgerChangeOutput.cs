using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes what was changed of prices and cost centers.</summary>
internal static class LedgerChangeOutput
{
    private static readonly TableColumn[] Columns =
    [
        new("Changed (UTC)"), new("Kind"), new("Name", CanShorten: true), new("Action"), new("Before", CanShorten: true), new("After", CanShorten: true),
    ];

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<LedgerChange> changes, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, LedgerColumns.Changes, changes.AsAsync(), cancellationToken);
            return;
        }

        await new TextTable(Columns, screen.Width).WriteAsync(
            screen.Output,
            null,
            changes.Select(change => new[]
            {
                Figures.Minute(change.ChangedAt), change.Kind, change.Name, Words.Of(change.Action), change.Before ?? "-", change.After ?? "-",
            }).AsAsync(),
            () => [],
            cancellationToken);
    }
}

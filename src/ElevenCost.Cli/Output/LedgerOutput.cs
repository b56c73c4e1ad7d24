using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes what ledgers are and what copies did.</summary>
internal static class LedgerOutput
{
    private static readonly TableColumn[] Properties = [new("Ledger"), new("", CanShorten: true)];

    private static readonly TableColumn[] Copies =
    [
        new("Connection", CanShorten: true), new("Equal"), new("Days", IsNumber: true), new("Copied", IsNumber: true), new("Different", IsNumber: true),
        new("Rows", IsNumber: true), new("Snapshots", IsNumber: true), new("Syncs", IsNumber: true), new("Changes", IsNumber: true),
    ];

    public static async Task WriteAsync(Screen screen, OutputFormat format, LedgerInfo ledger, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, LedgerColumns.Ledgers, new[] { ledger }.AsAsync(), cancellationToken);
            return;
        }

        string[][] rows =
        [
            ["Kind", Words.Of(ledger.Kind)],
            ["Location", ledger.Location],
            ["Product", ledger.Product ?? "(not made yet)"],
            ["Schema", ledger.SchemaVersion?.ToString(CultureInfo.InvariantCulture) ?? "-"],
            ["Bytes", Figures.Count(ledger.SizeInBytes)],
            ["Connections", Figures.Count(ledger.Connections)],
            ["Days", Figures.Count(ledger.Days)],
            ["First day", ledger.FirstDay is { } first ? Figures.Day(first) : "-"],
            ["Last day", ledger.LastDay is { } last ? Figures.Day(last) : "-"],
            ["Since (UTC)", Figures.Minute(ledger.Since)],
            ["Chosen by", ledger.ChosenBy ?? "default"],
        ];
        await new TextTable(Properties, screen.Width).WriteAsync(screen.Output, null, rows.AsAsync(), () => [], cancellationToken);
    }

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<LedgerCopyRecord> copies, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, LedgerColumns.Copies, copies.AsAsync(), cancellationToken);
            return;
        }

        await new TextTable(Copies, screen.Width).WriteAsync(
            screen.Output,
            null,
            copies.Select(copy => new[]
            {
                copy.Connection, copy.IsEqual ? "yes" : "no", Figures.Count(copy.Days), Figures.Count(copy.DaysCopied), Figures.Count(copy.DaysDifferent),
                Figures.Count(copy.Rows), Figures.Count(copy.SnapshotsCopied), Figures.Count(copy.SyncsCopied), Figures.Count(copy.ChangesCopied),
            }).AsAsync(),
            () => [],
            cancellationToken);
    }
}

using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes what ledgers are, what copies did and what was changed.</summary>
internal static class LedgerOutput
{
    private static readonly ResultTable Properties = new([new("Property", ColumnStyle.Word) { Header = "Ledger" }, new("Value") { Header = "" }]);

    /// <summary>Writes one ledger: for a person a line a property, for a location is long.</summary>
    public static async Task WriteAsync(Screen screen, OutputFormat format, LedgerInfo ledger, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, LedgerColumns.Ledgers, new[] { ledger }.AsAsync(), cancellationToken);
            return;
        }

        ResultTable table = ResultTables.Ledgers with { Word = Words.Of };
        IEnumerable<Line> lines = table.Columns.Zip(table.Texts(ledger), (column, text) => new Line(column.Header, text));
        await Rows.TableAsync(screen, Properties, lines.AsAsync(), cancellationToken);
    }

    public static Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<LedgerCopyRecord> copies, CancellationToken cancellationToken) =>
        Rows.WriteAsync(screen, format, ResultTables.LedgerCopies, LedgerColumns.Copies, copies.AsAsync(), cancellationToken);

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<LedgerChange> changes, CancellationToken cancellationToken)
    {
        if (await Rows.WriteAsync(screen, format, ResultTables.LedgerChanges, LedgerColumns.Changes, changes.AsAsync(), cancellationToken) == 0)
        {
            screen.WriteMessage("There is no such change.");
        }
    }

    private sealed record Line(string Property, string Value);
}

using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>A column of a table of forecasts, anomalies or comparisons.</summary>
/// <param name="Column">Its header and alignment.</param>
/// <param name="Cell">Its text of a row.</param>
internal sealed record TrendColumn<T>(TableColumn Column, Func<T, string> Cell)
{
    public static TrendColumn<T> Text(string header, Func<T, string?> cell, bool canShorten = false) =>
        new(new TableColumn(header, CanShorten: canShorten), row => cell(row) ?? "-");

    public static TrendColumn<T> Money(string header, Func<T, decimal?> cell) => new(new TableColumn(header, IsNumber: true), row => Figures.Money(cell(row)));
}

/// <summary>Writes forecasts, anomalies and comparisons.</summary>
internal static class TrendTable
{
    /// <summary>Writes rows as a table, JSON or CSV, then the warnings.</summary>
    public static async Task WriteAsync<T>(
        Screen screen, OutputFormat format, string title, IReadOnlyList<TrendColumn<T>> columns, IReadOnlyList<ExportColumn<T>> export,
        IReadOnlyList<T> rows, IReadOnlyList<T> totals, IReadOnlyList<Warning> warnings, string nothing, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, export, rows.AsAsync(), cancellationToken);
        }
        else if (rows.Count == 0)
        {
            screen.Tell(nothing);
        }
        else
        {
            await new TextTable([.. columns.Select(column => column.Column)], screen.Width).WriteAsync(
                screen.Output, title, rows.Select(Cells).AsAsync(), () => [.. totals.Select(Cells).Select(Total)], cancellationToken);
        }

        foreach (Warning warning in warnings)
        {
            screen.Warn(warning);
        }

        string[] Cells(T row) => [.. columns.Select(column => column.Cell(row))];

        string[] Total(string[] cells)
        {
            for (int column = 0; column < cells.Length; column++)
            {
                cells[column] = columns[column].Column.CanShorten ? (column == 0 ? "Total" : "") : cells[column];
            }

            return cells;
        }
    }

    /// <summary>The columns of the dimensions that rows are grouped by.</summary>
    public static IEnumerable<TrendColumn<T>> Labels<T>(IReadOnlyList<T> rows, IReadOnlyList<Dimension> groupBy)
        where T : GroupedRecord
    {
        HashSet<string> sharedKeys = DimensionText.SharedKeyNames(rows.Select(row => (row.ApiKey, row.ApiKeyId)));
        return groupBy.Select(dimension => TrendColumn<T>.Text(
            DimensionText.Header(dimension),
            row => DimensionText.WithKeyId(DimensionText.Of(row, dimension), dimension, row.ApiKeyId, sharedKeys),
            canShorten: true));
    }

    /// <summary>The currency if there is one alone, for the title.</summary>
    public static string Currency(IEnumerable<string?> currencies) =>
        currencies.OfType<string>().Distinct().ToArray() is [var only] ? $" in {only}" : "";
}

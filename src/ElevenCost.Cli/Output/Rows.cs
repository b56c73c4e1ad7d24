using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes records in the format that was asked for.</summary>
internal static class Rows
{
    /// <summary>Writes a table for a person, or JSON or CSV for a program.</summary>
    /// <returns>How many rows a table had; null for JSON and CSV.</returns>
    public static async Task<long?> WriteAsync<T>(
        Screen screen, OutputFormat format, ResultTable table, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken,
        bool isLive = false)
        where T : notnull
    {
        if (format == OutputFormat.Table)
        {
            return await TableAsync(screen, table, rows, cancellationToken, isLive: isLive);
        }

        await ExportAsync(screen, format, columns, rows, cancellationToken);
        return null;
    }

    /// <summary>Writes a table.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="table">Its columns.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="totals">Its totals, asked for after the last row; null for none.</param>
    /// <param name="isLive">Whether rows are shown before a further one is waited for.</param>
    /// <returns>How many rows there were.</returns>
    public static Task<long> TableAsync<T>(
        Screen screen, ResultTable table, IAsyncEnumerable<T> rows, CancellationToken cancellationToken, Func<IEnumerable<object>>? totals = null, bool isLive = false)
        where T : notnull
    {
        table = table with { Word = Words.Of };
        return new TextTable(table.Columns, screen.TableWidth, isLive).WriteAsync(
            screen.Output, table.Title, rows.SelectAsync(row => table.Texts(row)), () => [.. (totals?.Invoke() ?? []).Select(table.Totals)], cancellationToken);
    }

    /// <summary>Writes JSON or CSV.</summary>
    public static Task ExportAsync<T>(
        Screen screen, OutputFormat format, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken) =>
        format == OutputFormat.Json
            ? JsonExport.WriteAsync(screen.Output, columns, rows, cancellationToken)
            : CsvExport.WriteAsync(screen.Output, columns, rows, cancellationToken);

    /// <summary>Rows that are at hand, as ones that come.</summary>
    public static async IAsyncEnumerable<T> AsAsync<T>(this IEnumerable<T> rows)
    {
        await Task.CompletedTask;
        foreach (T row in rows)
        {
            yield return row;
        }
    }

    /// <summary>Each row as something else.</summary>
    public static async IAsyncEnumerable<TOut> SelectAsync<TIn, TOut>(this IAsyncEnumerable<TIn> rows, Func<TIn, TOut> select)
    {
        await foreach (TIn row in rows)
        {
            yield return select(row);
        }
    }
}

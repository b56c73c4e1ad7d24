using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Records for a program to read: JSON or CSV.</summary>
internal static class Rows
{
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
}

using System.Globalization;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Series;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a series as a table. It has no total: peaks and averages have none, and keys of some breakdowns overlap.</summary>
internal static class SeriesOutput
{
    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<SeriesRecord> records, SeriesQuery query, bool showConnection, CancellationToken cancellationToken)
    {
        List<(TableColumn Column, Func<SeriesRecord, string> Cell)> columns = [];
        if (query.Granularity != Granularity.Total)
        {
            columns.Add((new TableColumn(query.Granularity == Granularity.Hour ? "Hour" : "Date"), row => Figures.Bucket(row.Date, query.Granularity, row.StartedAt)));
        }

        if (showConnection)
        {
            columns.Add((new TableColumn("Connection", CanShorten: true), row => row.Connection));
        }

        if (query.Breakdown != SeriesBreakdown.Total)
        {
            columns.Add((new TableColumn(query.Breakdown.ToString(), CanShorten: true), row => row.Label ?? ""));
        }

        columns.Add((new TableColumn(query.Metric.ToString(), IsNumber: true), row => row.Value.ToString("#,##0.####", CultureInfo.InvariantCulture)));
        long count = await new TextTable([.. columns.Select(column => column.Column)], screen.Width).WriteAsync(
            screen.Output, $"{query.Metric}, {query.Range}", CellsAsync(), () => [], cancellationToken);
        if (count == 0)
        {
            screen.Tell($"No {query.Metric} is known in {query.Range}.");
        }

        async IAsyncEnumerable<string[]> CellsAsync()
        {
            await foreach (SeriesRecord record in records.WithCancellation(cancellationToken))
            {
                yield return [.. columns.Select(column => column.Cell(record))];
            }
        }
    }
}

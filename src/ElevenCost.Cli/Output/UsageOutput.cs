using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Costing;

namespace ElevenCost.Cli.Output;

/// <summary>Writes usage as a table.</summary>
internal static class UsageOutput
{
    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<UsageRecord> records, CostQuery query, bool showConnection, CancellationToken cancellationToken)
    {
        var sums = new Sums();
        List<(TableColumn Column, Func<UsageRecord, string> Cell, Func<string> Total)> columns = [];
        if (query.Granularity != Granularity.Total)
        {
            columns.Add((new TableColumn(query.Granularity == Granularity.Hour ? "Hour" : "Date"), row => Figures.Bucket(row.Date, query.Granularity, row.StartedAt), () => ""));
        }

        IEnumerable<Dimension> shown = showConnection && !query.GroupBy.Contains(Dimension.Connection) ? query.GroupBy.Prepend(Dimension.Connection) : query.GroupBy;
        columns.AddRange(shown.Select(dimension => (
            new TableColumn(DimensionText.Header(dimension), CanShorten: true),
            (Func<UsageRecord, string>)(row => DimensionText.Of(row, dimension)),
            (Func<string>)(() => ""))));
        columns.Add((new TableColumn("Credits", IsNumber: true), row => Figures.Count(row.Credits), () => Figures.Count(sums.Credits)));
        columns.Add((new TableColumn("Requests", IsNumber: true), row => Figures.Count(row.Requests), () => Figures.Count(sums.Requests)));
        columns.Add((new TableColumn("Minutes", IsNumber: true), row => Figures.Minutes(row.Minutes), () => Figures.Minutes(sums.Minutes)));
        columns.Add((new TableColumn("State"), row => Words.Of(row.State), () => ""));

        long count = await new TextTable([.. columns.Select(column => column.Column)], screen.Width).WriteAsync(
            screen.Output,
            $"Usage, {query.Range}",
            CellsAsync(),
            () =>
            {
                string[] total = [.. columns.Select(column => column.Total())];
                total[0] = total[0].Length == 0 ? "Total" : total[0];
                return [total];
            },
            cancellationToken);
        if (count == 0)
        {
            screen.Tell($"No usage is known in {query.Range}.");
        }

        async IAsyncEnumerable<string[]> CellsAsync()
        {
            await foreach (UsageRecord record in records.WithCancellation(cancellationToken))
            {
                sums.Add(record);
                yield return [.. columns.Select(column => column.Cell(record))];
            }
        }
    }

    /// <summary>The sums so far; an unknown part makes a sum unknown.</summary>
    private sealed class Sums
    {
        public long Credits { get; private set; }

        public long? Requests { get; private set; } = 0;

        public decimal? Minutes { get; private set; } = 0;

        public void Add(UsageRecord record)
        {
            Credits += record.Credits;
            Requests += record.Requests;
            Minutes += record.Minutes;
        }
    }
}

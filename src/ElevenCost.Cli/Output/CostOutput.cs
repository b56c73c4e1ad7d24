using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a cost result.</summary>
internal static class CostOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, CostResult result, CostQuery query, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table)
        {
            await WriteTableAsync(screen, result, query, cancellationToken);
        }
        else
        {
            await Rows.ExportAsync(screen, format, ExportColumns.Cost, result.Rows.AsAsync(), cancellationToken);
        }

        foreach (Warning warning in result.Warnings)
        {
            screen.Warn(warning);
        }

        if (format == OutputFormat.Table && result.Completeness == Completeness.Provisional)
        {
            screen.Tell(result.Basis == CostBasis.Amortized
                ? "note: provisional figures may still change, until their days are synced once more and their billing month is over: its fee is spread over the usage so far."
                : "note: provisional figures may still change, until their days are synced once more.");
        }
    }

    private static async Task WriteTableAsync(Screen screen, CostResult result, CostQuery query, CancellationToken cancellationToken)
    {
        string[] currencies = [.. result.Totals.Select(total => total.Currency).OfType<string>()];
        bool hasUnpriced = result.Totals.Any(total => total.UnpricedCredits > 0);
        HashSet<string> sharedKeys = SharedKeyNames(result.Rows, query);
        List<(TableColumn Column, Func<CostRecord, string> Cell, Func<CostTotal, string> Total)> columns = [];
        if (query.Granularity != Granularity.Total)
        {
            columns.Add((new TableColumn(BucketHeader(query.Granularity)), row => Figures.Bucket(row.Date, query.Granularity, row.StartedAt), _ => ""));
        }

        columns.AddRange(query.GroupBy.Select(dimension => (
            new TableColumn(DimensionText.Header(dimension), CanShorten: true),
            (Func<CostRecord, string>)(row => Label(row, dimension, sharedKeys)),
            (Func<CostTotal, string>)(_ => ""))));
        columns.Add((new TableColumn("Credits", IsNumber: true), row => Figures.Count(row.Credits), total => Figures.Count(total.Credits)));
        columns.Add((new TableColumn("Requests", IsNumber: true), row => Figures.Count(row.Requests), total => Figures.Count(total.Requests)));
        columns.Add((new TableColumn("Cost", IsNumber: true), row => Figures.Money(row.Cost), total => Figures.Money(total.Cost)));
        if (currencies.Length > 1)
        {
            columns.Add((new TableColumn("Currency"), row => row.Currency ?? "-", total => total.Currency ?? "-"));
        }

        if (hasUnpriced)
        {
            columns.Add((new TableColumn("Unpriced", IsNumber: true), row => Figures.Count(row.UnpricedCredits), total => Figures.Count(total.UnpricedCredits)));
        }

        columns.Add((new TableColumn("State"), row => Words.Of(row.Completeness), _ => ""));

        string title = $"Cost{(currencies.Length == 1 ? " in " + currencies[0] : "")}, {BasisText(result.Basis)}, {query.Range}{(query.Cumulative ? ", cumulative" : "")}";
        long count = await new TextTable([.. columns.Select(column => column.Column)], screen.Width).WriteAsync(
            screen.Output,
            title,
            result.Rows.Select(row => columns.Select(column => column.Cell(row)).ToArray()).AsAsync(),
            () => [.. result.Totals.Select(total => WithLabel([.. columns.Select(column => column.Total(total))]))],
            cancellationToken);
        if (count == 0)
        {
            screen.Tell($"No usage is known in {query.Range}.");
        }
    }

    /// <summary>The word in the first place, unless that is a number's.</summary>
    private static string[] WithLabel(string[] cells)
    {
        cells[0] = cells[0].Length == 0 ? "Total" : cells[0];
        return cells;
    }

    /// <summary>Names that several keys have: their rows would look alike.</summary>
    private static HashSet<string> SharedKeyNames(IEnumerable<CostRecord> rows, CostQuery query) =>
        query.GroupBy.Contains(Dimension.ApiKey) ? DimensionText.SharedKeyNames(rows.Select(row => (row.ApiKey, row.ApiKeyId))) : [];

    private static string Label(CostRecord row, Dimension dimension, HashSet<string> sharedKeys) =>
        DimensionText.WithKeyId(DimensionText.Of(row, dimension), dimension, row.ApiKeyId, sharedKeys);

    private static string BucketHeader(Granularity granularity) => granularity switch
    {
        Granularity.Hour => "Hour",
        Granularity.Week => "Week of",
        Granularity.Month => "Month",
        Granularity.Quarter => "Quarter",
        Granularity.Year => "Year",
        _ => "Date",
    };

    private static string BasisText(CostBasis basis) => basis switch
    {
        CostBasis.Consumed => "consumed value",
        CostBasis.PlanRate => "at the plan's rate",
        CostBasis.Amortized => "fee and overage",
        CostBasis.Overage => "overage alone",
        _ => Words.Of(basis),
    };
}

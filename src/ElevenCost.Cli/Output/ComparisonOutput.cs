using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a comparison.</summary>
internal static class ComparisonOutput
{
    public static Task WriteAsync(Screen screen, OutputFormat format, ComparisonResult result, ComparisonOptions options, CancellationToken cancellationToken)
    {
        List<TrendColumn<CostComparison>> columns =
        [
            .. TrendTable.Labels(result.Rows, options.GroupBy).Select((label, place) => label with
            {
                Cell = row => row.Groups == 1 ? label.Cell(row) : place == 0 ? string.Create(CultureInfo.InvariantCulture, $"({row.Groups:N0} others)") : "",
            }),
            TrendColumn<CostComparison>.Money("Before", row => row.PreviousCost),
            TrendColumn<CostComparison>.Money("Cost", row => row.Cost),
            TrendColumn<CostComparison>.Money("Change", row => row.Change),
            new(new TableColumn("%", IsNumber: true), row => row.ChangePercent?.ToString("+#,##0.0;-#,##0.0;0.0", CultureInfo.InvariantCulture) ?? "-"),
            TrendColumn<CostComparison>.Money("Volume", row => row.Volume),
            TrendColumn<CostComparison>.Money("Mix", row => row.Mix),
            TrendColumn<CostComparison>.Money("Price", row => row.Price),
            TrendColumn<CostComparison>.Money("New", row => row.New),
            TrendColumn<CostComparison>.Money("Gone", row => row.Gone),
        ];
        if (result.Totals.Count > 1)
        {
            columns.Add(TrendColumn<CostComparison>.Text("Currency", row => row.Currency));
        }

        return TrendTable.WriteAsync(
            screen, format, $"Cost{TrendTable.Currency(result.Totals.Select(row => row.Currency))}, {Words.Of(result.Basis)}, {result.Range} against {result.Previous}, {Words.Of(result.Completeness)}", columns,
            TrendColumns.Comparisons, result.Rows, result.Totals, result.Warnings, $"No usage is known in {result.Range} or {result.Previous}.", cancellationToken);
    }
}

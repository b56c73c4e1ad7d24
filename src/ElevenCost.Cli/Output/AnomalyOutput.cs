using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes anomalies.</summary>
internal static class AnomalyOutput
{
    public static Task WriteAsync(Screen screen, OutputFormat format, AnomalyResult result, AnomalyOptions options, CancellationToken cancellationToken)
    {
        List<TrendColumn<CostAnomaly>> columns =
        [
            TrendColumn<CostAnomaly>.Text("Kind", row => Words.Of(row.Kind)),
            TrendColumn<CostAnomaly>.Text("Days", row => new DateRange(DateOnly.FromDateTime(row.From), DateOnly.FromDateTime(row.To)).ToString()),
            .. TrendTable.Labels(result.Rows, options.GroupBy),
            TrendColumn<CostAnomaly>.Money("Cost", row => row.Cost),
            TrendColumn<CostAnomaly>.Money("Usual", row => row.ExpectedCost),
            TrendColumn<CostAnomaly>.Money("Change", row => row.Difference),
        ];
        if (result.Rows.Select(row => row.Currency).Distinct().Count() > 1)
        {
            columns.Add(TrendColumn<CostAnomaly>.Text("Currency", row => row.Currency));
        }

        columns.Add(new(new TableColumn("Score", IsNumber: true), row => row.Score?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-"));
        columns.Add(TrendColumn<CostAnomaly>.Text("Driver", row => row.Drivers(), canShorten: true));
        return TrendTable.WriteAsync(
            screen, format, $"Anomalies{TrendTable.Currency(result.Rows.Select(row => row.Currency))}, {Words.Of(result.Basis)}, {result.Range}", columns, TrendColumns.Anomalies,
            result.Rows, [], result.Warnings, $"Nothing unusual in {result.Range}.", cancellationToken);
    }
}

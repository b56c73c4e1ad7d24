using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Forecasts;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a forecast.</summary>
internal static class ForecastOutput
{
    public static Task WriteAsync(Screen screen, OutputFormat format, ForecastResult result, ForecastOptions options, CancellationToken cancellationToken)
    {
        List<TrendColumn<CostForecast>> columns = [.. TrendTable.Labels(result.Rows, options.GroupBy)];
        if (result.Rows.Select(row => row.Connection).Distinct().Count() > 1 && !options.GroupBy.Contains(Dimension.Connection))
        {
            columns.InsertRange(0, TrendTable.Labels(result.Rows, [Dimension.Connection]));
        }

        columns.Add(TrendColumn<CostForecast>.Money("So far", row => row.Actual));
        columns.Add(TrendColumn<CostForecast>.Money("Expected", row => row.Expected));
        columns.Add(Interval("80 %", row => row.Low80, row => row.High80));
        columns.Add(Interval("95 %", row => row.Low95, row => row.High95));
        if (result.Rows.Select(row => row.Currency).Distinct().Count() > 1)
        {
            columns.Add(TrendColumn<CostForecast>.Text("Currency", row => row.Currency));
        }

        string title = string.Create(CultureInfo.InvariantCulture,
            $"Forecast{TrendTable.Currency(result.Rows.Select(row => row.Currency))}, {Words.Of(result.Basis)}, {result.Period}, {result.Rows.Select(row => row.EstimatedDays).DefaultIfEmpty().Max()} days estimated, so far {Words.Of(result.Completeness)}");
        return TrendTable.WriteAsync(
            screen, format, title, columns, TrendColumns.Forecasts, result.Rows, [], result.Warnings, $"No usage is known that {result.Period} could be forecast from.", cancellationToken);
    }

    private static TrendColumn<CostForecast> Interval(string header, Func<CostForecast, decimal?> low, Func<CostForecast, decimal?> high) =>
        new(new TableColumn(header, IsNumber: true), row => low(row) is null ? "-" : $"{Figures.Money(low(row))} to {Figures.Money(high(row))}");
}

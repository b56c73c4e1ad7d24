using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes forecasts, anomalies and comparisons.</summary>
internal static class TrendOutput
{
    public static Task WriteAsync(Screen screen, OutputFormat format, ForecastResult result, ForecastOptions options, CancellationToken cancellationToken) => WriteAsync(
        screen, format, ResultTables.Forecast(result, options.GroupBy), TrendColumns.Forecasts, result.Rows, [], result.Warnings,
        $"There is no usage to forecast {result.Period} from.", cancellationToken);

    public static Task WriteAsync(Screen screen, OutputFormat format, AnomalyResult result, AnomalyOptions options, CancellationToken cancellationToken) => WriteAsync(
        screen, format, ResultTables.Anomalies(result, options.GroupBy), TrendColumns.Anomalies, result.Rows, [], result.Warnings,
        $"Nothing unusual in {result.Range}.", cancellationToken);

    public static Task WriteAsync(Screen screen, OutputFormat format, ComparisonResult result, ComparisonOptions options, CancellationToken cancellationToken) => WriteAsync(
        screen, format, ResultTables.Comparison(result, options.GroupBy), TrendColumns.Comparisons, result.Rows, result.Totals, result.Warnings,
        $"No usage is known in {result.Range} or {result.Previous}.", cancellationToken);

    private static async Task WriteAsync<T>(
        Screen screen, OutputFormat format, ResultTable table, IReadOnlyList<ExportColumn<T>> columns, IReadOnlyList<T> rows, IReadOnlyList<T> totals,
        IReadOnlyList<Warning> warnings, string nothing, CancellationToken cancellationToken)
        where T : GroupedRecord
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, columns, rows.AsAsync(), cancellationToken);
        }
        else if (await Rows.TableAsync(screen, table, rows.AsAsync(), cancellationToken, () => totals) == 0)
        {
            screen.WriteMessage(nothing);
        }

        foreach (Warning warning in warnings)
        {
            screen.Warn(warning);
        }
    }
}

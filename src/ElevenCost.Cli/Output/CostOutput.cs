using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a cost result.</summary>
internal static class CostOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, CostResult result, CostQuery query, CostListOptions list, bool showUnits, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table)
        {
            await WriteTableAsync(screen, result, query, list, showUnits, cancellationToken);
        }
        else
        {
            await Rows.ExportAsync(screen, format, ExportColumns.CostOf(result.Rows), result.Rows.AsAsync(), cancellationToken);
        }

        foreach (Warning warning in result.Warnings)
        {
            screen.Warn(warning);
        }

        if (format == OutputFormat.Table && result.Completeness == Completeness.Provisional)
        {
            screen.WriteMessage(result.Basis == CostBasis.Amortized
                ? "note: provisional figures may still change until their days are synced again and the billing month ends: its fee is spread over the usage so far."
                : "note: provisional figures may still change until their days are synced again.");
        }
    }

    private static async Task WriteTableAsync(Screen screen, CostResult result, CostQuery query, CostListOptions list, bool showUnits, CancellationToken cancellationToken)
    {
        long count = await Rows.TableAsync(screen, ResultTables.Cost(result, query, showUnits: showUnits, list: list), result.Rows.AsAsync(), cancellationToken, () => result.Totals);
        if (count == 0)
        {
            screen.WriteMessage($"No usage is known in {query.Range}.");
        }
    }
}

using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes comparisons of plans.</summary>
internal static class PlanOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, PlanResult result, bool byPeriod, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlanComparison> rows = byPeriod ? result.Periods : result.Rows;
        if (format == OutputFormat.Table)
        {
            // What has no known cost is named below: a row of it has no figures.
            PlanComparison[] shown = [.. rows.Where(row => row.State != PlanState.Unknown)];
            await Rows.TableAsync(screen, ResultTables.Plans(shown, byPeriod), shown.AsAsync(), cancellationToken);
            Note(screen, result.Rows);
        }
        else
        {
            await Rows.ExportAsync(screen, format, PlanColumns.Comparisons, rows.AsAsync(), cancellationToken);
        }

        foreach (Warning warning in result.Warnings)
        {
            screen.Warn(warning);
        }
    }

    private static void Note(Screen screen, IReadOnlyList<PlanComparison> rows)
    {
        foreach (PlanComparison row in rows.Where(row => row is { State: PlanState.Insufficient } or { State: PlanState.Unknown, Fee: not null }))
        {
            screen.WriteMessage($"note: {NameOf(row)}: {row.Reason}");
        }

        foreach (PlanComparison cheapest in rows.Where(row => row.State != PlanState.Insufficient && row.Cost is not null).DistinctBy(row => row.Connection))
        {
            screen.WriteMessage($"note: {NameOf(cheapest)} assumes: {string.Join(" ", cheapest.Assumptions)}");
        }

        // Without a forecast nothing has a cost, which a warning says.
        string[] unknown = [.. rows.Where(row => row is { State: PlanState.Unknown, Fee: null, Credits: not null }).Select(NameOf).Distinct()];
        if (unknown.Length > 0)
        {
            screen.WriteMessage($"note: these prices are not public: {string.Join(", ", unknown)}. Set yours with: elevencost price set");
        }
    }

    private static string NameOf(PlanComparison row) => row.Plan
        + (row.Billing is { } billing ? $" ({Words.Of(billing)})" : "")
        + (row.BillingPeriod is { } period and not BillingPeriod.Monthly ? $" {Words.Of(period)}" : "");
}

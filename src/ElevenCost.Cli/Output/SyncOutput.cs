using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes what syncs did.</summary>
internal static class SyncOutput
{
    private const int ShownRestatements = 5;

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<SyncResult> results, CancellationToken cancellationToken)
    {
        await Rows.WriteAsync(screen, format, ResultTables.Sync, ExportColumns.Sync, results.AsAsync(), cancellationToken);
        foreach (SyncResult result in results)
        {
            WriteNotes(screen, result);
        }
    }

    private static void WriteNotes(Screen screen, SyncResult result)
    {
        foreach (string warning in result.Warnings)
        {
            screen.WriteMessage($"warning: {result.Connection}: {warning}");
        }

        foreach (Restatement day in result.Restatements.Take(ShownRestatements))
        {
            screen.WriteMessage(string.Create(CultureInfo.InvariantCulture,
                $"note: {result.Connection}: {day.Date:yyyy-MM-dd} was restated: {day.OldCredits:N0} -> {day.NewCredits:N0} credits, {Figures.Money(day.OldCost)} -> {Figures.Money(day.NewCost)} in value."));
        }

        if (result.Restatements.Count > ShownRestatements)
        {
            screen.WriteMessage(string.Create(CultureInfo.InvariantCulture,
                $"note: {result.Connection}: {result.Restatements.Count - ShownRestatements:N0} more days were restated; --output json lists them."));
        }

        if (result.Unknowns.Count > 0)
        {
            screen.WriteMessage($"note: {result.Connection}: the API returned values that this version does not know: {string.Join(", ", result.Unknowns)}.");
        }

        if (result.Error is { } error)
        {
            Failures.Report(screen, $"{result.Connection}: {error}", result.Remedy);
        }
    }
}

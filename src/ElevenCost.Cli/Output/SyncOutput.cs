using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes what syncs did.</summary>
internal static class SyncOutput
{
    private const int ShownRestatements = 5;

    private static readonly TableColumn[] Columns =
    [
        new("Connection", CanShorten: true), new("From"), new("To"), new("Asked", IsNumber: true), new("Synced", IsNumber: true),
        new("Failed", IsNumber: true), new("Records", IsNumber: true), new("Credits", IsNumber: true),
    ];

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<SyncResult> results, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table)
        {
            await new TextTable(Columns, screen.Width).WriteAsync(screen.Output, null, results.Select(Row).AsAsync(), () => [], cancellationToken);
        }
        else
        {
            await Rows.ExportAsync(screen, format, ExportColumns.Sync, results.AsAsync(), cancellationToken);
        }

        foreach (SyncResult result in results)
        {
            TellAbout(screen, result);
        }
    }

    private static string[] Row(SyncResult result) =>
    [
        result.Connection, Figures.Day(result.From), Figures.Day(result.To), Figures.Count(result.DaysAsked), Figures.Count(result.DaysSynced),
        Figures.Count(result.DaysFailed), Figures.Count(result.Records), Figures.Count(result.Credits),
    ];

    private static void TellAbout(Screen screen, SyncResult result)
    {
        foreach (string warning in result.Warnings)
        {
            screen.Tell($"warning: {result.Connection}: {warning}");
        }

        foreach (Restatement day in result.Restatements.Take(ShownRestatements))
        {
            screen.Tell(string.Create(CultureInfo.InvariantCulture,
                $"note: {result.Connection}: {day.Date:yyyy-MM-dd} was restated: {day.OldCredits:N0} -> {day.NewCredits:N0} credits, {Figures.Money(day.OldCost)} -> {Figures.Money(day.NewCost)} in value."));
        }

        if (result.Restatements.Count > ShownRestatements)
        {
            screen.Tell(string.Create(CultureInfo.InvariantCulture,
                $"note: {result.Connection}: {result.Restatements.Count - ShownRestatements:N0} more days were restated; --output json lists them."));
        }

        if (result.Unknowns.Count > 0)
        {
            screen.Tell($"note: {result.Connection}: the API said what this version does not know: {string.Join(", ", result.Unknowns)}.");
        }

        if (result.Error is { } error)
        {
            Failures.Tell(screen, $"{result.Connection}: {error}", result.Remedy);
        }
    }
}

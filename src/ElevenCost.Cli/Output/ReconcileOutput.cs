using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Reconciliation;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a reconciliation: a row for each check, or for each comparison; for a person then each cause in words.</summary>
internal static class ReconcileOutput
{
    public static async Task WriteAsync(
        Screen screen, OutputFormat format, IAsyncEnumerable<ReconciliationRecord> records, DateRange range, bool isDetailed, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table && isDetailed)
        {
            await Rows.ExportAsync(screen, format, ReconciliationColumns.Reconciliation, records, cancellationToken);
            return;
        }

        var all = new List<ReconciliationRecord>();
        await foreach (ReconciliationRecord record in records.WithCancellation(cancellationToken))
        {
            all.Add(record);
        }

        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ReconciliationColumns.Checks, CheckSummaries.Of(all).AsAsync(), cancellationToken);
            return;
        }

        bool several = all.Select(record => record.Connection).Distinct().Count() > 1;
        string title = $"Reconciliation, {range}";
        await (isDetailed
            ? Rows.TableAsync(screen, Detailed(several) with { Title = title }, all.AsAsync(), cancellationToken)
            : Rows.TableAsync(screen, ResultTables.ReconciliationChecks.WithoutConnection(!several) with { Title = title }, CheckSummaries.Of(all).AsAsync(), cancellationToken));
        foreach (IGrouping<string, ReconciliationRecord> same in all
            .Where(record => record.Explanation is not null).GroupBy(record => $"{Name(record, several)}: {record.Explanation}"))
        {
            screen.WriteMessage($"{(same.Any(record => record.Passed == false) ? "error" : "note")}: {same.Key}");
        }
    }

    /// <summary>The comparisons' table without their explanations, which stand below it, once each.</summary>
    private static ResultTable Detailed(bool several) => ResultTables.Reconciliation with
    {
        Columns =
        [
            .. several ? [new ResultColumn("Connection")] : Array.Empty<ResultColumn>(),
            .. ResultTables.Reconciliation.Columns.Where(column => column.Name != "Explanation"),
            new ResultColumn("Cause", ColumnStyle.Word),
        ],
    };

    private static string Name(ReconciliationRecord record, bool several) =>
        (several ? record.Connection + ": " : "") + Words.Of(record.Check) + (record.Breakdown is { } breakdown ? " " + Words.Of(breakdown) : "");
}

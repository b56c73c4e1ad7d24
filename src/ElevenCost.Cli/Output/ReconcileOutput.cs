using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a reconciliation for a person: a line a check and cause with its largest difference, then each cause in words. The figures of each day are in json and csv.</summary>
internal static class ReconcileOutput
{
    private static readonly ResultColumn[] Columns =
    [
        new("Check"), new("Unit", ColumnStyle.Word), new("Count", ColumnStyle.Count), new("Difference", ColumnStyle.Number), new("Cause", ColumnStyle.Word),
        new("Passed", ColumnStyle.Word) { Unknown = "?" },
    ];

    public static async Task WriteAsync(
        Screen screen, IAsyncEnumerable<ReconciliationRecord> records, DateRange range, CancellationToken cancellationToken)
    {
        var all = new List<ReconciliationRecord>();
        await foreach (ReconciliationRecord record in records.WithCancellation(cancellationToken))
        {
            all.Add(record);
        }

        bool several = all.Select(record => record.Connection).Distinct().Count() > 1;
        IEnumerable<Comparison> rows = all
            .GroupBy(record => (record.Connection, record.Check, record.Breakdown, record.Unit, record.Cause))
            .Select(same => Of([.. same], several));
        await Rows.TableAsync(screen, new ResultTable(Columns, $"Reconciliation, {range}"), rows.AsAsync(), cancellationToken);
        foreach (IGrouping<string, ReconciliationRecord> same in all
            .Where(record => record.Explanation is not null).GroupBy(record => $"{Name(record, several)}: {record.Explanation}"))
        {
            screen.WriteMessage($"{(same.Any(record => record.Passed == false) ? "error" : "note")}: {same.Key}");
        }
    }

    private static Comparison Of(List<ReconciliationRecord> same, bool several) => new(
        Name(same[0], several), same[0].Unit, same.Count, same.Max(record => record.Difference is { } difference ? Math.Abs(difference) : (decimal?)null),
        same[0].Cause == DifferenceCause.None ? null : same[0].Cause, same[0].Passed);

    private static string Name(ReconciliationRecord record, bool several) =>
        (several ? record.Connection + ": " : "") + Words.Of(record.Check) + (record.Breakdown is { } breakdown ? " " + Words.Of(breakdown) : "");

    // The difference is the largest of them.
    private sealed record Comparison(string Check, string? Unit, int Count, decimal? Difference, DifferenceCause? Cause, bool? Passed);
}

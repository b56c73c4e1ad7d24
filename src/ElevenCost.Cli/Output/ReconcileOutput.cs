using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a reconciliation for a person: a line a check and cause with its largest difference, then each cause in words. The figures of each day are in json and csv.</summary>
internal static class ReconcileOutput
{
    private static readonly TableColumn[] Columns =
    [
        new("Check", CanShorten: true), new("Unit"), new("Count", IsNumber: true), new("Difference", IsNumber: true), new("Cause"), new("OK"),
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
        IEnumerable<string[]> rows = all
            .GroupBy(record => (record.Connection, record.Check, record.Breakdown, record.Unit, record.Cause))
            .Select(same => Row([.. same], several));
        await new TextTable(Columns, screen.Width).WriteAsync(screen.Output, $"Reconciliation, {range}", rows.AsAsync(), () => [], cancellationToken);
        foreach (IGrouping<string, ReconciliationRecord> same in all
            .Where(record => record.Explanation is not null).GroupBy(record => $"{Name(record, several)}: {record.Explanation}"))
        {
            screen.Tell($"{(same.Any(record => record.Passed == false) ? "error" : "note")}: {same.Key}");
        }
    }

    private static string[] Row(List<ReconciliationRecord> same, bool several)
    {
        ReconciliationRecord first = same[0];
        decimal? largest = same.Select(record => record.Difference).OfType<decimal>().Select(Math.Abs).Cast<decimal?>().DefaultIfEmpty().Max();
        return
        [
            Name(first, several), first.Unit ?? "-", Figures.Count(same.Count), largest?.ToString("#,##0.####", CultureInfo.InvariantCulture) ?? "-",
            first.Cause == DifferenceCause.None ? "-" : Words.Of(first.Cause),
            first.Passed switch { true => "yes", false => "no", null => "?" },
        ];
    }

    private static string Name(ReconciliationRecord record, bool several) =>
        (several ? record.Connection + ": " : "") + Words.Of(record.Check) + (record.Breakdown is { } breakdown ? " " + Words.Of(breakdown) : "");
}

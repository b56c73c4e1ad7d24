namespace ElevenCost.Engine.Reconciliation;

/// <summary>Sums comparisons up: one row for each check of a connection.</summary>
public static class CheckSummaries
{
    /// <summary>The summaries, in the order in which connections and checks first come.</summary>
    public static IEnumerable<ReconciliationSummary> Of(IEnumerable<ReconciliationRecord> records) =>
        records.GroupBy(record => (record.Connection, record.Check)).Select(same => Of([.. same]));

    private static ReconciliationSummary Of(List<ReconciliationRecord> records)
    {
        ReconciliationRecord worst = records.OrderByDescending(Severity).ThenByDescending(Size).First();

        // A comparison that could not be made has no figure: the largest known difference is that of another one.
        ReconciliationRecord? largest = records.Where(record => record.Difference is not null)
            .OrderByDescending(record => record.Passed == false).ThenByDescending(Size).FirstOrDefault();
        return new ReconciliationSummary
        {
            Connection = worst.Connection,
            Check = worst.Check,
            Passed = worst.Passed,
            From = records.Min(record => record.From),
            To = records.Max(record => record.To),
            Agreed = records.Count(record => record is { Passed: true, Cause: DifferenceCause.None }),
            Differed = records.Count(record => record.Passed == false || record is { Passed: true, Cause: not DifferenceCause.None }),
            NotCompared = records.Count(record => record.Passed is null),
            Difference = largest?.Difference,
            Unit = largest?.Unit,
            DifferenceOn = largest is { Difference: not 0 } ? largest.From : null,
            Breakdown = largest is { Difference: not 0 } ? largest.Breakdown : null,
            Cause = worst.Cause,
            Explanation = worst.Explanation,
        };
    }

    private static int Severity(ReconciliationRecord record) => record.Passed switch { false => 2, null => 1, true => 0 };

    /// <summary>The difference in relation to the larger figure: credits, minutes and money cannot be compared as they are.</summary>
    private static decimal Size(ReconciliationRecord record) =>
        record.Difference is { } difference and not 0 && Math.Max(Math.Abs(record.Left ?? 0), Math.Abs(record.Right ?? 0)) is > 0 and var whole
            ? Math.Abs(difference) / whole : 0;
}

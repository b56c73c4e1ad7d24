namespace ElevenCost.Engine.Reconciliation;

/// <summary>The kinds of warnings of reconciliations.</summary>
internal static class ReconciliationWarnings
{
    internal static readonly WarningKind DaysNotCompared = new(
        "Some days of a reconciliation are not kept in the ledger and were not compared, so the range as a whole is not proven.",
        "Run the command that the warning names, then compare again.");

    internal static readonly WarningKind LedgerNotCompared = new(
        "Nothing of the ledger could be compared in a reconciliation, so nothing is proven.",
        "Run the command that the warning names, or fix what the rows without a comparison name.");
}

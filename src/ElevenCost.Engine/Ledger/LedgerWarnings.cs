namespace ElevenCost.Engine.Ledger;

/// <summary>The kinds of warnings of the choice of the ledger.</summary>
internal static class LedgerWarnings
{
    internal static readonly WarningKind LedgerOverridden = new(
        "`ELEVENCOST_LEDGER` is set and overrides the choice of the ledger.",
        "Unset it to use the ledger that you chose.");
}

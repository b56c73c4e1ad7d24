using ElevenCost.Engine;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The kinds of warnings that the cmdlets alone make.</summary>
internal static class CommandWarnings
{
    public static readonly WarningKind BasesDiffer = new(
        "One of the piped connections has no consumed value, so its rows have another basis than the rows before.",
        "Set `-CostBasis`, or query all connections at once; do not add these rows up.");

    public static readonly WarningKind BudgetReplaced = new(
        "A budget replaced one of the same name that began on the same day.",
        "Check whether that is intended; `Get-ElevenLabsLedgerChange` shows the previous one.");

    public static readonly WarningKind PriceNotKnown = new(
        "No price is in force for the connection's plan on that day; the warning says why.",
        "Sync, so that the plan is known, or set its price with `Set-ElevenLabsPrice`.");

    public static readonly WarningKind PriceReplaced = new(
        "The price replaces one that began on the same day. Costs from that day change.",
        "Nothing, if that is intended.");

    public static readonly WarningKind SecretInUse = new(
        "A secret was not removed, because another connection uses it.",
        "Disconnect that one too, or remove the secret yourself.");
}

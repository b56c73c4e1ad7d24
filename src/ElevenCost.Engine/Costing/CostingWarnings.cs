namespace ElevenCost.Engine.Costing;

/// <summary>The kinds of warnings of costs.</summary>
internal static class CostingWarnings
{
    internal static readonly WarningKind BillingMonthIncomplete = new(
        "Days of the billing month outside the range are missing or failed, and the price of its credits depends on them.",
        "Run the command that the warning names.");

    internal static readonly WarningKind BillingMonthSplit = new(
        "The plan or its reset changed within a billing month, so each plan's fee counts for its days of the month.",
        "Compare it with the invoice, which may differ.");

    internal static readonly WarningKind ConsumedNotCharged = new(
        "The plan is Free: the consumed value is what the usage is worth, and nothing is charged for it.",
        "Use `-CostBasis Consumed` for the value, or `-CostBasis PlanRate` for the plan's charge.");

    internal static readonly WarningKind ConsumedNotKnown = new(
        "ElevenLabs reported no consumed value for some of the usage, so the whole result is at the plan's rate.",
        "Use `-CostBasis Consumed` to see what has one.");

    internal static readonly WarningKind CreditsUnpriced = new(
        "Some credits have no price, so no cost includes them; the warning says why.",
        "Set the price of your contract with `Set-ElevenLabsPrice`, or sync once so that the plan is known.");

    internal static readonly WarningKind FeeWithoutUsage = new(
        "A billing month has no usage to spread its fee over, so no cost includes the fee.",
        "Nothing; add the fee yourself if a total should include it.");

    internal static readonly WarningKind FilterTakesNothing = new(
        "No usage in the range matches the filters, so there are no rows, or rows of 0.",
        "Check the spelling; the Tab key completes the names in the ledger.");

    internal static readonly WarningKind OverageNotKnown = new(
        "The cost includes the plan's fee, but not the overage that the credits may have caused; the warning says why.",
        "Set the overage rate with `Set-ElevenLabsPrice`, or sync at least once in every billing month.");

    internal static readonly WarningKind PoolNotProven = new(
        "Connections seem to share one pool of credits, but nothing proves it, so each is priced with a whole plan.",
        "Sync each with a key that may read the analytics, which report the pool; otherwise subtract one fee.");

    internal static readonly WarningKind QuotaDiffers = new(
        "The price lists more credits for the plan than ElevenLabs allowed in a billing month; overage is counted beyond the credits of the price.",
        "Set the plan's credits with `Set-ElevenLabsPrice`.");
}

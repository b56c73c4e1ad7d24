namespace ElevenCost.Engine.Plans;

/// <summary>The kinds of warnings of plan comparisons.</summary>
internal static class PlanWarnings
{
    internal static readonly WarningKind PlanCostNotKnown = new(
        "The cost of the connection's own plan is unknown, so the comparison of plans has no savings. The warning gives the reason.",
        "Set its price with `Set-ElevenLabsPrice` or its billing with `Set-ElevenLabsConnection`, as the warning says.");

    internal static readonly WarningKind PlanPeriodsWhole = new(
        "The days are not whole billing periods. A fee is due for a whole period, so whole periods are compared.",
        "Nothing, or use days from one reset to the next.");

    internal static readonly WarningKind PlanShared = new(
        "Two of the connections share a pool of credits, and so a plan: it is compared once, by the usage of both.",
        "Nothing.");

    internal static readonly WarningKind PlanUsageIncomplete = new(
        "Days of the compared billing periods are missing or failed, so usage and every cost are a lower bound.",
        "Sync the days that the warning names.");
}

namespace ElevenCost.Engine.Query;

/// <summary>The kinds of warnings of questions.</summary>
internal static class QueryWarnings
{
    internal static readonly WarningKind AttributionNotKept = new(
        "Usage of some days is not stored by the dimensions of the rules, so it is `Unattributed`.",
        "Give the key the permission `workspace_analytics_full_read`, then sync with `-Force`.");

    internal static readonly WarningKind BreakdownNotKept = new(
        "Usage of some days is not stored by the dimensions to group by, so it is shown without them.",
        "Group by one dimension only, or give the key the permission `workspace_analytics_full_read` and sync with `-Force`.");

    internal static readonly WarningKind DaysMissing = new(
        "Some days were never synced, so sums are a lower bound.",
        "Run the command that the warning names.");

    internal static readonly WarningKind FilterNameNotKnown = new(
        "No name in the ledger matches a filter. If nothing can match, there are no rows.",
        "Use a name that the warning lists. The Tab key completes names.");

    internal static readonly WarningKind HoursFailed = new(
        "The hours of some days do not add up to the day and are left out, so sums are a lower bound.",
        "Run it again later, or use days.");

    internal static readonly WarningKind HoursLeftOut = new(
        "Some of the connections could not be read, so their hours are left out and sums are a lower bound.",
        "See the error of each connection, fix it, and run the command again.");

    internal static readonly WarningKind UsageLeftOut = new(
        "Usage of some days is not stored by the filtered dimensions, so it is left out, and sums are a lower bound.",
        "Filter by one dimension only, or give the key the permission `workspace_analytics_full_read` and sync with `-Force`.");
}

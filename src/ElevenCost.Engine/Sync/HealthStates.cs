namespace ElevenCost.Engine.Sync;

/// <summary>What docs/errors.md says of each state of a connection's health and of its payment.</summary>
internal static class HealthStates
{
    public static readonly WarningKind Failing = new(
        "The latest sync failed for a reason not listed below, such as a key that could not be read, or left days that do not add up.",
        "Do what the message says, then sync again.");

    public static readonly WarningKind InvoiceOpen = new(
        "An invoice is open.",
        "Pay it in ElevenLabs > Subscription.");

    public static readonly WarningKind KeyRefused = new(
        "ElevenLabs rejected the key at the latest sync: it is revoked or rotated.",
        "Connect again with a valid key.");

    public static readonly WarningKind NeverSynced = new(
        "No sync has been tried yet.",
        "Sync the connection.");

    public static readonly WarningKind NoAccess = new(
        "The key works, but may not read what a sync needs, or the workspace is gone.",
        "Give the key the permission that the message names, or connect with the workspace's own region.");

    public static readonly WarningKind PaymentFailed = new(
        "A payment has failed: the subscription is past due or incomplete.",
        "Fix the payment in ElevenLabs > Subscription before the plan is disabled.");

    public static readonly WarningKind PlanDowngraded = new(
        "The plan was downgraded within the last 30 days: by the catalogue's credits, or for a plan without them by the limit that ElevenLabs reported.",
        "Check the subscription if that was not intended.");

    public static readonly WarningKind PlanSuspended = new(
        "ElevenLabs has disabled the free plan of the account; as `ErrorId` of `Billing`.",
        "Write to ElevenLabs' support, or move to a paid plan.");

    public static readonly WarningKind ScheduleFailed = new(
        "The latest scheduled run failed or did not finish; as `ErrorId` of `Schedule`.",
        "See why with `Get-ElevenLabsSyncSchedule` or `elevencost schedule list`.");

    public static readonly WarningKind ScheduleStale = new(
        "A scheduled run is more than two hours overdue; as `ErrorId` of `Schedule`.",
        "Check that the machine was on and that its scheduler runs, or register the schedule again.");

    public static readonly WarningKind Stale = new(
        "The latest sync succeeded, but more than 48 hours ago.",
        "Check that the schedule still runs, or sync.");

    public static readonly WarningKind Suspended = new(
        "ElevenLabs has suspended the account, or disabled its plan.",
        "Write to ElevenLabs' support, or move to a paid plan.");
}

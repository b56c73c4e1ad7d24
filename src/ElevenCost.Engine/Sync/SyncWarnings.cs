namespace ElevenCost.Engine.Sync;

/// <summary>The kinds of warnings of syncs.</summary>
internal static class SyncWarnings
{
    internal static readonly WarningKind AnalyticsKept = new(
        "Days that were read from the analytics before are left as they are, because the usage statistics know less of them.",
        "Nothing; give the key its permission back to have them read again.");

    internal static readonly WarningKind AnalyticsRefused = new(
        "The key may not read the workspace analytics; usage comes from the deprecated usage statistics, one breakdown at a time and without consumed value.",
        "Give the key the permission that the warning names.");

    internal static readonly WarningKind AnswerNotRead = new(
        "ElevenLabs answered something in a form that this version cannot read; the warning names it. It is unknown, never 0.",
        "Update ElevenCost. If it persists, report it.");

    internal static readonly WarningKind BillingNotInOrder = new(
        "A payment has failed, an invoice is open, or the plan is disabled; the warning says which.",
        "See to it in ElevenLabs > Subscription.");

    internal static readonly WarningKind BreakdownRefused = new(
        "The usage statistics reject one breakdown; it is left out.",
        "Give the key the permission that the warning names.");

    internal static readonly WarningKind ClockDiffers = new(
        "This machine's clock differs from ElevenLabs' clock by more than two minutes; the sync used ElevenLabs' time.",
        "Set the clock of this machine.");

    internal static readonly WarningKind GroupsNotListed = new(
        "The key can't list the workspace's groups: usage is not broken down by group.",
        "Give the key the permission that the warning names, if you need it.");

    internal static readonly WarningKind GroupsNotRead = new(
        "ElevenLabs did not answer the workspace's groups as documented, so usage of new days is not broken down by group.",
        "Sync again with `-Force` once the endpoint answers.");

    internal static readonly WarningKind MembersNotListed = new(
        "The key can't list the workspace's members: users are shown by ID.",
        "Give the key the permission that the warning names, if you need it.");

    internal static readonly WarningKind MembersNotRead = new(
        "ElevenLabs did not answer the workspace's members as documented: new users are shown by ID.",
        "Nothing; the next sync reads them again.");

    internal static readonly WarningKind MetricNotRead = new(
        "The usage statistics did not answer requests or minutes, so they are unknown.",
        "Nothing; the next sync reads them again.");

    internal static readonly WarningKind PlanChanged = new("The plan is another than at the last sync.", "Nothing, if that is intended.");

    internal static readonly WarningKind SeriesNotReadable = new(
        "Characters by model, concurrency, or both are not read. No cost depends on them.",
        "Nothing.");

    internal static readonly WarningKind ServiceAccountsNotListed = new(
        "The key can't list the keys of service accounts: one that usage gives no name is shown by its hash.",
        "Give the key the permission that the warning names, if you need it.");

    internal static readonly WarningKind ServiceAccountsNotRead = new(
        "ElevenLabs did not answer the keys of service accounts as documented: one that usage gives no name is shown by its hash.",
        "Nothing; the next sync reads them again.");

    internal static readonly WarningKind SliceLeftOut = new(
        "One breakdown of the usage statistics does not add up to the total on every day; on those it is left out.",
        "Nothing; it is read again with the next sync.");

    internal static readonly WarningKind SubscriptionNotReadable = new(
        "The subscription was not read, so a first plan, plan rates and billing periods are not known; a plan that was seen before still counts.",
        "Give the key the permission `user_read`, if that is the cause; else sync again later.");

    internal static readonly WarningKind UsageVanished = new(
        "ElevenLabs now reports no usage for days that had some. Their figures were kept.",
        "Ask ElevenLabs' support. If the usage really is gone, sync these days with `-Force -AcceptLoss`.");

    internal static readonly WarningKind ValuesKept = new(
        "ElevenLabs left requests, minutes or value of some usage unknown that it had reported before; what it had reported was kept.",
        "Nothing.");
}

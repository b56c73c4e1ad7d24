namespace ElevenCost.Engine.Sync;

/// <summary>The kinds of warnings of syncs.</summary>
internal static class SyncWarnings
{
    internal static readonly WarningKind AnalyticsKept = new(
        "Days read from the analytics before are kept, because the usage statistics have less detail.",
        "Nothing; to read them again, give the key its permission back.");

    internal static readonly WarningKind AnalyticsRefused = new(
        "The key may not read the workspace analytics; usage comes from the deprecated usage statistics, one breakdown at a time and without consumed value.",
        "Give the key the permission that the warning names.");

    internal static readonly WarningKind AnswerNotRead = new(
        "ElevenLabs returned values that this version cannot read; the warning names them. They are unknown, never 0.",
        "Update ElevenCost. If it persists, report it.");

    internal static readonly WarningKind BillingNotInOrder = new(
        "A payment has failed, an invoice is open, or the plan is disabled; the warning says which.",
        "Fix it in ElevenLabs > Subscription.");

    internal static readonly WarningKind BreakdownRefused = new(
        "The usage statistics reject one breakdown, so it is left out.",
        "Give the key the permission that the warning names.");

    internal static readonly WarningKind ClockDiffers = new(
        "This machine's clock differs from ElevenLabs' clock by more than two minutes; the sync used ElevenLabs' time.",
        "Set the clock of this machine.");

    internal static readonly WarningKind GroupsNotListed = new(
        "The key can't list the workspace's groups: usage is not broken down by group.",
        "Give the key the permission that the warning names, if you need it.");

    internal static readonly WarningKind GroupsNotRead = new(
        "ElevenLabs did not return the workspace's groups as documented, so usage of new days is not broken down by group.",
        "Sync again with `-Force` once the endpoint answers.");

    internal static readonly WarningKind LaterReadingKept = new(
        "Another sync read some days later than this one, so its figures were kept. The days are not counted as synced.",
        "Nothing. If no other sync ran, compare the clocks of the machines that sync, then sync these days with `-Force`.");

    internal static readonly WarningKind MembersNotListed = new(
        "The key can't list the workspace's members: users are shown by ID.",
        "Give the key the permission that the warning names, if you need it.");

    internal static readonly WarningKind MembersNotRead = new(
        "ElevenLabs did not return the workspace's members as documented: new users are shown by ID.",
        "Nothing; the next sync reads them again.");

    internal static readonly WarningKind MetricNotRead = new(
        "The usage statistics did not return requests or minutes, so they are unknown.",
        "Nothing; the next sync reads them again.");

    internal static readonly WarningKind PlanChanged = new("The plan has changed since the last sync.", "Nothing, if that is intended.");

    internal static readonly WarningKind SeriesNotReadable = new(
        "Characters by model, concurrency, or both were not read. No cost depends on them.",
        "Nothing.");

    internal static readonly WarningKind ServiceAccountsNotListed = new(
        "The key can't list the keys of service accounts: keys that usage does not name are shown by hash.",
        "Give the key the permission that the warning names, if you need it.");

    internal static readonly WarningKind ServiceAccountsNotRead = new(
        "ElevenLabs did not return the keys of service accounts as documented: keys that usage does not name are shown by hash.",
        "Nothing; the next sync reads them again.");

    internal static readonly WarningKind SliceLeftOut = new(
        "One breakdown of the usage statistics does not add up to the total on every day; on those days it is left out.",
        "Nothing; it is read again with the next sync.");

    internal static readonly WarningKind SubscriptionNotReadable = new(
        "The subscription was not read. A plan that was read before still applies; otherwise plan, plan rates and billing periods are unknown.",
        "Give the key the permission `user_read`, if that is the cause; else sync again later.");

    internal static readonly WarningKind UsageVanished = new(
        "ElevenLabs now reports no usage for days that had some. Their figures were kept.",
        "Ask ElevenLabs' support. If the usage really is gone, sync these days with `-Force -AcceptLoss`.");

    internal static readonly WarningKind ValuesKept = new(
        "ElevenLabs no longer reports requests, minutes or value of some usage; the earlier figures were kept.",
        "Nothing.");
}

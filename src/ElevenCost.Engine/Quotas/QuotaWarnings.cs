namespace ElevenCost.Engine.Quotas;

/// <summary>The kinds of warnings of quotas and limits of keys.</summary>
internal static class QuotaWarnings
{
    internal static readonly WarningKind BalanceNotKnown = new(
        "Use of the prepaid balance since it was stated is unknown: days or a price are missing, or its currency is not the plan's.",
        "Sync the days, or state the balance again with `Set-ElevenLabsConnection -Balance`.");

    internal static readonly WarningKind BalanceNotStated = new(
        "Usage is drawn from a prepaid balance, or soon will be, and the API does not report the balance.",
        "State it with `Set-ElevenLabsConnection -Balance`.");

    internal static readonly WarningKind BalanceUsedUp = new(
        "More was drawn than the balance that was stated; at 0 usage pauses.",
        "Top it up at ElevenLabs, and state it again.");

    internal static readonly WarningKind BurnNotKnown = new(
        "Too few of the last days are synced to calculate a burn rate, so nothing is projected.",
        "Run the command that the warning names.");

    internal static readonly WarningKind KeyLimitPassed = new(
        "API keys have used up their own limit for the billing month; the warning names them.",
        "Raise the limit, or stop what uses the key: ElevenLabs does not stop every product.");

    internal static readonly WarningKind KeyUseNotRead = new(
        "The usage of each key cannot be read, so limits are compared only with ElevenLabs' own count.",
        "Use a key that may read the workspace analytics and the subscription.");

    internal static readonly WarningKind PlanDiffers = new(
        "The price lists more credits for the plan than ElevenLabs allows.",
        "Set the plan's credits with `Set-ElevenLabsPrice`.");

    internal static readonly WarningKind PlanNotKnown = new(
        "No price lists the credits of the tier, so the plan's credits and the rollover are unknown.",
        "Set its price with `Set-ElevenLabsPrice`.");

    internal static readonly WarningKind PoolAssumed = new(
        "Connections seem to share one pool of credits, so it is counted once.",
        "Nothing, if they do. Otherwise query each connection alone.");

    internal static readonly WarningKind PoolWider = new(
        "Workspaces without a connection draw on the same credits, so the burn rate covers only part of the pool.",
        "Connect them too.");

    internal static readonly WarningKind QuotaFromLedger = new(
        "This machine has no key for the connection, so the quota is that of the last sync.",
        "Nothing; or connect with a key.");

    internal static readonly WarningKind SubscriptionNotReached = new(
        "ElevenLabs cannot be reached; the quota is that of the last sync.",
        "Try again later; the warning says why.");
}

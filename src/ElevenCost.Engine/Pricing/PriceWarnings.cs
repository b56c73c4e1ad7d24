namespace ElevenCost.Engine.Pricing;

/// <summary>The kinds of warnings of prices.</summary>
public static class PriceWarnings
{
    /// <summary><c>BillingNotDecided</c>.</summary>
    public static readonly WarningKind BillingNotDecided = new(
        "Nothing that ElevenLabs reports decides whether use beyond the plan is overage or drawn from a prepaid balance; the warning shows both amounts.",
        "Set it with `Set-ElevenLabsConnection -Billing`, or set a price of your own.");

    internal static readonly WarningKind ConnectionNotKnown = new(
        "The price is for a connection that there is none of.",
        "Correct the name, or connect it: the price counts from then on.");

    /// <summary><c>PlanAssumed</c>.</summary>
    public static readonly WarningKind PlanAssumed = new(
        "The plan was first seen after some of the days; that it had been the same is assumed.",
        "Nothing, where it had. Else set a price that ends before the plan was changed.");

    internal static readonly WarningKind TierNotKnown = new(
        "ElevenLabs documents no such tier; the price counts where a subscription is of it.",
        "Correct the tier, if it is mistyped.");
}

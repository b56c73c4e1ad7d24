namespace ElevenCost.Engine.Pricing;

/// <summary>The kinds of warnings of prices.</summary>
public static class PriceWarnings
{
    /// <summary><c>BillingNotDecided</c>.</summary>
    public static readonly WarningKind BillingNotDecided = new(
        "ElevenLabs' reports do not show whether use beyond the plan is overage or drawn from a prepaid balance; the warning shows both amounts.",
        "Set it with `Set-ElevenLabsConnection -Billing`, or set a price of your own.");

    internal static readonly WarningKind ConnectionNotKnown = new(
        "The price is for a connection that does not exist.",
        "Correct the name, or connect it: then the price applies to it.");

    /// <summary><c>PlanAssumed</c>.</summary>
    public static readonly WarningKind PlanAssumed = new(
        "The plan was first seen after some of the days; ElevenCost assumes that it was the same.",
        "Nothing, if it was. Otherwise set a price that ends before the change.");

    internal static readonly WarningKind TierNotKnown = new(
        "ElevenLabs documents no such tier; the price applies to subscriptions of that tier.",
        "Correct the tier, if it is mistyped.");
}

using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>What is the matter with how a subscription is paid. The words are those of the API's specification.</summary>
/// <param name="Health">What it does to a connection.</param>
/// <param name="ErrorId">The stable id.</param>
/// <param name="Message">The cause.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record BillingStanding(ConnectionHealth Health, string ErrorId, string Message, string Remedy)
{
    /// <summary>The standing of a subscription; null if nothing is the matter.</summary>
    public static BillingStanding? Of(SubscriptionSnapshot subscription) => subscription switch
    {
        { Status: "past_due" or "incomplete" } => new(ConnectionHealth.PaymentFailed, HealthStates.PaymentFailed.Id,
            $"A payment has failed: the subscription is {subscription.Status}.", "Fix the payment in ElevenLabs > Subscription before the plan is disabled."),
        { Status: "free_disabled" } => new(ConnectionHealth.Suspended, HealthStates.PlanSuspended.Id,
            "ElevenLabs has disabled the free plan of this account.", "Write to ElevenLabs' support, or move to a paid plan."),
        { HasOpenInvoices: true } => new(ConnectionHealth.InvoiceOpen, HealthStates.InvoiceOpen.Id,
            "An invoice is open.", "Pay it in ElevenLabs > Subscription."),
        _ => null,
    };
}

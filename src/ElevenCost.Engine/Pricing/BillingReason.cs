namespace ElevenCost.Engine.Pricing;

/// <summary>What decided a connection's generation of billing. Immutable.</summary>
/// <param name="Code">A few words for <see cref="CostRecord.PriceVersion"/>, such as <c>by invoice</c>.</param>
/// <param name="Text">The evidence in one clause, such as <c>the next invoice is 6.00 USD before tax</c>.</param>
internal sealed record BillingReason(string Code, string Text);

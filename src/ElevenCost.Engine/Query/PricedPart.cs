using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>The usage of a group of a cost result that is priced alike.</summary>
/// <param name="PricedAs">How.</param>
/// <param name="Sums">What it sums up to, whatever share of it the group bears.</param>
/// <param name="Attribution">The number of what the rules of cost centers came to; null if usage is not attributed.</param>
internal sealed record PricedPart(PricedAs PricedAs, UsageSums Sums, int? Attribution = null)
{
    /// <summary>The share of the usage that the group bears.</summary>
    public Fraction Share { get; init; } = Fraction.One;

    /// <summary>The share of the plan's fee, on this usage, that the group bears.</summary>
    public Fraction FeeShare { get; init; } = Fraction.One;
}

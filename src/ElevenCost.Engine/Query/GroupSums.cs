using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>What a row shows beside its cost. Immutable.</summary>
/// <param name="Usage">The sums of its usage.</param>
/// <param name="UnpricedCredits">Credits of it that have no price, or lack that of their overage.</param>
/// <param name="CreditsWithoutOverage">Those of them that only lack that of their overage.</param>
internal readonly record struct GroupSums(UsageSums Usage, long UnpricedCredits, long CreditsWithoutOverage)
{
    /// <summary>The sums of whole parts.</summary>
    /// <param name="parts">The parts, one at least.</param>
    /// <param name="basis">The basis; null if nothing is priced.</param>
    public static GroupSums Of(List<PricedPart> parts, CostBasis? basis)
    {
        // Nearly every row has one part.
        GroupSums sums = OfOne(parts[0]);
        for (int place = 1; place < parts.Count; place++)
        {
            sums = sums.With(OfOne(parts[place]));
        }

        return sums;

        GroupSums OfOne(PricedPart part) => new(part.Sums, UnpricedCreditsOf(part, basis), CreditsWithoutOverageOf(part));
    }

    /// <summary>The sums of these and others.</summary>
    public GroupSums With(in GroupSums other)
    {
        UsageSums usage = Usage;
        usage.Add(other.Usage);
        return new GroupSums(usage, UnpricedCredits + other.UnpricedCredits, CreditsWithoutOverage + other.CreditsWithoutOverage);
    }

    /// <summary>The credits of a whole part that have no price, or lack that of their overage.</summary>
    public static long UnpricedCreditsOf(PricedPart part, CostBasis? basis) =>
        basis is null or CostBasis.Consumed ? part.Sums.UnvaluedCredits : part.PricedAs.Price is null or { LacksOverage: true } ? part.Sums.Credits : 0;

    /// <summary>The credits of a whole part that only lack the price of their overage.</summary>
    public static long CreditsWithoutOverageOf(PricedPart part) => part.PricedAs.Price is { LacksOverage: true } ? part.Sums.Credits : 0;
}

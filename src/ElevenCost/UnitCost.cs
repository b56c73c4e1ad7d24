namespace ElevenCost;

/// <summary>What one unit of usage cost: unit economics in the words of the FinOps Framework (framework.finops.org, Unit Economics).</summary>
internal static class UnitCost
{
    private const int Digits = 10;

    /// <summary>The cost of a number of units, over the units there were.</summary>
    /// <param name="cost">The cost of all of them; null for not known.</param>
    /// <param name="units">How many there were; null for not known.</param>
    /// <param name="unpricedCredits">Credits that the cost lacks: with any, it is not the cost of all units.</param>
    /// <param name="per">How many units the answer is for.</param>
    /// <returns>The cost, rounded to ten digits after the point, away from zero; null if it cannot be known, and where there were no units.</returns>
    public static decimal? Of(decimal? cost, decimal? units, long unpricedCredits, int per = 1) =>
        cost is { } known && units is > 0 and { } count && unpricedCredits == 0 ? decimal.Round(known / count * per, Digits, MidpointRounding.AwayFromZero) : null;
}

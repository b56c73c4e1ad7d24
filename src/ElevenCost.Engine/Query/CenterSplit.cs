using System.Numerics;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>One cost center's part of the usage that makes up a row.</summary>
/// <param name="Center">The center.</param>
/// <param name="Parts">What of the usage it bears, with its exact shares.</param>
/// <param name="Sums">What is shown: whole numbers and decimals that add up, over all centers, to those of the usage.</param>
internal sealed record CenterUsage(string Center, List<PricedPart> Parts, GroupSums Sums);

/// <summary>
/// Splits the usage of a row between cost centers. Money stays exact in the shares of the parts; what is shown in whole numbers, or in so many
/// decimals, is split by the largest remainder.
/// </summary>
/// <param name="results">What the rules came to, by number.</param>
/// <param name="basis">The basis; null if nothing is priced.</param>
internal sealed class CenterSplit(IReadOnlyList<AttributionResult> results, CostBasis? basis)
{
    /// <summary>Decimals that a share of minutes or of value has at least, if the whole has fewer: far below a cent.</summary>
    private const int Decimals = 10;

    private readonly CommonDenominator _shares = new(results.SelectMany(result => result.Parts).Select(part => part.Usage));

    /// <summary>The centers of some usage, in order of their names.</summary>
    /// <param name="usage">The usage, each part with the number of its result.</param>
    public IReadOnlyList<CenterUsage> Of(IReadOnlyList<PricedPart> usage)
    {
        var byCenter = new SortedDictionary<string, List<(PricedPart Part, BigInteger Share)>>(StringComparer.Ordinal);
        foreach (PricedPart part in usage)
        {
            foreach (CenterPart center in results[part.Attribution!.Value].Parts)
            {
                if (center.Usage.Numerator.IsZero && (basis != CostBasis.Amortized || part.PricedAs.Price is null || center.Fee.Numerator.IsZero))
                {
                    continue;
                }

                if (!byCenter.TryGetValue(center.Center, out List<(PricedPart, BigInteger)>? parts))
                {
                    byCenter.Add(center.Center, parts = []);
                }

                parts.Add((part with { Share = center.Usage, FeeShare = center.Fee }, _shares.NumeratorOf(center.Usage)));
            }
        }

        if (byCenter.Count == 0)
        {
            return [];
        }

        List<(PricedPart Part, BigInteger Share)>[] centers = [.. byCenter.Values];
        GroupSums[] sums = Apportion(centers);
        return [.. byCenter.Keys.Select((center, index) => new CenterUsage(center, [.. centers[index].Select(part => part.Part)], sums[index]))];
    }

    private GroupSums[] Apportion(List<(PricedPart Part, BigInteger Share)>[] centers)
    {
        long[] unpriced = Whole(part => GroupSums.UnpricedCreditsOf(part, basis));
        long[] withoutOverage = Whole(part => GroupSums.CreditsWithoutOverageOf(part));
        long[] priced = Whole(part => part.Sums.Credits - GroupSums.UnpricedCreditsOf(part, basis));
        long[] requests = Whole(part => part.Sums.Requests);
        decimal[] minutes = Exact(part => part.Sums.Minutes);
        decimal[] consumed = Exact(part => part.Sums.Consumed);
        var sums = new GroupSums[centers.Length];
        for (int center = 0; center < sums.Length; center++)
        {
            UsageSums borne = default;
            foreach ((PricedPart part, BigInteger share) in centers[center])
            {
                if (!share.IsZero)
                {
                    borne.Add(part.Sums);
                }
            }

            borne.Credits = priced[center] + unpriced[center];
            borne.Requests = requests[center];
            borne.Minutes = minutes[center];
            borne.Consumed = consumed[center];
            borne.UnvaluedCredits = basis is null or CostBasis.Consumed ? unpriced[center] : 0;
            sums[center] = new GroupSums(borne, unpriced[center], withoutOverage[center]);
        }

        return sums;

        long[] Whole(Func<PricedPart, long> measure) =>
            [.. LargestRemainder.Split([.. centers.Select(parts => Sum(parts, part => measure(part)))], _shares.Denominator).Select(part => (long)part)];

        decimal[] Exact(Func<PricedPart, decimal> measure)
        {
            int decimals = Math.Max(Decimals, centers.Max(parts => parts.Max(part => (int)ScaledDecimal.Plain(measure(part.Part)).Scale)));
            BigInteger scale = BigInteger.Pow(10, decimals);
            BigInteger[] split = LargestRemainder.Split(
                [.. centers.Select(parts => Sum(parts, part => (Fraction.Of(measure(part)) * new Fraction(scale, 1)).Numerator))], _shares.Denominator);
            return [.. split.Select(part => Money(part, decimals))];
        }
    }

    private static decimal Money(BigInteger units, int decimals)
    {
        BigInteger scale = BigInteger.Pow(10, decimals);
        BigInteger whole = BigInteger.DivRem(units, scale, out BigInteger rest);
        return (decimal)whole + ((decimal)rest / (decimal)scale);
    }

    private static BigInteger Sum(List<(PricedPart Part, BigInteger Share)> parts, Func<PricedPart, BigInteger> measure)
    {
        BigInteger sum = BigInteger.Zero;
        foreach ((PricedPart part, BigInteger share) in parts)
        {
            sum += measure(part) * share;
        }

        return sum;
    }
}

using System.Numerics;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>
/// Credits x (plan price / plan's monthly credits), exactly: sums are whole numbers over one common denominator, and only what is shown is
/// rounded, in such a way that the rows add up to the rounded sum.
/// </summary>
internal sealed class PlanRateMoney
{
    /// <summary>Decimals that are shown: far below a cent, short enough that sums of a decade stay exact in a <see cref="decimal"/>.</summary>
    public const int Decimals = 10;

    private readonly Dictionary<PlanRate, BigInteger> _perCredit = [];
    private readonly BigInteger _denominator = BigInteger.One;

    public PlanRateMoney(IEnumerable<PlanRate> rates)
    {
        List<PlanRate> distinct = [.. rates.Distinct()];
        foreach (PlanRate rate in distinct)
        {
            BigInteger part = Denominator(rate);
            _denominator = _denominator / BigInteger.GreatestCommonDivisor(_denominator, part) * part;
        }

        foreach (PlanRate rate in distinct)
        {
            _perCredit[rate] = Unscaled(rate.MonthlyPrice) * (_denominator / Denominator(rate));
        }
    }

    /// <summary>The exact cost of credits, as a numerator over the common denominator.</summary>
    public BigInteger Cost(long credits, PlanRate rate) => credits * _perCredit[rate];

    /// <summary>A numerator as whole units of the last decimal shown, halves rounded up.</summary>
    public BigInteger Round(BigInteger numerator)
    {
        BigInteger scaled = numerator * BigInteger.Pow(10, Decimals);
        return BigInteger.Divide((2 * scaled) + _denominator, 2 * _denominator);
    }

    /// <summary>Units of the last decimal shown as money.</summary>
    public static decimal Money(BigInteger units) => (decimal)units / 10_000_000_000m;

    private static BigInteger Denominator(PlanRate rate) => BigInteger.Pow(10, rate.MonthlyPrice.Scale) * rate.MonthlyCredits;

    private static BigInteger Unscaled(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger magnitude = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return value < 0 ? -magnitude : magnitude;
    }
}

using System.Numerics;

namespace ElevenCost.Engine.Costing;

/// <summary>
/// Credits x the price of a credit, exactly: sums are whole numbers over one common denominator, and only what is shown is rounded, in such
/// a way that the rows add up to the rounded sum.
/// </summary>
internal sealed class CreditMoney
{
    /// <summary>Decimals that are shown: far below a cent, short enough that sums of a decade stay exact in a <see cref="decimal"/>.</summary>
    public const int Decimals = 10;

    private static readonly BigInteger Scale = BigInteger.Pow(10, Decimals);

    private readonly Dictionary<UnitPrice, BigInteger> _perCredit = [];
    private readonly BigInteger _denominator = BigInteger.One;

    public CreditMoney(IEnumerable<UnitPrice> prices)
    {
        List<UnitPrice> distinct = [.. prices.Distinct()];
        foreach (UnitPrice price in distinct)
        {
            BigInteger part = price.PerCredit.Denominator;
            _denominator = _denominator / BigInteger.GreatestCommonDivisor(_denominator, part) * part;
        }

        foreach (UnitPrice price in distinct)
        {
            _perCredit[price] = price.PerCredit.Numerator * (_denominator / price.PerCredit.Denominator);
        }
    }

    /// <summary>The exact cost of credits, as a numerator over the common denominator.</summary>
    public BigInteger Cost(long credits, UnitPrice price) => credits * _perCredit[price];

    /// <summary>A numerator as whole units of the last decimal shown, halves rounded up.</summary>
    public BigInteger Round(BigInteger numerator) => BigInteger.Divide((2 * numerator * Scale) + _denominator, 2 * _denominator);

    /// <summary>Units of the last decimal shown as money.</summary>
    public static decimal Money(BigInteger units) => (decimal)units / 10_000_000_000m;
}

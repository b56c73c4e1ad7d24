using System.Numerics;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;

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

    private readonly Dictionary<UnitPrice, (BigInteger Fee, BigInteger Other)> _perCredit = [];
    private readonly CommonDenominator _shares;
    private readonly BigInteger _denominator;

    /// <param name="prices">Every price that occurs.</param>
    /// <param name="shares">Every share of usage or of a fee that occurs, in one cost center.</param>
    public CreditMoney(IEnumerable<UnitPrice> prices, IEnumerable<Fraction> shares)
    {
        List<UnitPrice> distinct = [.. prices.Distinct()];
        var common = new CommonDenominator(distinct.SelectMany(price => new[] { price.PerCredit, price.Fee }));
        foreach (UnitPrice price in distinct)
        {
            BigInteger fee = common.NumeratorOf(price.Fee);
            _perCredit[price] = (fee, common.NumeratorOf(price.PerCredit) - fee);
        }

        _shares = new CommonDenominator(shares);
        _denominator = common.Denominator * _shares.Denominator;
    }

    /// <summary>The exact cost of a part's usage, as a numerator over the common denominator; only where it has a price.</summary>
    public BigInteger Cost(PricedPart part)
    {
        (BigInteger fee, BigInteger other) = _perCredit[part.PricedAs.Price!];
        return part.Sums.Credits * ((fee * _shares.NumeratorOf(part.FeeShare)) + (other * _shares.NumeratorOf(part.Share)));
    }

    /// <summary>A numerator as whole units of the last decimal shown, halves rounded away from 0: a refund is rounded as what it gives back.</summary>
    public BigInteger Round(BigInteger numerator) =>
        numerator.Sign * BigInteger.Divide((2 * BigInteger.Abs(numerator) * Scale) + _denominator, 2 * _denominator);

    /// <summary>Units of the last decimal shown as money.</summary>
    public static decimal Money(BigInteger units) => (decimal)units / 10_000_000_000m;
}

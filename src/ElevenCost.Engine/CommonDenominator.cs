using System.Numerics;

namespace ElevenCost.Engine;

/// <summary>Fractions over one denominator, so that their sums are sums of whole numbers.</summary>
internal sealed class CommonDenominator
{
    private readonly Dictionary<Fraction, BigInteger> _numerators = [];

    /// <param name="fractions">Every fraction that will be asked for.</param>
    public CommonDenominator(IEnumerable<Fraction> fractions)
    {
        _numerators = fractions.Distinct().ToDictionary(fraction => fraction, _ => BigInteger.Zero);
        foreach (Fraction fraction in _numerators.Keys)
        {
            Denominator = Denominator / BigInteger.GreatestCommonDivisor(Denominator, fraction.Denominator) * fraction.Denominator;
        }

        foreach (Fraction fraction in _numerators.Keys)
        {
            _numerators[fraction] = fraction.Numerator * (Denominator / fraction.Denominator);
        }
    }

    /// <summary>The denominator.</summary>
    public BigInteger Denominator { get; } = BigInteger.One;

    /// <summary>The numerator of a fraction.</summary>
    public BigInteger NumeratorOf(Fraction fraction) => _numerators[fraction];
}

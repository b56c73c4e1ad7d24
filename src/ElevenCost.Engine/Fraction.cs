using System.Numerics;

namespace ElevenCost.Engine;

/// <summary>An exact fraction in lowest terms, with a denominator above 0. Immutable.</summary>
internal readonly record struct Fraction
{
    private readonly BigInteger _denominator;

    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / common;
        _denominator = denominator / common;
    }

    /// <summary>Nothing.</summary>
    public static Fraction Zero { get; } = new(0, 1);

    /// <summary>The whole.</summary>
    public static Fraction One { get; } = new(1, 1);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    public static Fraction operator +(Fraction left, Fraction right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Fraction operator *(Fraction left, Fraction right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static Fraction operator -(Fraction left, Fraction right) =>
        new((left.Numerator * right.Denominator) - (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>The nearest decimal of so many places, halves rounded away from 0.</summary>
    public decimal Rounded(int decimals)
    {
        BigInteger scale = BigInteger.Pow(10, decimals);
        BigInteger units = ((2 * BigInteger.Abs(Numerator) * scale) + Denominator) / (2 * Denominator);
        return Numerator.Sign * (decimal)units / (decimal)scale;
    }

    /// <summary>The same value.</summary>
    public static Fraction Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger magnitude = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        return new Fraction(value < 0 ? -magnitude : magnitude, BigInteger.Pow(10, value.Scale));
    }
}

using System.Numerics;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>Who gets the last units, by hand.</summary>
public sealed class LargestRemainderTests
{
    [Theory]
    // 3.3, 3.6 and 3.1 of 10: one is left, for the second.
    [InlineData("33 36 31", 10, "3 4 3")]
    // 1.2, 4.9, 2.3 and 1.6 of 10: two are left, for the second and the fourth.
    [InlineData("12 49 23 16", 10, "1 5 2 2")]
    // Not to the largest share, but to the largest remainder.
    [InlineData("91 5 4", 10, "9 1 0")]
    [InlineData("4 5 91", 10, "0 1 9")]
    // Of equal remainders the first gets it: three thirds of 100, of 101, and of 2.
    [InlineData("100 100 100", 3, "34 33 33")]
    [InlineData("101 101 101", 3, "34 34 33")]
    [InlineData("2 2 2", 3, "1 1 0")]
    // A larger remainder comes before the first of equal ones.
    [InlineData("1 1 2", 4, "0 0 1")]
    [InlineData("3 1 3 1", 4, "1 0 1 0")]
    // Shares that are whole stay as they are, and who has none gets nothing.
    [InlineData("20 0 30", 10, "2 0 3")]
    [InlineData("5 0 5", 10, "1 0 0")]
    [InlineData("", 10, "")]
    // Below zero as above it, with the signs turned: 77 - 250 = -173 credits at 70:30.
    [InlineData("-1211 -519", 10, "-121 -52")]
    [InlineData("1211 519", 10, "121 52")]
    [InlineData("-100 -100 -100", 3, "-34 -33 -33")]
    [InlineData("-33 -36 -31", 10, "-3 -4 -3")]
    // Of both signs: 1.7 - 0.7, and 2.6 - 0.6 - 1.
    [InlineData("17 -7", 10, "1 0")]
    [InlineData("26 -6 -10", 10, "2 0 -1")]
    [InlineData("-26 -7 -7 10", 10, "-2 -1 -1 1")]
    public void What_is_left_goes_to_the_largest_remainders_and_of_equal_ones_to_the_first(string shares, int denominator, string parts) =>
        Assert.Equal(Numbers(parts), LargestRemainder.Split(Numbers(shares), denominator));

    private static BigInteger[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(BigInteger.Parse)];
}

using System.Numerics;

namespace ElevenCost.Engine;

/// <summary>Splits a whole number by exact shares into whole numbers that add up to it.</summary>
internal static class LargestRemainder
{
    /// <summary>
    /// Gives each the whole part of its share, and what is then left, one by one, to those with the largest remainder; of equal ones the first
    /// gets it. No part is off by one or more. Shares below zero, such as refunds, are split as the same shares above it.
    /// </summary>
    /// <param name="shares">The exact shares as numerators, of either sign; their sum is a multiple of the denominator.</param>
    /// <param name="denominator">Their denominator.</param>
    public static BigInteger[] Split(BigInteger[] shares, BigInteger denominator)
    {
        var parts = new BigInteger[shares.Length];
        var remainders = new BigInteger[shares.Length];
        BigInteger left = BigInteger.Zero;
        for (int index = 0; index < shares.Length; index++)
        {
            parts[index] = BigInteger.DivRem(shares[index], denominator, out remainders[index]);
            left += remainders[index];
        }

        // What is left has the sign of the remainders that make it up, so those of that sign are the first in line.
        IEnumerable<int> inLine = left.Sign < 0
            ? Enumerable.Range(0, shares.Length).OrderBy(index => remainders[index])
            : Enumerable.Range(0, shares.Length).OrderByDescending(index => remainders[index]);
        foreach (int index in inLine.Take((int)BigInteger.Abs(left / denominator)))
        {
            parts[index] += left.Sign;
        }

        return parts;
    }
}

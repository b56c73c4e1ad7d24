namespace ElevenCost.Engine.Ledger;

/// <summary>
/// A decimal as three integers, in units of 10^-9, 10^-19 and 10^-28: databases without a decimal type sum them exactly, and every digit of a
/// .NET decimal has its place.
/// </summary>
/// <param name="Nano">Units of 10^-9.</param>
/// <param name="E19">What is left, in units of 10^-19: less than 10^10 of them.</param>
/// <param name="E28">What is left then, in units of 10^-28: less than 10^9 of them.</param>
internal readonly record struct ScaledDecimal(long Nano, long E19, long E28)
{
    /// <summary>The largest magnitude that is taken: a year of such days still sums up within 64 bits.</summary>
    public const decimal Limit = 20_000_000m;

    private const int LargestScale = 28;

    private static readonly long[] PowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    private static readonly Int128 NanoUnit = Power(19);
    private static readonly Int128 E19Unit = Power(9);

    /// <summary>The integers of a decimal.</summary>
    /// <exception cref="OverflowException">The magnitude is over <see cref="Limit"/>.</exception>
    public static ScaledDecimal Of(decimal value)
    {
        if (Math.Abs(value) > Limit)
        {
            throw new OverflowException($"{value} is over {Limit}.");
        }

        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        int scale = (bits[3] >> 16) & 0xFF;
        if (scale <= 9 && bits[2] == 0 && bits[1] >= 0)
        {
            // Most figures have few digits: no wide arithmetic for them. Within the limit they are far below 64 bits.
            long units = (((long)bits[1] << 32) | unchecked((uint)bits[0])) * PowersOfTen[9 - scale];
            return new ScaledDecimal(bits[3] < 0 ? -units : units, 0, 0);
        }

        var mantissa = unchecked(new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]));
        Int128 whole = (Int128)mantissa * Power(LargestScale - scale);
        whole = bits[3] < 0 ? -whole : whole;
        return new ScaledDecimal((long)(whole / NanoUnit), (long)(whole % NanoUnit / E19Unit), (long)(whole % E19Unit));
    }

    /// <summary>The decimal of sums of integers, without trailing zeros. Digits that no decimal can hold are rounded, half to even.</summary>
    public decimal ToDecimal()
    {
        if (E19 == 0 && E28 == 0)
        {
            // Most sums have few digits: no division of decimals for them.
            long units = Nano;
            byte digits = 9;
            while (digits > 0 && units % 10 == 0)
            {
                units /= 10;
                digits--;
            }

            ulong unsigned = unchecked((ulong)(units < 0 ? -units : units));
            return new decimal(unchecked((int)unsigned), unchecked((int)(unsigned >> 32)), 0, units < 0, digits);
        }

        Int128 whole = (Nano * NanoUnit) + (E19 * E19Unit) + E28;
        int scale = LargestScale;
        while (scale > 0 && whole % 10 == 0)
        {
            whole /= 10;
            scale--;
        }

        bool isNegative = whole < 0;
        UInt128 magnitude = (UInt128)(isNegative ? -whole : whole);
        UInt128 largest = ((UInt128)uint.MaxValue << 64) | ulong.MaxValue;
        while (magnitude > largest)
        {
            UInt128 rest = magnitude % 10;
            magnitude /= 10;
            scale--;
            magnitude += rest > 5 || (rest == 5 && magnitude % 2 == 1) ? 1u : 0u;
        }

        ulong low = unchecked((ulong)magnitude);
        return Plain(new decimal(unchecked((int)low), unchecked((int)(low >> 32)), unchecked((int)(magnitude >> 64)), isNegative, (byte)scale));
    }

    /// <summary>The same value without trailing zeros, so that it has the same digits whatever it was summed of.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (int index = 0; index < exponent; index++)
        {
            power *= 10;
        }

        return power;
    }
}

using System.Globalization;
using System.Numerics;
using System.Text;

namespace ElevenCost.Engine.Report;

/// <summary>
/// The days of one row of a report as text: a cell a day with usage, in order, separated by spaces. A cell is the credits, then a comma and the
/// cost if there is one; before it, with a colon, how many days it lies behind the cell before, if that is not 1. Whole numbers of base 36.
/// </summary>
/// <remarks>A year of 2,000 keys is too much as JSON numbers: most of a cell would be its decimal point and leading zeros.</remarks>
internal sealed class DayCells
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly SortedDictionary<int, (long Credits, decimal Cost)> _days = [];

    /// <summary>Adds to a day.</summary>
    /// <param name="day">How many days it lies behind the first of the range.</param>
    /// <param name="credits">Credits.</param>
    /// <param name="cost">The cost; 0 for none.</param>
    public void Add(int day, long credits, decimal cost)
    {
        (long c, decimal m) = _days.GetValueOrDefault(day);
        _days[day] = (c + credits, m + cost);
    }

    /// <summary>Adds all days of another row.</summary>
    public void Add(DayCells other)
    {
        foreach ((int day, (long credits, decimal cost)) in other._days)
        {
            Add(day, credits, cost);
        }
    }

    /// <summary>How many decimals the costs have.</summary>
    public int Decimals => _days.Count == 0 ? 0 : _days.Values.Max(day => DecimalsOf(day.Cost));

    /// <summary>The sum of the costs without their signs, as <see cref="Units"/>.</summary>
    public BigInteger Weight(int decimals) => _days.Values.Aggregate(BigInteger.Zero, (sum, day) => sum + BigInteger.Abs(Units(day.Cost, decimals)));

    /// <summary>The sum of the credits without their signs.</summary>
    public BigInteger CreditWeight => _days.Values.Aggregate(BigInteger.Zero, (sum, day) => sum + BigInteger.Abs(day.Credits));

    /// <summary>The cells.</summary>
    /// <param name="decimals">The decimals of the unit that costs are counted in.</param>
    public string Text(int decimals)
    {
        var text = new StringBuilder();
        int before = -1;
        foreach ((int day, (long credits, decimal cost)) in _days)
        {
            if (credits == 0 && cost == 0)
            {
                continue;
            }

            text.Append(text.Length == 0 ? "" : " ");
            if (day - before != 1)
            {
                text.Append(Base36(day - before)).Append(':');
            }

            before = day;
            text.Append(Base36(credits));
            if (cost != 0)
            {
                text.Append(',').Append(Base36(Units(cost, decimals)));
            }
        }

        return text.ToString();
    }

    /// <summary>How many decimals an amount has, trailing zeros left out.</summary>
    public static int DecimalsOf(decimal amount) => Normal(amount).Scale;

    /// <summary>An amount without trailing zeros, as a whole number of units.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="decimals">The decimals of the unit; not fewer than the amount has.</param>
    public static BigInteger Units(decimal amount, int decimals)
    {
        decimal normal = Normal(amount);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(normal, bits);
        BigInteger mantissa = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        BigInteger units = mantissa * BigInteger.Pow(10, decimals - normal.Scale);
        return normal < 0 ? -units : units;
    }

    /// <summary>An amount in the fewest digits: <c>1.5</c> for 1.50.</summary>
    public static string Format(decimal amount) => Normal(amount).ToString(CultureInfo.InvariantCulture);

    // Division by a one of 28 decimals takes trailing zeros away.
    private static decimal Normal(decimal amount) => amount / 1.0000000000000000000000000000m;

    private static string Base36(BigInteger number)
    {
        if (number.Sign < 0)
        {
            return "-" + Base36(-number);
        }

        var digits = new Stack<char>();
        do
        {
            number = BigInteger.DivRem(number, Digits.Length, out BigInteger digit);
            digits.Push(Digits[(int)digit]);
        }
        while (number > 0);
        return string.Concat(digits);
    }
}

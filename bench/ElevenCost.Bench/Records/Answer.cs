using System.Globalization;

namespace ElevenCost.Bench.Records;

/// <summary>What came out: equal for two contenders only if every row has the same bucket and the same sums.</summary>
internal sealed class Answer
{
    private ulong _content;

    /// <summary>How many rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The sum of their credits.</summary>
    public long Credits { get; private set; }

    /// <summary>The sum of their cost, in billionths.</summary>
    public long Cost { get; private set; }

    /// <summary>Adds a row, in any order.</summary>
    /// <param name="bucket">The bucket's first day, as <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="credits">Credits.</param>
    /// <param name="requests">Requests.</param>
    /// <param name="minutes">Minutes in billionths.</param>
    /// <param name="cost">Cost in billionths.</param>
    public void Add(long bucket, long credits, long requests, long minutes, long cost)
    {
        Rows++;
        Credits = checked(Credits + credits);
        Cost = checked(Cost + cost);
        _content += Mix(Mix(Mix(Mix(Mix(0, bucket), credits), requests), minutes), cost);
    }

    /// <summary>The nearest that an exact decimal comes to billionths: itself.</summary>
    /// <exception cref="InvalidOperationException">It has more decimals, which no contender can have made of the records.</exception>
    public static long Billionths(decimal value)
    {
        decimal billionths = value * 1_000_000_000m;
        return decimal.IsInteger(billionths) ? (long)billionths : throw new InvalidOperationException($"{value} is not exact.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} rows, {Credits} credits, {Cost} billionths of USD, content {_content:x16}");

    // SplitMix64 (Steele, Lea, Flood 2014), the same in every process.
    private static ulong Mix(ulong state, long value)
    {
        ulong mixed = unchecked((state ^ (ulong)value) + 0x9E3779B97F4A7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return mixed ^ (mixed >> 31);
    }
}

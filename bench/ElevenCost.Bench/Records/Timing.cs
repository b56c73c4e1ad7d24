using System.Globalization;

namespace ElevenCost.Bench.Records;

/// <summary>How long a contender took for a question, run by run.</summary>
internal sealed class Timing
{
    private readonly List<double> _seconds = [];

    public bool IsMeasured => _seconds.Count > 0;

    public void Add(double seconds) => _seconds.Add(seconds);

    /// <summary>The median of this contender's time over the other's, each pair of the same run; of the medians if they ran unequally often.</summary>
    public double RatioTo(Timing other) => _seconds.Count == other._seconds.Count
        ? Median(_seconds.Zip(other._seconds, (one, two) => one / two))
        : Median(_seconds) / Median(other._seconds);

    /// <summary>The median, the least and the most in brackets if there are several; empty if nothing was measured.</summary>
    public override string ToString() => _seconds.Count switch
    {
        0 => "",
        1 => Text(_seconds[0]),
        _ => $"{Text(Median(_seconds))} ({Text(_seconds.Min())} to {Text(_seconds.Max())})",
    };

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    private static string Text(double seconds) => seconds < 0.9995
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}

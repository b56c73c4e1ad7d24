using System.Globalization;

namespace ElevenCost.Bench;

/// <summary>What one process reported of one piece of work.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakMegabytes">The most memory that the process has held so far, its runtime included.</param>
/// <param name="Note">What came out, so that two ways to the same sum can be compared.</param>
internal sealed record Measured(double Seconds, double PeakMegabytes, string Note)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:R}|{PeakMegabytes:R}|{Note}");

    public static Measured Parse(string line)
    {
        string[] parts = line.Split('|', 3);
        return new Measured(double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }
}

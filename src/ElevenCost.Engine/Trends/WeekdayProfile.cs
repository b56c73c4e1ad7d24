namespace ElevenCost.Engine.Trends;

/// <summary>How usage spreads over the days of a week: a factor a weekday, 1 on average. Immutable.</summary>
internal sealed class WeekdayProfile
{
    private const int Weekdays = 7;

    // Older weeks tell little about how people work now.
    private const int MostWeeks = 26;

    private readonly double[] _factors;

    private WeekdayProfile(double[] factors) => _factors = factors;

    /// <summary>Every day alike.</summary>
    public static WeekdayProfile Even { get; } = new([1, 1, 1, 1, 1, 1, 1]);

    /// <summary>The factor of a weekday, never below 0.</summary>
    public double this[DayOfWeek day] => _factors[(int)day];

    /// <summary>Finds the profile of a series.</summary>
    /// <remarks>
    /// Each week is compared with itself, so that growth is no profile. The middle half of a weekday's ratios counts: a spike moves the ratios
    /// of a single week. What differs less than chance explains is taken as even.
    /// </remarks>
    /// <param name="values">The values of consecutive days; NaN where unknown.</param>
    /// <param name="first">The weekday of the first value.</param>
    public static WeekdayProfile Of(ReadOnlySpan<double> values, DayOfWeek first)
    {
        List<double>[] ratios = [.. Enumerable.Range(0, Weekdays).Select(_ => new List<double>())];
        for (int end = values.Length; end >= Weekdays && ratios[0].Count < MostWeeks; end -= Weekdays)
        {
            ReadOnlySpan<double> week = values[(end - Weekdays)..end];
            double sum = 0;
            foreach (double value in week)
            {
                sum += value;
            }

            if (!(sum > 0))
            {
                continue;
            }

            for (int day = 0; day < Weekdays; day++)
            {
                ratios[((int)first + end - Weekdays + day) % Weekdays].Add(week[day] * Weekdays / sum);
            }
        }

        int weeks = ratios[0].Count;
        if (weeks < 2)
        {
            return Even;
        }

        double[] raw = [.. ratios.Select(MiddleMean)];
        double average = raw.Average();
        if (!(average > 0))
        {
            return Even;
        }

        double between = 0;
        double noise = 0;
        for (int day = 0; day < Weekdays; day++)
        {
            raw[day] /= average;
            between += (raw[day] - 1) * (raw[day] - 1) / Weekdays;
            double scale = 1.4826 * RobustStatistics.MedianDeviation(ratios[day]);
            noise += scale * scale / weeks / Weekdays;
        }

        // What chance makes of even days is taken back (James and Stein, 1961).
        double kept = between > 0 ? Math.Clamp(1 - (noise * 1.2 / between), 0, 1) * weeks / (weeks + 0.25) : 0;
        return new WeekdayProfile([.. raw.Select(factor => Math.Max(0, 1 + (kept * (factor - 1))))]);
    }

    private static double MiddleMean(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        int cut = sorted.Length < 3 ? 0 : Math.Max(1, sorted.Length / 4);
        return sorted[cut..^cut].Average();
    }
}

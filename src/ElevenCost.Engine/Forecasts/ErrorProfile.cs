using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Forecasts;

/// <summary>How far forecasts of one horizon were off, relative to what was expected. Immutable.</summary>
internal sealed record HorizonErrors(int Days, List<double> Errors)
{
    /// <summary>The mean square of the errors.</summary>
    public double Square { get; } = Errors.Sum(error => error * error) / Errors.Count;

    /// <summary>How many errors that have no day in common.</summary>
    public double Independent => Math.Max(1, (double)Errors.Count / Days);
}

/// <summary>How far a forecast over some days may be off, relative to what it expects. Immutable.</summary>
/// <param name="Deviation">The relative standard deviation.</param>
/// <param name="Low80">Where the 80 % interval begins, in deviations, as a normal quantile; below 0.</param>
/// <param name="High80">Where it ends.</param>
/// <param name="Low95">Where the 95 % interval begins.</param>
/// <param name="High95">Where it ends.</param>
internal sealed record ErrorProfile(double Deviation, double Low80, double High80, double Low95, double High95)
{
    private const double Normal80 = 1.2815515655446004;
    private const double Normal95 = 1.959963984540054;

    // Sums of daily amounts are never negative, and lean to the right the more they scatter: a gamma distribution does the same.
    private const double LargestDeviation = 1.5;

    // Less than this is rounding of floating point.
    private const double NoDeviation = 1e-9;

    /// <summary>Finds the profile of a horizon from the errors of others.</summary>
    /// <param name="seen">The errors of the horizons that the history is long enough for.</param>
    /// <param name="days">The horizon.</param>
    /// <param name="known">How many days of history are known.</param>
    public static ErrorProfile Of(IReadOnlyList<HorizonErrors> seen, int days, int known)
    {
        if (seen.Count == 0)
        {
            return new ErrorProfile(LargestDeviation, -Normal80, Normal80, -Normal95, Normal95);
        }

        (double noise, double level, double drift) = Curve(seen, known);
        double independent = Math.Max(1, (double)known / Math.Min(days, Math.Max(1, known / 4)));

        // How many deviations the errors of like horizons truly reached.
        List<double> scores = [];
        double weight = 0;
        int like = Math.Min(days, seen[^1].Days);
        foreach (HorizonErrors horizon in seen.Where(errors => errors.Days * 3 >= like * 2 && errors.Days * 2 <= like * 3))
        {
            double deviation = Deviation(horizon.Days);
            if (deviation > NoDeviation)
            {
                scores.AddRange(horizon.Errors.Select(error => Score(error, deviation)));
                weight = Math.Max(weight, horizon.Independent);
            }
        }

        scores.Sort();
        double freedom = Math.Max(2, independent - 1);
        double student80 = Student(Normal80, freedom) / Normal80;
        double student95 = Student(Normal95, freedom) / Normal95;
        return new ErrorProfile(
            Deviation(days),
            Math.Min(0, Reach(0.1, -Normal80, 1.5)) * student80,
            Math.Max(0, Reach(0.9, Normal80, 1.5)) * student80,
            Math.Min(0, Reach(0.025, -Normal95, 10)) * student95,
            Math.Max(0, Reach(0.975, Normal95, 10)) * student95);

        double Reach(double share, double normal, double doubt)
        {
            double own = scores.Count == 0 ? normal : RobustStatistics.Quantile(scores, share);
            return ((weight * own) + (doubt * normal)) / (weight + doubt);
        }

        double Deviation(int horizon) => Math.Min(LargestDeviation, Math.Sqrt((noise / horizon) + level + (drift * horizon)));
    }

    /// <summary>The amount so many deviations away from the expected one, of a gamma distribution: by Wilson and Hilferty (1931), exact enough and in closed form.</summary>
    public double Bound(double expected, double deviations)
    {
        double square = Deviation * Deviation / 9;
        return expected * Math.Pow(Math.Max(0, 1 - square + (deviations * Deviation / 3)), 3);
    }

    /// <summary>The quantile of Student's distribution by the normal one (Abramowitz and Stegun, 26.7.5): within 1 % from two degrees of freedom on.</summary>
    internal static double Student(double normal, double freedom)
    {
        double z = normal;
        double z2 = z * z;
        double first = z * (z2 + 1) / 4;
        double second = z * (((5 * z2) + 16) * z2 + 3) / 96;
        double third = z * (((((3 * z2) + 19) * z2) + 17) * z2 - 15) / 384;
        double fourth = z * (((((((79 * z2) + 776) * z2) + 1482) * z2) - 1920) * z2 - 945) / 92160;
        return z + ((first + ((second + ((third + (fourth / freedom)) / freedom)) / freedom)) / freedom);
    }

    /// <summary>How many deviations an error is, the other way round.</summary>
    private static double Score(double error, double deviation) =>
        (Math.Cbrt(Math.Max(0, 1 + error)) - 1 + (deviation * deviation / 9)) * 3 / deviation;

    /// <summary>Fits the square of the deviation over the horizon: chance that evens out, a level that is not well known, and one that moves.</summary>
    private static (double Noise, double Level, double Drift) Curve(IReadOnlyList<HorizonErrors> seen, int known)
    {
        double[] at = [seen[0].Square, 0, 0];
        for (int round = 0; round < 400; round++)
        {
            for (int term = 0; term < 3; term++)
            {
                double upper = 0;
                double lower = 0;
                foreach (HorizonErrors horizon in seen)
                {
                    double[] terms = [1d / horizon.Days, 1, horizon.Days];
                    double others = 0;
                    for (int other = 0; other < 3; other++)
                    {
                        others += other == term ? 0 : at[other] * terms[other];
                    }

                    double trust = horizon.Independent / Math.Max(1e-12, horizon.Square * horizon.Square);
                    upper += trust * terms[term] * (horizon.Square - others);
                    lower += trust * terms[term] * terms[term];
                }

                at[term] = Math.Max(0, upper / lower);
            }
        }

        // A level out of few days is not known better than their scatter allows, whatever a few errors happened to be.
        return (at[0], Math.Max(at[1], at[0] / known), at[2]);
    }
}

namespace ElevenCost.Engine.Tests.Trends;

/// <summary>Made histories of daily amounts, each of a shape that usage has somewhere. A pure function of shape and seed.</summary>
internal static class MadeHistories
{
    /// <summary>The first day is a Sunday.</summary>
    public static readonly double[] Office = [0.28, 1.18, 1.32, 1.35, 1.27, 1.06, 0.54];

    private static readonly double[] Closed = [0, 1.4, 1.4, 1.5, 1.5, 1.2, 0];

    /// <summary>The amounts, and what is usual on each day.</summary>
    public static (double[] Values, double[] Usual) Of(string shape, int seed, int days)
    {
        var random = new Random(1000 + seed);
        double[] values = new double[days];
        double[] usual = new double[days];
        double level = 100;
        int step = 30 + random.Next(40);
        for (int day = 0; day < days; day++)
        {
            if (shape == "stepped" && day == step)
            {
                level = Math.Clamp(level * (random.Next(2) == 0 ? 0.6 : 1.6), 20, 500);
                step += 40 + random.Next(50);
            }

            usual[day] = shape switch
            {
                "growing" => 50 * (1 + (day / 180.0)),
                "weekly" or "short" => 100 * Office[day % 7],
                "closed" => 100 * Closed[day % 7],
                "stepped" => level,
                "bursty" => 12,
                "sparse" => random.NextDouble() < 0.25 ? 100 : 0,
                _ => 100,
            };
            double scatter = shape switch { "growing" => 0.2, "stepped" => 0.15, "bursty" or "sparse" => 0.3, _ => 0.25 };
            values[day] = usual[day] * Math.Exp((scatter * Normal(random)) - (scatter * scatter / 2));
            if (shape == "bursty" && random.NextDouble() < 0.07)
            {
                values[day] -= 120 * Math.Log(1 - random.NextDouble());
            }
        }

        return (values, usual);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

namespace ElevenCost.Engine.Trends;

/// <summary>Middle and spread that single extreme values do not move.</summary>
internal static class RobustStatistics
{
    /// <summary>What the median deviation is multiplied by to estimate a standard deviation, where values scatter normally.</summary>
    public const double ToStandardDeviation = 1.4826;

    /// <summary>The median; NaN of nothing.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[middle]
            : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median distance from the median; NaN of nothing.</summary>
    public static double MedianDeviation(IReadOnlyCollection<double> values)
    {
        double median = Median(values);
        return Median(values.Select(value => Math.Abs(value - median)));
    }

    /// <summary>The value that a share of all values does not exceed, interpolated; NaN of nothing.</summary>
    /// <param name="sorted">The values in order.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        if (sorted.Count == 0)
        {
            return double.NaN;
        }

        double place = share * (sorted.Count - 1);
        int below = (int)place;
        return below + 1 >= sorted.Count ? sorted[^1] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}

namespace ElevenCost.Engine.Comparisons;

/// <summary>What one kind of usage, a model of a product, was in two ranges. Immutable.</summary>
/// <param name="Before">Its credits before, or its requests if it has no credits.</param>
/// <param name="BeforeCost">What it cost before.</param>
/// <param name="Now">Its credits now, or its requests.</param>
/// <param name="NowCost">What it costs now.</param>
/// <param name="IsCredits">Whether it is measured by credits.</param>
/// <param name="WasUsed">Whether there was any usage before.</param>
/// <param name="IsUsed">Whether there is any usage now.</param>
internal readonly record struct UsageKind(long Before, decimal BeforeCost, long Now, decimal NowCost, bool IsCredits, bool WasUsed, bool IsUsed);

/// <summary>What made a change of cost: five parts that add up to it to the last digit. Immutable.</summary>
/// <param name="Volume">More or fewer credits, at the average price of before.</param>
/// <param name="Mix">Other shares of dear and cheap usage.</param>
/// <param name="Price">Other prices of the same usage.</param>
/// <param name="New">Usage of a kind that was not there before.</param>
/// <param name="Gone">Usage of a kind that is not there any more.</param>
internal readonly record struct ChangeDrivers(decimal Volume, decimal Mix, decimal Price, decimal New, decimal Gone)
{
    /// <summary>How many decimals a part has at least, so that a price of a single credit still shows.</summary>
    private const int LeastDecimals = 6;

    /// <summary>Explains a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="kinds">The kinds of usage that make it up.</param>
    public static ChangeDrivers Of(decimal change, IReadOnlyCollection<UsageKind> kinds)
    {
        // Parts have no more decimals than the amounts, or a few: with more, sums of many rows could lose their last digit.
        int decimals = Math.Max(LeastDecimals, ScaleOf(change));
        decimal appeared = kinds.Where(kind => kind.IsUsed && !kind.WasUsed).Sum(kind => kind.NowCost);
        decimal gone = kinds.Where(kind => kind.WasUsed && !kind.IsUsed).Sum(kind => -kind.BeforeCost);
        decimal volume = 0;
        decimal mix = 0;
        UsageKind[] stayed = [.. kinds.Where(kind => kind.WasUsed && kind.IsUsed)];

        // Credits of several models are one quantity, of which each has its share; requests of what has no credits are none of it.
        UsageKind[] credits = [.. stayed.Where(kind => kind is { IsCredits: true, Before: > 0, Now: > 0 })];
        if (credits.Length > 0)
        {
            decimal before = credits.Sum(kind => (decimal)kind.Before);
            decimal now = credits.Sum(kind => (decimal)kind.Now);
            decimal cost = credits.Sum(kind => kind.BeforeCost);
            decimal atOldPrices = credits.Sum(kind => Scaled(kind.BeforeCost, kind.Now, kind.Before));
            decimal atOldMix = Scaled(cost, now, before);
            volume += atOldMix - cost;
            mix += atOldPrices - atOldMix;
        }

        volume += stayed.Where(kind => kind is { IsCredits: false, Before: > 0, Now: > 0 }).Sum(kind => Scaled(kind.BeforeCost, kind.Now, kind.Before) - kind.BeforeCost);
        volume = decimal.Round(volume, decimals);
        mix = decimal.Round(mix, decimals);

        // What is left is price; so the parts add up whatever was rounded.
        return new ChangeDrivers(volume, mix, change - volume - mix - appeared - gone, appeared, gone);
    }

    private static decimal Scaled(decimal cost, decimal now, decimal before) => cost * (now / before);

    private static int ScaleOf(decimal value) => Math.Min((int)value.Scale, 12);
}

namespace ElevenCost.Engine.Forecasts;

/// <summary>The sum of coming days. Immutable.</summary>
/// <param name="Expected">What is expected.</param>
/// <param name="Low80">The lower bound of the 80 % interval.</param>
/// <param name="High80">Its upper bound.</param>
/// <param name="Low95">The lower bound of the 95 % interval.</param>
/// <param name="High95">Its upper bound.</param>
internal readonly record struct Outlook(double Expected, double Low80, double High80, double Low95, double High95)
{
    /// <summary>Each figure times a factor.</summary>
    public Outlook Times(double factor) => Each(figure => figure * factor);

    /// <summary>What is still to come of it: without what is there already, and with what that goes beyond the expected.</summary>
    public Outlook Less(double soFar, double beyond) => Each(figure => Math.Max(0, figure + beyond - soFar));

    private Outlook Each(Func<double, double> change) => new(change(Expected), change(Low80), change(High80), change(Low95), change(High95));
}

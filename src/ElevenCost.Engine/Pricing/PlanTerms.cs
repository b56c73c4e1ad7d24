namespace ElevenCost.Engine.Pricing;

/// <summary>What a plan holds, and what credits beyond it cost. Immutable.</summary>
/// <param name="MonthlyCredits">Credits a month, without rollover; null where no price knows the plan.</param>
/// <param name="OveragePer1000Credits">The price of 1,000 credits beyond the plan, in <paramref name="Currency"/>; 0 for Free; null where not known.</param>
/// <param name="Currency">ISO 4217 code of the rate; null where that is.</param>
/// <param name="Version">Names the price; null where none knows the plan.</param>
internal sealed record PlanTerms(long? MonthlyCredits, decimal? OveragePer1000Credits, string? Currency, string? Version)
{
    /// <summary>No price knows the plan.</summary>
    public static PlanTerms Unknown { get; } = new(null, null, null, null);
}

namespace ElevenCost.Engine.Pricing;

/// <summary>What a plan holds, and what credits beyond it cost. Immutable.</summary>
/// <param name="MonthlyCredits">Credits a month, without rollover; null if no price knows the plan, or several do and nothing decides which.</param>
/// <param name="OveragePer1000Credits">The price of 1,000 credits beyond the plan, in <paramref name="Currency"/>; 0 for Free; null if unknown.</param>
/// <param name="Currency">ISO 4217 code of the rates; null if neither is known.</param>
/// <param name="Version">Names the price; null if none knows the plan.</param>
internal sealed record PlanTerms(long? MonthlyCredits, decimal? OveragePer1000Credits, string? Currency, string? Version)
{
    /// <summary>No price knows the plan.</summary>
    public static PlanTerms Unknown { get; } = new(null, null, null, null);

    /// <summary>The generation of billing; null if it makes no difference, or nothing decides it.</summary>
    public BillingGeneration? Billing { get; init; }

    /// <summary>What decided <see cref="Billing"/>; null if nothing had to, or could.</summary>
    public string? BillingReason { get; init; }

    /// <summary>Why <see cref="Billing"/> is not decided, with both possible amounts; null if it is.</summary>
    public string? Undecided { get; init; }

    /// <summary>On Pay As You Go what a credit drawn from the balance costs, in <see cref="Currency"/>; null otherwise, and where not known.</summary>
    public Fraction? DrawnPerCredit { get; init; }
}

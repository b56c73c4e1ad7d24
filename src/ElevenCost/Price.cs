namespace ElevenCost;

/// <summary>What one plan costs from one day to another, before tax. Immutable.</summary>
public sealed record Price
{
    /// <summary>The tier as the API names it, such as <c>creator</c>; compared without regard to case.</summary>
    public required string Tier { get; init; }

    /// <summary>The plan's name for a person; the tier for one of the user's own.</summary>
    public required string Plan { get; init; }

    /// <summary>The connection that it holds for: a name or a wildcard; null for every connection.</summary>
    public string? Connection { get; init; }

    /// <summary>The first day on which it applies, in the zone of the connection that is priced: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for no first day.</summary>
    public DateTime? From { get; init; }

    /// <summary>The last day on which it applies, included: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for no last day.</summary>
    public DateTime? To { get; init; }

    /// <summary>The price a month in <see cref="Currency"/>, also where it is paid by the year; null if none is public.</summary>
    public decimal? MonthlyPrice { get; init; }

    /// <summary>The plan's credits a month, without rollover; null if <see cref="MonthlyPrice"/> is.</summary>
    public long? MonthlyCredits { get; init; }

    /// <summary>
    /// The price of 1,000 credits beyond the plan in <see cref="Currency"/>; null if unknown. On <see cref="BillingGeneration.PayAsYouGo"/>
    /// the rate at which the balance is drawn, or null for the plan's own: <see cref="MonthlyPrice"/> over <see cref="MonthlyCredits"/>.
    /// </summary>
    public decimal? OveragePer1000Credits { get; init; }

    /// <summary>
    /// The generation of billing that it holds for; null for both, and for a price in force whose generation nothing decides.
    /// </summary>
    public BillingGeneration? Billing { get; init; }

    /// <summary>What decided <see cref="Billing"/> for the connection that it is in force for; null in a list of prices, and if nothing had to decide.</summary>
    public string? BillingReason { get; init; }

    /// <summary>ISO 4217 code, upper case.</summary>
    public required string Currency { get; init; }

    /// <summary>The billing period that it holds for; null for every one.</summary>
    public BillingPeriod? BillingPeriod { get; init; }

    /// <summary>The shipped catalogue, or the user's own prices.</summary>
    public required PriceSource Source { get; init; }

    /// <summary>Names the entry: what <see cref="CostRecord.PriceVersion"/> shows for costs that come from it.</summary>
    public required string Version { get; init; }

    /// <summary>The connection whose plan it prices on the day that was asked for; null in a list of prices.</summary>
    public string? InForceFor { get; init; }

    /// <summary>What else is known; null if nothing is.</summary>
    public string? Note { get; init; }

    /// <summary>The version, which names plan, period and days; the same in every culture.</summary>
    public override string ToString() => Version;
}

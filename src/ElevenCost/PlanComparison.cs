using System.Globalization;

namespace ElevenCost;

/// <summary>What one plan would have cost for the usage of a connection: over some billing periods, or in one of them. Immutable.</summary>
/// <remarks>
/// Amounts are exact sums, rounded to ten decimals, each by itself. The row of the connection's own plan has what <c>Get-ElevenLabsCost</c> says on
/// the basis Amortized for the same days.
/// </remarks>
public sealed record PlanComparison
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The plan's name, such as <c>Creator</c>.</summary>
    public required string Plan { get; init; }

    /// <summary>The tier as the API names it, such as <c>creator</c>.</summary>
    public required string Tier { get; init; }

    /// <summary>How use beyond the plan is paid; null if it makes no difference, or is not known.</summary>
    public BillingGeneration? Billing { get; init; }

    /// <summary>How often the plan is paid; null for a price of your own that holds for every billing period.</summary>
    public BillingPeriod? BillingPeriod { get; init; }

    /// <summary>Whether the account has the plan, can have it, and whether it serves the usage.</summary>
    public required PlanState State { get; init; }

    /// <summary>The first day of the billing periods: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day of the billing periods, included.</summary>
    public required DateTime To { get; init; }

    /// <summary>How many billing periods it covers.</summary>
    public required int Periods { get; init; }

    /// <summary>Whether the usage is a forecast.</summary>
    public required bool IsForecast { get; init; }

    /// <summary>Credits used, or expected to be; null if there is no forecast.</summary>
    public long? Credits { get; init; }

    /// <summary>The plan's credits, without rollover; null if unknown.</summary>
    public long? PlanCredits { get; init; }

    /// <summary>
    /// Credits rolled over into the billing period; null if unknown, and in a row of several periods, because what is not used rolls on from one to the next.
    /// </summary>
    public long? RolloverCredits { get; init; }

    /// <summary>Credits paid beyond plan and rollover, as overage or out of the balance; null if unknown.</summary>
    public long? CreditsBeyond { get; init; }

    /// <summary>Credits that the plan would not have served, because usage stops at its credits; 0 if it serves all, null if unknown.</summary>
    public long? CreditsNotServed { get; init; }

    /// <summary>The plan's fee in <see cref="Currency"/>; null if unknown.</summary>
    public decimal? Fee { get; init; }

    /// <summary>The overage on usage-based billing; null if unknown.</summary>
    public decimal? Overage { get; init; }

    /// <summary>What is drawn from the prepaid balance on Pay As You Go; null if unknown.</summary>
    public decimal? Drawn { get; init; }

    /// <summary>Fee, overage and what is drawn together; null if any of it is not known. Not the price of all usage if <see cref="CreditsNotServed"/> is above 0.</summary>
    public decimal? Cost { get; init; }

    /// <summary>For a forecast, the cost at the lower bound of the interval that holds the usage in 80 of 100 cases; else null.</summary>
    public decimal? Low80 { get; init; }

    /// <summary>For a forecast, the cost at the upper bound of that interval; else null.</summary>
    public decimal? High80 { get; init; }

    /// <summary>ISO 4217 code of the amounts; null if no price is known.</summary>
    public string? Currency { get; init; }

    /// <summary>How much less it costs than the own plan, below 0 if more; null if either cost is not known, their currencies differ, or the plan does not serve all usage.</summary>
    public decimal? Saving { get; init; }

    /// <summary>The saving in percent of the own plan's cost, rounded to one decimal; null if <see cref="Saving"/> is or the own plan cost nothing.</summary>
    public decimal? SavingPercent { get; init; }

    /// <summary>Credits of the plan that its billing periods did not use, whether or not they rolled over; null if unknown.</summary>
    public long? UnusedCredits { get; init; }

    /// <summary>The part of the fee that paid for <see cref="UnusedCredits"/>; null if unknown.</summary>
    public decimal? UnusedCost { get; init; }

    /// <summary>The catalogue entries or prices of your own that the amounts come from, joined by <c>"; "</c>; null if there is none.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Why the cost is not known and what to do, or what the plan would not have served; null if neither is so.</summary>
    public string? Reason { get; init; }

    /// <summary>What the amounts take for granted, each as a sentence.</summary>
    public IReadOnlyList<string> Assumptions
    {
        get;
        init => field = new JoinedList<string>(value);
    } = new JoinedList<string>([]);

    /// <summary>How far the usage can be trusted. With <see cref="ElevenCost.Completeness.Partial"/> it is a lower bound, and so is every cost.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>The plan and its cost, such as <c>Creator: 22.00 USD</c>, or its state if it has none; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Plan}: {(Cost is null ? State.ToString() : $"{Cost} {Currency}")}");
}

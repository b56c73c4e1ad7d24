namespace ElevenCost;

/// <summary>How a budget stands in its current period. Immutable.</summary>
/// <remarks><see cref="Used"/> is an exact sum of <c>Get-ElevenLabsCost</c>. What is expected is an estimate.</remarks>
public sealed record BudgetStatus
{
    /// <summary>The budget's name.</summary>
    public required string Budget { get; init; }

    /// <summary>How it stands.</summary>
    public required BudgetState State { get; init; }

    /// <summary>Why it stands so, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The first day of the period: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null if the period is not known.</summary>
    public DateTime? From { get; init; }

    /// <summary>The last day of the period, included; null if the period is not known.</summary>
    public DateTime? To { get; init; }

    /// <summary>The budget: an amount of money, or credits.</summary>
    public required decimal Amount { get; init; }

    /// <summary>ISO 4217 code of the amounts; null if they are credits.</summary>
    public string? Currency { get; init; }

    /// <summary>Which cost counts; null if the amounts are credits.</summary>
    public CostBasis? CostBasis { get; init; }

    /// <summary>What was used of it so far; a lower bound if the state of its days is <c>Partial</c> or credits have no price. Null if nothing of it is known.</summary>
    public decimal? Used { get; init; }

    /// <summary>What is left of it, below 0 once it is passed; null if <see cref="Used"/> is.</summary>
    public decimal? Left { get; init; }

    /// <summary>What was used in percent of the budget, rounded to one decimal; null if <see cref="Used"/> is.</summary>
    public decimal? UsedPercent { get; init; }

    /// <summary>What is expected to be used by the end of the period; null if there is no forecast.</summary>
    public decimal? Expected { get; init; }

    /// <summary>What is expected in percent of the budget, rounded to one decimal; null if there is no forecast.</summary>
    public decimal? ExpectedPercent { get; init; }

    /// <summary>The highest threshold, in percent, that was reached; null if none was.</summary>
    public decimal? ThresholdReached { get; init; }

    /// <summary>The highest threshold, in percent, that is expected to be reached by the end of the period; null if none is, or there is no forecast.</summary>
    public decimal? ThresholdExpected { get; init; }

    /// <summary>The day on which the budget was passed, or is expected to be; null if it is not, or there is no forecast.</summary>
    public DateTime? PassedOn { get; init; }

    /// <summary>What uses most of it: the API key, or the model if the budget is one of keys. Null if nothing was used.</summary>
    public string? Driver { get; init; }

    /// <summary>How much of what was used is the driver's, in percent, rounded to one decimal; null if there is no driver.</summary>
    public decimal? DriverPercent { get; init; }

    /// <summary>How far what was used can be trusted.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>Credits that have no price, and so are not in <see cref="Used"/>; 0 for a budget in credits.</summary>
    public required long UnpricedCredits { get; init; }

    /// <summary>The budget and how it stands, such as <c>voices: Ok</c>.</summary>
    public override string ToString() => $"{Budget}: {State}";
}

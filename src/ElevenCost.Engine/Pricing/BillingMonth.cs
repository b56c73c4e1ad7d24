namespace ElevenCost.Engine.Pricing;

/// <summary>One billing month of a connection, from one reset of the plan's credits to the next. Immutable.</summary>
/// <remarks>
/// Usage is stored by day, so the month is whole days: the day on which credits reset counts wholly to the month that begins on it, whatever
/// the hour of the reset.
/// </remarks>
/// <param name="StartsAt">The reset that it begins with, in UTC.</param>
/// <param name="EndsAt">The reset that ends it, in UTC; not included.</param>
/// <param name="Days">Its days in the connection's zone.</param>
/// <param name="FullDays">How many days the fee pays for; more than <paramref name="Days"/> has where a new cycle began before the month was over.</param>
/// <param name="Plans">The plans in force, in order and without a gap; several where the plan changed within the month.</param>
/// <param name="CreditLimit">
/// The API's limit, plan and rollover together, as last seen within the month; null if no snapshot was taken within it or the limit is 0,
/// and then the rollover is not known.
/// </param>
public sealed record BillingMonth(
    DateTime StartsAt, DateTime EndsAt, DateRange Days, int FullDays, IReadOnlyList<BilledPlan> Plans, long? CreditLimit)
{
    /// <summary>Whether nothing decides which price a plan of the month has.</summary>
    public bool IsUndecided => Plans.Any(plan => plan.Price.IsUndecided);

    /// <summary>The months that it may be, where it is undecided: with the first price of each undecided plan, with the second, and so on.</summary>
    public IEnumerable<BillingMonth> Possible() => Enumerable.Range(0, Plans.Max(plan => plan.Price.Possible?.Count ?? 1)).Select(choice => this with
    {
        Plans =
        [
            .. Plans.Select(plan => plan.Price.Possible is { Count: > 1 } prices
                ? plan with { Price = new PlanRateAnswer(prices[Math.Min(choice, prices.Count - 1)], null) }
                : plan),
        ],
    });
}

/// <summary>A plan of a billing month. Immutable.</summary>
/// <param name="Days">The days of the month on which it is in force.</param>
/// <param name="Price">
/// Its price on the first of these days, which holds for all of them: a fee is due when its month begins, so a price that changes later counts
/// from the next one.
/// </param>
public sealed record BilledPlan(DateRange Days, PlanRateAnswer Price);

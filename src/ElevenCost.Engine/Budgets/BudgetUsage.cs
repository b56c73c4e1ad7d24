using System.Globalization;
using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Budgets;

/// <summary>What a cost result says of a budget. Immutable.</summary>
internal sealed class BudgetUsage
{
    /// <param name="budget">The budget.</param>
    /// <param name="result">What its usage cost in its period so far, as a whole.</param>
    public BudgetUsage(Budget budget, CostResult result)
    {
        bool isMoney = budget.Credits is null;
        UnpricedCredits = isMoney ? result.Totals.Sum(total => total.UnpricedCredits) : 0;
        CostTotal[] own = [.. result.Totals.Where(total => !isMoney || total.Currency == budget.Currency)];
        string[] others = isMoney ? [.. result.Totals.Where(total => total.Currency != budget.Currency && total.Cost is not null and not 0).Select(total => total.Currency!)] : [];
        bool isEmpty = result.Totals.All(total => total is { Credits: 0, Cost: null or 0 });
        Used = !isMoney ? own.Sum(total => (decimal)total.Credits)
            : own.Length > 0 && own.All(total => total.Cost is not null) ? own.Sum(total => total.Cost)
            : isEmpty ? 0
            : null;
        Used = result.Completeness == Completeness.Partial && isEmpty ? null : Used;
        Doubt = Used is null && !isEmpty && UnpricedCredits == 0 && others.Length == 0 ? $"None of its usage has a cost in {budget.Currency}."
            : others.Length > 0 ? $"Some of its usage costs {string.Join(" and ", others)}, which the budget in {budget.Currency} does not count."
            : UnpricedCredits > 0 ? string.Create(CultureInfo.InvariantCulture, $"{UnpricedCredits:N0} credits of its usage have no price.")
            : result.Completeness == Completeness.Partial ? "Days of the period are missing or failed: sync them."
            : null;
    }

    /// <summary>What was used: an exact sum, in the budget's currency or in credits; null if nothing of it is known.</summary>
    public decimal? Used { get; }

    /// <summary>Why <see cref="Used"/> may be less than what was really used; null if it is all.</summary>
    public string? Doubt { get; }

    /// <summary>Credits without a price; 0 for a budget in credits.</summary>
    public long UnpricedCredits { get; }
}

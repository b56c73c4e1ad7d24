namespace ElevenCost.Engine.Budgets;

/// <summary>The errors of budgets: id, text and remedy of each in one place.</summary>
internal static class BudgetErrors
{
    /// <summary><c>BudgetNotValid</c>.</summary>
    public static ElevenCostException NotValid(IReadOnlyList<string> mistakes) =>
        new("BudgetNotValid", FailureCategory.Usage, $"The budget is not valid: {string.Join("; ", mistakes)}.", "Correct it; nothing was changed.");

    /// <summary><c>BudgetOverlaps</c>.</summary>
    public static ElevenCostException Overlaps(BudgetEntry budget, BudgetEntry next) =>
        new("BudgetOverlaps", FailureCategory.Usage, $"The budget '{budget.Name}' would overlap the one that follows, '{next.Name}'.",
            "Let it end before that one begins, or remove that one first.");

    /// <summary><c>BudgetNotFound</c>.</summary>
    /// <param name="name">The name that was given.</param>
    /// <param name="names">The names there are.</param>
    public static ElevenCostException NotFound(string name, IEnumerable<string> names) =>
        new("BudgetNotFound", FailureCategory.Configuration,
            $"There is no budget '{ShownText.Of(name)}'." + (NearestName.Of(name, names) is { } near ? $" Did you mean '{near}'?" : ""), "List the budgets to see what there is.");
}

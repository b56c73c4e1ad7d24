namespace ElevenCost.Engine.Budgets;

/// <summary>The errors of budgets: id, text and remedy of each in one place.</summary>
internal static class BudgetErrors
{
    internal static readonly ErrorKind BudgetNotFound = new(FailureCategory.Configuration,
        "There is no budget with that name.",
        "List the budgets with `Get-ElevenLabsBudget` or `elevencost budget list`.",
        FailureNature.NotFound);

    internal static readonly ErrorKind BudgetNotValid = new(FailureCategory.Usage,
        "The input is not a valid budget; the message lists each mistake.",
        "Correct it; nothing was changed.");

    internal static readonly ErrorKind BudgetOverlaps = new(FailureCategory.Usage,
        "The budget would overlap the next one of its name.",
        "End it before that one begins, or remove that one first.");

    /// <summary><c>BudgetNotValid</c>.</summary>
    public static ElevenCostException NotValid(IReadOnlyList<string> mistakes) =>
        new(BudgetNotValid, $"The budget is not valid: {string.Join("; ", mistakes)}.", "Correct it; nothing was changed.");

    /// <summary><c>BudgetOverlaps</c>.</summary>
    public static ElevenCostException Overlaps(BudgetEntry budget, BudgetEntry next) =>
        new(BudgetOverlaps, $"The budget '{budget.Name}' would overlap the one that follows, '{next.Name}'.",
            "End it before that one begins, or remove that one first.");

    /// <summary><c>BudgetNotFound</c>.</summary>
    /// <param name="name">The name that was given.</param>
    /// <param name="names">The names there are.</param>
    public static ElevenCostException NotFound(string name, IEnumerable<string> names) =>
        new(BudgetNotFound,
            $"There is no budget '{ShownText.Of(name)}'." + (NearestName.Of(name, names) is { } near ? $" Did you mean '{near}'?" : ""), $"List them: {Advice.Of("Get-ElevenLabsBudget", "elevencost budget list")}.");
}

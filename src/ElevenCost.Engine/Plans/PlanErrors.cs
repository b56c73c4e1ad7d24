namespace ElevenCost.Engine.Plans;

/// <summary>The errors of plan comparisons: id, text and remedy of each in one place.</summary>
internal static class PlanErrors
{
    internal static readonly ErrorKind PlanNotFound = new(FailureCategory.Usage,
        "No plan of the catalogue or of your own prices has the name or tier that was given.",
        "Use the name of a plan or tier, such as `Creator`; wildcards match several.",
        FailureNature.NotFound);

    /// <summary><c>PlanNotFound</c>.</summary>
    /// <param name="patterns">What was given.</param>
    /// <param name="names">The plans and tiers there are.</param>
    public static ElevenCostException NotFound(IReadOnlyList<string> patterns, IEnumerable<string> names) =>
        new(PlanNotFound,
            $"No plan matches {string.Join(", ", patterns.Select(pattern => $"'{ShownText.Of(pattern)}'"))}."
            + (NearestName.Of(patterns[0], names) is { } near ? $" Did you mean '{near}'?" : ""), "Use the name of a plan or tier, such as Creator; wildcards match several.");
}

namespace ElevenCost.Engine.Comparisons;

/// <summary>A comparison. Immutable.</summary>
/// <param name="Basis">The basis of every row.</param>
/// <param name="Range">The days.</param>
/// <param name="Previous">The days that they are compared with.</param>
/// <param name="Rows">By currency, then by the size of the change; the row of all other groups last.</param>
/// <param name="Totals">One row a currency: exactly the sums of the rows.</param>
/// <param name="Warnings">What the user should know, each once.</param>
/// <param name="Completeness">The least complete of the days of both ranges.</param>
public sealed record ComparisonResult(
    CostBasis Basis,
    DateRange Range,
    DateRange Previous,
    IReadOnlyList<CostComparison> Rows,
    IReadOnlyList<CostComparison> Totals,
    IReadOnlyList<Warning> Warnings,
    Completeness Completeness);
